using System.Globalization;

namespace Overread.Ledger.Bundles.Statements;

/// <summary>Collects what a statement is made of.</summary>
internal sealed class StatementDraft(string id, params string[] from)
{
    private readonly SortedDictionary<string, long> _figures = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    public string Id => id;

    /// <summary>Notes a figure and gives it back.</summary>
    public long Figure(string name, long value) => _figures[name] = value;

    /// <summary>Notes a contradiction where there is one.</summary>
    public void Fault(bool wrong, FormattableString what)
    {
        if (wrong)
        {
            _faults.Add(what.ToString(CultureInfo.InvariantCulture));
        }
    }

    public BundleStatement Say(FormattableString text, bool holds, BundleFacts facts, params string[] types) =>
        new(
            id,
            text.ToString(CultureInfo.InvariantCulture),
            holds && _faults.Count == 0,
            _figures,
            [.. from, .. facts.Events.Cite(types)]
        )
        {
            Events = facts.Events.Places(types),
            Faults = _faults,
        };

    /// <summary>One of two spellings by number: "1 read", "2 reads".</summary>
    public static string Many(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
