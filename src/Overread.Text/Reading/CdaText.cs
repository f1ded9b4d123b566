using System.Text;
using System.Xml;
using System.Xml.Linq;
using Overread.Text.Documents;
using Overread.Text.Formats;

namespace Overread.Text.Reading;

/// <summary>The narrative of a CDA document (HL7 CDA R2, 4.3.5): its title and sections, which are passages with their LOINC code.</summary>
internal static class CdaText
{
    internal static ReadableText Of(TextSource source, Findings findings)
    {
        XElement root;
        try
        {
            using StringReader text = new(source.Text.TrimStart());
            using XmlReader xml = XmlReader.Create(text, XmlCharacters.Reading);
            root = XElement.Load(xml, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException e)
        {
            throw new FormatException($"The XML is broken at line {e.LineNumber}: {e.Message}", e);
        }

        StringBuilder words = new();
        List<Passage> passages = [];
        string title = Named(root, "title")?.Value.Trim() ?? "";
        if (title.Length > 0)
        {
            words.Append(title).Append('\n');
        }

        foreach (XElement component in root.Elements().Where(e => e.Name.LocalName == "component"))
        {
            if (Named(component, "nonXMLBody") is { } other && Named(other, "text") is { } attached)
            {
                Attached(attached, words, source, findings);
            }

            foreach (
                XElement section in Named(component, "structuredBody")
                    ?.Elements()
                    .Where(e => e.Name.LocalName == "component")
                    .Select(c => Named(c, "section"))
                    .OfType<XElement>()
                    ?? []
            )
            {
                Section(section, words, passages);
            }
        }

        string id = source.Stem;
        return new(id, "cda", words.ToString().TrimEnd('\n')) { Passages = passages };
    }

    private static XElement? Named(XElement of, string name) =>
        of.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    private static void Section(XElement section, StringBuilder words, List<Passage> passages)
    {
        string title = Named(section, "title")?.Value.Trim() ?? "";
        XElement? text = Named(section, "text");
        words.Append('\n');
        int start = Length(words);
        if (title.Length > 0)
        {
            words.Append(title).Append('\n');
        }

        if (text is not null)
        {
            words
                .Append(
                    MarkupText.OfHtml(
                        string.Concat(text.Nodes().Select(n => n.ToString(SaveOptions.DisableFormatting)))
                    )
                )
                .Append('\n');
        }

        int index = passages.Count;
        foreach (
            XElement inner in section
                .Elements()
                .Where(e => e.Name.LocalName == "component")
                .Select(c => Named(c, "section"))
                .OfType<XElement>()
        )
        {
            Section(inner, words, passages);
        }

        string? code = Named(section, "code")?.Attribute("code")?.Value;
        passages.Insert(
            index,
            new(title.Length > 0 ? title : "section", start, Math.Max(start, Length(words) - 1))
            {
                Attributes = code is null ? [] : [new("code", code)],
            }
        );
    }

    private static int Length(StringBuilder words) => new CodePoints(words.ToString()).Length;

    private static void Attached(XElement text, StringBuilder words, TextSource source, Findings findings)
    {
        string type = text.Attribute("mediaType")?.Value ?? "text/plain";
        if (text.Attribute("representation")?.Value != "B64")
        {
            words.Append(text.Value.Trim()).Append('\n');
            return;
        }

        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(string.Concat(text.Value.Where(c => !char.IsWhiteSpace(c))));
        }
        catch (FormatException)
        {
            findings.LeftOut(source, 0, "the body is no base64; it is left out");
            return;
        }

        if (AttachedText.Of(bytes, type) is { } own)
        {
            words.Append(own).Append('\n');
        }
        else
        {
            findings.LeftOut(
                source,
                0,
                $"the body is of type {type}, which is no text that is read here; it is left out"
            );
        }
    }
}
