using System.Globalization;

namespace Overread.Cli.Quality;

/// <summary>
/// A column of names, each stored once. After <see cref="Seal"/> names have their one order, numbers by value and other
/// names by character, so that no result depends on the order of rows.
/// </summary>
internal sealed class TextColumn
{
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<int> _rows = [];
    private readonly List<string> _names = [];

    internal TextColumn() => _lookup = _codes.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The distinct names.</summary>
    internal IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>For each row the index of its name; −1 is an empty cell.</summary>
    internal int[] Codes { get; private set; } = [];

    internal void Add(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty)
        {
            _rows.Add(-1);
            return;
        }

        if (!_lookup.TryGetValue(name, out int code))
        {
            code = _names.Count;
            string text = name.ToString();
            _names.Add(text);
            _codes[text] = code;
        }

        _rows.Add(code);
    }

    /// <summary>Fixes the order of names.</summary>
    /// <param name="order">An order of one's own; names that it lacks follow it.</param>
    internal void Seal(IReadOnlyList<string>? order = null)
    {
        string[] sorted = Sort(_names, order);
        int[] rank = new int[sorted.Length];
        for (int i = 0; i < sorted.Length; i++)
        {
            rank[_codes[sorted[i]]] = i;
        }

        Codes = [.. _rows.Select(code => code < 0 ? -1 : rank[code])];
        Names = sorted;
        _rows.Clear();
        _rows.TrimExcess();
    }

    internal static string[] Sort(IEnumerable<string> names, IReadOnlyList<string>? order = null)
    {
        string[] sorted = [.. names];
        bool numeric = Array.TrueForAll(
            sorted,
            name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
        );
        if (numeric)
        {
            Array.Sort(
                [.. sorted.Select(name => (double.Parse(name, CultureInfo.InvariantCulture), name))],
                sorted,
                Comparer<(double Value, string Name)>.Create(
                    (a, b) => a.Value != b.Value ? a.Value.CompareTo(b.Value) : string.CompareOrdinal(a.Name, b.Name)
                )
            );
        }
        else
        {
            Array.Sort(sorted, StringComparer.Ordinal);
        }

        if (order is null)
        {
            return sorted;
        }

        return [.. order.Where(sorted.Contains), .. sorted.Where(name => !order.Contains(name))];
    }
}
