namespace Overread.Text.Formats.Tables;

/// <summary>A table whose columns are found by name.</summary>
/// <param name="Columns">Their names.</param>
/// <param name="Rows">Cells in the order of the columns; one that is missing or null is empty.</param>
public sealed record TableText(
    IReadOnlyList<string> Columns,
    IEnumerable<(long Line, IReadOnlyList<string?> Cells)> Rows
)
{
    /// <summary>The table of a CSV text; the separator is seen from its first line.</summary>
    /// <exception cref="FormatException">It has no first line, or a quoted cell does not end.</exception>
    public static TableText OfCsv(string text)
    {
        char separator = CsvText.Separator(text);
        (long _, List<string>? header) = CsvText.Read(text, separator).FirstOrDefault();
        return header is null
            ? throw new FormatException("The table has no header.")
            : new(
                [.. header.Select(h => h.Trim().TrimStart('\uFEFF'))],
                CsvText.Read(text, separator).Skip(1).Select(r => (r.Line, (IReadOnlyList<string?>)r.Cells))
            );
    }

    /// <summary>The number of the first column that has one of the names, whatever its capitals; -1 where none has.</summary>
    public int Find(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            for (int i = 0; i < Columns.Count; i++)
            {
                if (Columns[i].Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return i;
                }
            }
        }

        return -1;
    }

    internal static string Cell(IReadOnlyList<string?> cells, int column) =>
        column >= 0 && column < cells.Count ? cells[column] ?? "" : "";
}
