namespace Overread.Cli.Quality.Files;

/// <summary>A table that was made of a file which is none, such as a tool's export: rows with the place they come from.</summary>
internal class MemoryRows : TableRows
{
    private readonly List<(long Line, string?[] Cells)> _rows;
    private int _next;

    internal MemoryRows(string path, string[] header, List<(long Line, string?[] Cells)> rows)
        : base(path)
    {
        _rows = rows;
        Name(header);
    }

    /// <inheritdoc/>
    internal override ReadOnlySpan<char> this[int field] => _rows[_next - 1].Cells[field];

    /// <inheritdoc/>
    private protected override bool Advance()
    {
        if (_next == _rows.Count)
        {
            return false;
        }

        Line = _rows[_next++].Line;
        return true;
    }
}
