using System.Globalization;
using System.Text;
using Overread.Text.Formats;

namespace Overread.Text.Reading;

/// <summary>
/// The texts of HL7 v2 messages (ORU, MDM and others with OBX): values of the types TX, FT, ST and ED (text), and notes (NTE), a text for each message.
/// Separators are those that MSH declares; escapes are set right (HL7 v2.9, 2.7).
/// </summary>
internal static class Hl7Text
{
    internal static bool IsHl7(ReadOnlySpan<char> head)
    {
        head = head.TrimStart("\v\uFEFF\r\n ");
        return (head.StartsWith("MSH") || head.StartsWith("FHS") || head.StartsWith("BHS"))
            && head.Length > 8
            && !char.IsLetterOrDigit(head[3]);
    }

    internal static IEnumerable<ReadableText> Of(TextSource source, Findings findings)
    {
        List<string> message = [];
        int count = 0;
        bool any = false;
        foreach (
            string line in source
                .Text.Split(['\r', '\n', '\v', '\u001c'], StringSplitOptions.RemoveEmptyEntries)
                .Append("MSH")
        )
        {
            if (line.StartsWith("MSH", StringComparison.Ordinal) && message.Count > 0)
            {
                count++;
                if (Message(message, $"{source.Stem}-{count}", source, findings) is { } text)
                {
                    any = true;
                    yield return text;
                }

                message = [];
            }

            message.Add(line);
        }

        if (!any)
        {
            findings.Note(source, 0, "no message of it holds text (OBX of the types TX, FT, ST or ED, NTE)");
        }
    }

    private static ReadableText? Message(List<string> segments, string name, TextSource source, Findings findings)
    {
        string msh = segments.Find(s => s.StartsWith("MSH", StringComparison.Ordinal) && s.Length > 8) ?? "";
        if (msh.Length == 0)
        {
            return null;
        }

        char field = msh[3];
        char component = msh[4];
        char repeat = msh[5];
        char escape = msh[6];
        StringBuilder text = new();
        string[] header = msh.Split(field);
        string id = header.Length > 9 && header[9].Length > 0 ? header[9] : name;
        string before = "";
        foreach (string[] cells in segments.Select(s => s.Split(field)))
        {
            switch (cells[0])
            {
                case "OBR" when cells.Length > 4:
                    Line(
                        text,
                        Words(
                            cells[4].Split(component) is { Length: > 1 } named && named[1].Length > 0
                                ? named[1]
                                : cells[4].Split(component)[0],
                            msh,
                            escape
                        )
                    );
                    before = "";
                    break;
                case "NTE" when cells.Length > 3:
                    Line(text, Words(cells[3].Replace(repeat, '\n'), msh, escape));
                    break;
                case "OBX" when cells.Length > 5:
                    Observation(cells, component, repeat, escape, msh, text, ref before, source, findings);
                    break;
            }
        }

        return text.Length == 0 ? null : new(id, "hl7v2", text.ToString().TrimEnd('\n'));
    }

    private static void Observation(
        string[] cells,
        char component,
        char repeat,
        char escape,
        string msh,
        StringBuilder text,
        ref string before,
        TextSource source,
        Findings findings
    )
    {
        string value = cells[5];
        string[] named = cells[3].Split(component);
        string label = named.Length > 1 && named[1].Length > 0 ? named[1] : named[0];
        switch (cells[2])
        {
            case "TX" or "FT" or "ST":
                // A report is often a run of OBX under one name, a line each.
                if (label != before && cells[2] != "ST" && label.Length > 0)
                {
                    Line(text, Words(label, msh, escape) + ":");
                }

                string words = Words(value.Replace(repeat, '\n'), msh, escape);
                Line(text, cells[2] == "ST" && label.Length > 0 ? $"{Words(label, msh, escape)}: {words}" : words);
                before = label;
                break;
            case "ED":
                string[] parts = value.Split(component);
                string type = parts.Length > 2 ? $"{parts[1]}/{parts[2]}".ToLowerInvariant() : "";
                string data = parts.Length > 4 ? parts[4] : "";
                bool base64 = parts.Length > 3 && parts[3].Equals("Base64", StringComparison.OrdinalIgnoreCase);
                string? attached = base64 ? Decoded(data, type) : Words(data, msh, escape);
                if (attached is null)
                {
                    findings.LeftOut(
                        source,
                        0,
                        $"OBX-{cells[1]}: an attachment of type {type} is no text that is read here; it is left out"
                    );
                }
                else
                {
                    Line(text, attached);
                }

                break;
        }
    }

    private static string? Decoded(string data, string type)
    {
        Span<byte> bytes = new byte[data.Length];
        return Convert.TryFromBase64String(data, bytes, out int length)
            ? AttachedText.Of(
                bytes[..length],
                type.StartsWith("text/", StringComparison.Ordinal)
                || type.Contains("rtf", StringComparison.Ordinal)
                || type.Contains("html", StringComparison.Ordinal)
                    ? type.Contains("rtf", StringComparison.Ordinal)
                        ? "text/rtf"
                        : type.Contains("html", StringComparison.Ordinal)
                            ? "text/html"
                            : type
                    : type
            )
            : null;
    }

    private static void Line(StringBuilder text, string words) => text.Append(words.TrimEnd()).Append('\n');

    private static string Words(string value, string msh, char escape)
    {
        if (!value.Contains(escape, StringComparison.Ordinal))
        {
            return value;
        }

        StringBuilder words = new();
        for (int i = 0; i < value.Length; i++)
        {
            int end = value[i] == escape ? value.IndexOf(escape, i + 1) : -1;
            if (end < 0)
            {
                words.Append(value[i]);
                continue;
            }

            string name = value[(i + 1)..end];
            words.Append(
                name switch
                {
                    "F" => msh[3].ToString(),
                    "S" => msh[4].ToString(),
                    "R" => msh[5].ToString(),
                    "E" => escape.ToString(),
                    "T" => msh.Length > 7 ? msh[7].ToString() : "&",
                    "H" or "N" => "",
                    ".br" or ".ce" or ".fi" or ".nf" => "\n",
                    _ when name.StartsWith(".sp", StringComparison.Ordinal)
                            || name.StartsWith(".in", StringComparison.Ordinal)
                            || name.StartsWith(".ti", StringComparison.Ordinal) => "\n",
                    _ when name.Length > 1 && name[0] == 'X' => Hex(name[1..]),
                    _ => value[i..(end + 1)],
                }
            );
            i = end;
        }

        return words.ToString();
    }

    private static string Hex(string digits)
    {
        StringBuilder text = new();
        for (int i = 0; i + 1 < digits.Length; i += 2)
        {
            if (
                byte.TryParse(digits.AsSpan(i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out byte value)
            )
            {
                text.Append(value is 0x0D or 0x0A ? '\n' : (char)value);
            }
        }

        return text.ToString();
    }
}
