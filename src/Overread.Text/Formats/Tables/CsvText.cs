using System.Text;

namespace Overread.Text.Formats.Tables;

/// <summary>Comma-separated values as RFC 4180 has them; line ends within quotes are kept.</summary>
internal static class CsvText
{
    private static readonly System.Buffers.SearchValues<char> s_quoted = System.Buffers.SearchValues.Create(
        "\",\r\n\t;|"
    );

    /// <summary>The rows with the line on which each begins; empty lines are none.</summary>
    internal static IEnumerable<(long Line, List<string> Cells)> Read(string text, char separator)
    {
        List<string> cells = [];
        StringBuilder cell = new();
        long line = 1;
        long began = 1;
        bool quoted = false;
        bool any = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            line += c == '\n' ? 1 : 0;
            if (quoted)
            {
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '"' && cell.Length == 0)
            {
                (quoted, any) = (true, true);
            }
            else if (c == separator)
            {
                cells.Add(cell.ToString());
                cell.Clear();
                any = true;
            }
            else if (c is '\r' or '\n')
            {
                if (any || cell.Length > 0)
                {
                    cells.Add(cell.ToString());
                    yield return (began, cells);
                    cells = [];
                    cell.Clear();
                    any = false;
                }

                began = line;
            }
            else
            {
                cell.Append(c);
            }
        }

        if (quoted)
        {
            throw new FormatException($"A quoted cell that begins in the row of line {began} does not end.");
        }

        if (any || cell.Length > 0)
        {
            cells.Add(cell.ToString());
            yield return (began, cells);
        }
    }

    /// <summary>The sign that parts the cells of the first line.</summary>
    internal static char Separator(string text)
    {
        int end = text.AsSpan().IndexOfAny('\r', '\n');
        ReadOnlySpan<char> line = end < 0 ? text : text.AsSpan(0, end);
        char best = ',';
        int most = line.Count(',');
        foreach (char candidate in (char[])[';', '\t', '|'])
        {
            int count = line.Count(candidate);
            (best, most) = count > most ? (candidate, count) : (best, most);
        }

        return best;
    }

    internal static void Write(TextWriter writer, IEnumerable<string?> cells)
    {
        bool first = true;
        foreach (string? cell in cells)
        {
            if (!first)
            {
                writer.Write(',');
            }

            first = false;
            if (cell is null)
            {
                continue;
            }

            if (cell.AsSpan().IndexOfAny(s_quoted) >= 0 || (cell.Length > 0 && (cell[0] == ' ' || cell[^1] == ' ')))
            {
                writer.Write('"');
                writer.Write(cell.Replace("\"", "\"\"", StringComparison.Ordinal));
                writer.Write('"');
            }
            else
            {
                writer.Write(cell);
            }
        }

        writer.Write("\n");
    }
}
