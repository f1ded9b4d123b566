using System.Globalization;
using System.Text;

namespace Overread.Cli.Quality;

/// <summary>A table for people: aligned, with a rule below the header; it can also be written as CSV.</summary>
internal sealed class TextTable(params string[] header)
{
    private readonly List<string[]> _rows = [];

    internal void Add(params string[] cells) => _rows.Add(cells);

    internal void Write(TextWriter output)
    {
        int[] widths = [.. header.Select(cell => cell.Length)];
        bool[] numeric = [.. header.Select(_ => _rows.Count > 0)];
        foreach (string[] row in _rows)
        {
            for (int i = 0; i < row.Length; i++)
            {
                widths[i] = Math.Max(widths[i], row[i].Length);
                numeric[i] &=
                    row[i].Length == 0
                    || row[i] == "–"
                    || double.TryParse(row[i].TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out _);
            }
        }

        WriteRow(output, header, widths, numeric);
        output.WriteLine(string.Join("  ", widths.Select(width => new string('-', width))));
        foreach (string[] row in _rows)
        {
            WriteRow(output, row, widths, numeric);
        }
    }

    internal void WriteCsv(TextWriter output)
    {
        output.Write(CsvLine(header));
        foreach (string[] row in _rows)
        {
            output.Write(CsvLine(row));
        }
    }

    internal static string CsvLine(IEnumerable<string> cells) => string.Join(',', cells.Select(CsvCell)) + "\n";

    internal static string CsvCell(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A number for people: three digits after the point, a dash for none.</summary>
    internal static string Short(double? value, int digits = 3) =>
        value is { } number ? number.ToString("F" + digits, CultureInfo.InvariantCulture) : "–";

    private static void WriteRow(TextWriter output, string[] row, int[] widths, bool[] numeric)
    {
        StringBuilder line = new();
        for (int i = 0; i < row.Length; i++)
        {
            line.Append(i == 0 ? string.Empty : "  ");
            line.Append(numeric[i] ? row[i].PadLeft(widths[i]) : row[i].PadRight(widths[i]));
        }

        output.WriteLine(line.ToString().TrimEnd());
    }
}
