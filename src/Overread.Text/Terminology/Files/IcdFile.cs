using System.Text.RegularExpressions;
using System.Xml;
using Overread.Text.Formats;

namespace Overread.Text.Terminology.Files;

/// <summary>
/// ICD-10-CM as CMS and NCHS publish it: the order file (fixed columns), the list of codes (a code and its name), or the tabular list
/// as XML, whose inclusion terms are synonyms.
/// </summary>
internal static partial class IcdFile
{
    internal static IEnumerable<TermEntry> Read(TermFile file, Findings findings)
    {
        (string first, _) = TermFiles.Lines(file).FirstOrDefault();
        if (first is null)
        {
            throw new FormatException($"{file.Name}: the file is empty.");
        }

        return first.TrimStart().StartsWith('<') ? Tabular(file) : Lines(file, findings);
    }

    private static IEnumerable<TermEntry> Lines(TermFile file, Findings findings)
    {
        bool any = false;
        foreach ((string line, long number) in TermFiles.Lines(file))
        {
            // Columns of the order file: number 1-5, code 7-13, whether it is valid 15, short name 17-76, long name from 78.
            if (Order().IsMatch(line))
            {
                string code = Dotted(line[6..13].Trim());
                string shortName = line[16..Math.Min(76, line.Length)].Trim();
                string longName = line.Length > 77 ? line[77..].Trim() : "";
                any = true;
                yield return new(code, longName.Length > 0 ? longName : shortName, true);
                if (longName.Length > 0 && shortName.Length > 0 && shortName != longName)
                {
                    yield return new(code, shortName, false);
                }
            }
            else if (Listed().Match(line) is { Success: true } listed)
            {
                any = true;
                yield return new(Dotted(listed.Groups[1].Value), listed.Groups[2].Value.Trim(), true);
            }
            else
            {
                findings.LeftOut(
                    TermFiles.Source(file),
                    number,
                    "no code of ICD-10-CM with a name; the line is left out"
                );
            }
        }

        if (!any)
        {
            throw new FormatException($"{file.Name}: no line has a code of ICD-10-CM and a name.");
        }
    }

    private static IEnumerable<TermEntry> Tabular(TermFile file)
    {
        using TextReader text = file.Open();
        using XmlReader xml = XmlReader.Create(
            text,
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null }
        );
        Stack<string?> codes = new();
        string? parent = null;
        bool described = false;
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "diag")
            {
                codes.Pop();
            }

            if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == parent)
            {
                parent = null;
            }

            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (xml.LocalName)
            {
                case "diag":
                    codes.Push(null);
                    described = false;
                    break;
                case "name" when codes.Count > 0 && codes.Peek() is null:
                    codes.Pop();
                    codes.Push(xml.ReadString().Trim());
                    break;
                case "desc" when codes.Count > 0 && codes.Peek() is { } code && !described:
                    described = true;
                    yield return new(code, xml.ReadString().Trim(), true);
                    break;
                case "inclusionTerm":
                    parent = xml.LocalName;
                    break;
                case "note" when parent is not null && codes.Count > 0 && codes.Peek() is { } of:
                    string note = xml.ReadString().Trim();
                    if (note.Length > 0)
                    {
                        yield return new(of, note, false);
                    }

                    break;
            }
        }
    }

    private static string Dotted(string code) =>
        code.Length > 3 && !code.Contains('.', StringComparison.Ordinal) ? $"{code[..3]}.{code[3..]}" : code;

    [GeneratedRegex(@"^\d{5} [A-Z][0-9A-Z]{2,6} {1,5}[01] .")]
    private static partial Regex Order();

    [GeneratedRegex(@"^\s*([A-Z][0-9][0-9A-Z](?:\.?[0-9A-Z]{1,4})?)[\s,]+(.*\S)")]
    private static partial Regex Listed();
}
