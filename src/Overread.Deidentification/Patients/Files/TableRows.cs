using System.Text;

namespace Overread.Deidentification.Patients.Files;

/// <summary>Splits a table into rows and cells (RFC 4180; comma, semicolon or tab, whichever its first line has most of).</summary>
internal static class TableRows
{
    /// <summary>One row, the line on which it begins, and whether a quotation mark was left open in it.</summary>
    internal sealed record Row(int Line, IReadOnlyList<string> Cells, bool IsOpen);

    internal static List<Row> Of(string text)
    {
        // Spreadsheets may say the separator in a line of its own.
        int start = 0;
        int line = 1;
        char separator;
        if (text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 4)
        {
            separator = text[4];
            int end = text.IndexOf('\n', StringComparison.Ordinal);
            start = end < 0 ? text.Length : end + 1;
            line = 2;
        }
        else
        {
            separator = SeparatorOf(text);
        }

        List<Row> rows = [];
        while (start < text.Length)
        {
            int begins = line;
            List<string> cells = Next(text, separator, ref start, ref line, out bool open);
            if (cells.Exists(c => c.Length > 0))
            {
                rows.Add(new(begins, cells, open));
            }
        }

        return rows;
    }

    private static char SeparatorOf(string text)
    {
        int end = text.AsSpan().IndexOfAny('\r', '\n');
        ReadOnlySpan<char> head = end < 0 ? text : text.AsSpan(0, end);
        char best = ',';
        foreach (char candidate in ";\t")
        {
            best = head.Count(candidate) > head.Count(best) ? candidate : best;
        }

        return best;
    }

    private static List<string> Next(string text, char separator, ref int at, ref int line, out bool open)
    {
        List<string> cells = [];
        StringBuilder cell = new();
        open = false;
        for (; at < text.Length; at++)
        {
            char c = text[at];
            bool ends = c == '\n' || (c == '\r' && (at + 1 == text.Length || text[at + 1] != '\n'));
            line += ends ? 1 : 0;
            if (open)
            {
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (at + 1 < text.Length && text[at + 1] == '"')
                {
                    cell.Append(c);
                    at++;
                }
                else
                {
                    open = false;
                }
            }
            else if (c == '"' && cell.ToString().Trim().Length == 0)
            {
                open = true;
                cell.Clear();
            }
            else if (c == separator)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else if (ends)
            {
                at++;
                break;
            }
            else if (c != '\r')
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
