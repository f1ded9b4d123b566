using System.Text;

namespace Overread.Text.Formats.WebAnno;

/// <summary>How WebAnno TSV 3 writes its own signs within values.</summary>
internal static class TsvEscapes
{
    private const string Signs = "\\[]|_;*";

    internal static string Value(string text)
    {
        StringBuilder escaped = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '-' && i + 1 < text.Length && text[i + 1] == '>')
            {
                escaped.Append("\\->");
                i++;
            }
            else if (c is '\t' or '\n' or '\r')
            {
                escaped.Append(
                    c == '\t' ? "\\t"
                    : c == '\n' ? "\\n"
                    : "\\r"
                );
            }
            else
            {
                escaped.Append(Signs.Contains(c, StringComparison.Ordinal) ? "\\" : "").Append(c);
            }
        }

        return escaped.ToString();
    }

    internal static string Text(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal);

    internal static string Plain(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        StringBuilder plain = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                plain.Append(text[i]);
                continue;
            }

            i++;
            plain.Append(
                text[i] switch
                {
                    't' => '\t',
                    'n' => '\n',
                    'r' => '\r',
                    'f' => '\f',
                    'b' => '\b',
                    char c => c,
                }
            );
        }

        return plain.ToString();
    }

    /// <summary>The values of a cell: stacked ones are parted by bars, each may bear a number in brackets.</summary>
    internal static List<(string Value, string Number)> Cell(string cell)
    {
        List<(string, string)> values = [];
        StringBuilder value = new();
        string number = "";
        for (int i = 0; i < cell.Length; i++)
        {
            char c = cell[i];
            if (c == '\\' && i + 1 < cell.Length)
            {
                value.Append(c).Append(cell[++i]);
            }
            else if (c == '|')
            {
                values.Add((value.ToString(), number));
                value.Clear();
                number = "";
            }
            else if (c == '[' && cell.IndexOf(']', i) is int close and > 0)
            {
                number = cell[(i + 1)..close];
                i = close;
            }
            else
            {
                value.Append(c);
            }
        }

        values.Add((value.ToString(), number));
        return values;
    }
}
