using Overread.Cli.Quality.Files;

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
    private readonly List<long> _lines = [];
    private int _last = -1;

    internal TextColumn() => _lookup = _codes.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The distinct names.</summary>
    internal IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>For each row the index of its name; −1 is an empty cell.</summary>
    internal int[] Codes { get; private set; } = [];

    /// <summary>Adds a row.</summary>
    /// <param name="name">The name; empty for a missing one.</param>
    /// <param name="line">Where it stands in the file.</param>
    internal void Add(ReadOnlySpan<char> name, long line = 0)
    {
        if (name.IsEmpty)
        {
            _rows.Add(-1);
            return;
        }

        // Files are sorted by item or reader as a rule: the name above is the likeliest one.
        if (_last >= 0 && name.SequenceEqual(_names[_last]))
        {
            _rows.Add(_last);
            return;
        }

        if (!_lookup.TryGetValue(name, out int code))
        {
            code = _names.Count;
            string text = name.ToString();
            _names.Add(text);
            _lines.Add(line);
            _codes[text] = code;
        }

        _last = code;
        _rows.Add(code);
    }

    /// <summary>The line on which a name stood first.</summary>
    internal long LineOf(string name) => _codes.TryGetValue(name, out int code) ? _lines[code] : 0;

    /// <summary>Fixes the order of names.</summary>
    internal void Seal()
    {
        string[] sorted = Sort(_names);
        int[] rank = new int[sorted.Length];
        for (int i = 0; i < sorted.Length; i++)
        {
            rank[_codes[sorted[i]]] = i;
        }

        Codes = new int[_rows.Count];
        for (int row = 0; row < Codes.Length; row++)
        {
            Codes[row] = _rows[row] < 0 ? -1 : rank[_rows[row]];
        }

        Names = sorted;
        _rows.Clear();
        _rows.TrimExcess();
    }

    /// <summary>Names by value where all are numbers, else by character.</summary>
    internal static string[] Sort(IEnumerable<string> names)
    {
        string[] sorted = [.. names];
        double[] values = new double[sorted.Length];
        for (int i = 0; i < sorted.Length; i++)
        {
            if (!NumberText.TryParse(sorted[i], comma: false, out values[i]))
            {
                Array.Sort(sorted, StringComparer.Ordinal);
                return sorted;
            }
        }

        // Of several spellings of one number the order is that of their characters.
        Array.Sort(sorted, values, StringComparer.Ordinal);
        int[] at = [.. Enumerable.Range(0, sorted.Length).OrderBy(i => values[i])];
        return [.. at.Select(i => sorted[i])];
    }
}
