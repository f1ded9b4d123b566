using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Overread.Ledger.Bundles.Statements;

/// <summary>A row of a table, by column name. The names are kept once for all rows of the table.</summary>
/// <param name="columns">Where each column stands.</param>
/// <param name="cells">The cells; a row that is cut short has fewer, and the others count as blank.</param>
internal sealed class CsvRow(IReadOnlyDictionary<string, int> columns, List<string> cells)
    : IReadOnlyDictionary<string, string>
{
    public string this[string key] =>
        TryGetValue(key, out string? value) ? value : throw new KeyNotFoundException($"There is no column {key}.");

    public IEnumerable<string> Keys => columns.Keys;

    public IEnumerable<string> Values => columns.Values.Select(At);

    public int Count => columns.Count;

    public bool ContainsKey(string key) => columns.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        bool found = columns.TryGetValue(key, out int place);
        value = found ? At(place) : null;
        return found;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
        columns.Select(c => KeyValuePair.Create(c.Key, At(c.Value))).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private string At(int place) => place < cells.Count ? cells[place] : "";
}
