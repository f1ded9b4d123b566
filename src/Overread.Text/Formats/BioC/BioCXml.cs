using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Overread.Text.Documents;

namespace Overread.Text.Formats.BioC;

/// <summary>BioC XML (Comeau et al. 2013, Database bat064). Offsets of other programs are seen from the words of annotations.</summary>
public sealed class BioCXml : ITextFormat
{
    /// <inheritdoc/>
    public string Name => "bioc";

    /// <inheritdoc/>
    public string Title => "BioC XML";

    /// <inheritdoc/>
    public FormatShape Shape => FormatShape.OneFile;

    /// <inheritdoc/>
    public string Extension => ".bioc.xml";

    /// <inheritdoc/>
    public FormatLimits Limits { get; } =
        new(
            new Dictionary<string, string>
            {
                ["white space"] = "XML has no place for control characters: written as spaces",
                ["text"] = "XML has no place for control characters: written as spaces",
            }
        );

    /// <inheritdoc/>
    public bool Recognises(TextSource source)
    {
        ReadOnlySpan<char> head = source.Text.AsSpan(0, Math.Min(source.Text.Length, 4000)).TrimStart();
        return head.StartsWith("<")
            && (
                head.Contains("<collection>", StringComparison.Ordinal)
                || head.Contains("<collection ", StringComparison.Ordinal)
            );
    }

    /// <inheritdoc/>
    public IEnumerable<AnnotatedDocument> Read(TextSource source, Findings findings, ReadingChoices choices)
    {
        using StringReader text = new(source.Text);
        using XmlReader reader = XmlReader.Create(text, XmlCharacters.Reading);
        BioCReader documents = new(source, findings, choices);
        while (Next(reader, source, findings))
        {
            XElement element;
            try
            {
                element = (XElement)XNode.ReadFrom(reader);
            }
            catch (XmlException e)
            {
                findings.LeftOut(
                    source,
                    e.LineNumber,
                    $"the XML breaks off: {e.Message} This document and what follows are left out"
                );
                yield break;
            }

            yield return documents.Read(Part(element));
        }
    }

    private static bool Next(XmlReader reader, TextSource source, Findings findings)
    {
        try
        {
            while (!reader.EOF)
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "document")
                {
                    return true;
                }

                reader.Read();
            }
        }
        catch (XmlException e)
        {
            findings.LeftOut(source, e.LineNumber, $"the XML is broken: {e.Message} What follows is left out");
        }

        return false;
    }

    private static BioCPart Part(XElement element)
    {
        BioCPart part = new() { Kind = element.Name.LocalName };
        foreach (XElement child in element.Elements())
        {
            switch (child.Name.LocalName)
            {
                case "id":
                    part.Id = child.Value.Trim();
                    break;
                case "infon":
                    part.Infons.Add(Infon(child));
                    break;
                case "offset":
                    part.Offset = Number(child.Value);
                    break;
                case "text":
                    part.Text = child.Value;
                    break;
                case "passage" or "sentence":
                    part.Parts.Add(Part(child));
                    break;
                case "annotation":
                    part.Annotations.Add(
                        new(
                            child.Attribute("id")?.Value ?? "",
                            [.. child.Elements("infon").Select(Infon)],
                            [
                                .. child
                                    .Elements("location")
                                    .Select(l =>
                                        (
                                            Number(l.Attribute("offset")?.Value) ?? -1,
                                            Number(l.Attribute("length")?.Value) ?? 0
                                        )
                                    ),
                            ],
                            child.Element("text")?.Value,
                            0
                        )
                    );
                    break;
                case "relation":
                    part.Relations.Add(
                        new(
                            child.Attribute("id")?.Value ?? "",
                            [.. child.Elements("infon").Select(Infon)],
                            [
                                .. child
                                    .Elements("node")
                                    .Select(n => (n.Attribute("refid")?.Value ?? "", n.Attribute("role")?.Value ?? "")),
                            ],
                            0
                        )
                    );
                    break;
            }
        }

        return part;
    }

    private static NamedValue Infon(XElement infon) => new(infon.Attribute("key")?.Value ?? "", infon.Value);

    private static int? Number(string? text) =>
        int.TryParse(text?.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : null;

    /// <inheritdoc/>
    public void Write(IEnumerable<AnnotatedDocument> documents, ITextSink sink, WritingChoices choices)
    {
        using TextWriter text = sink.Open("documents.bioc.xml");
        using XmlWriter xml = XmlWriter.Create(text, XmlCharacters.Writing);
        xml.WriteStartDocument();
        xml.WriteDocType("collection", null, "BioC.dtd", null);
        xml.WriteStartElement("collection");
        xml.WriteElementString("source", "Overread");
        xml.WriteElementString("date", choices.Now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        xml.WriteElementString("key", "overread.key");
        foreach (AnnotatedDocument document in documents)
        {
            Write(xml, BioCWriter.Lay(document, keysOnce: false));
        }

        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, BioCPart part)
    {
        xml.WriteStartElement(part.Kind);
        if (part.Kind == "document")
        {
            xml.WriteElementString("id", XmlCharacters.Clean(part.Id));
        }

        Infons(xml, part.Infons);
        if (part.Offset is { } offset)
        {
            xml.WriteElementString("offset", offset.ToString(CultureInfo.InvariantCulture));
            xml.WriteElementString("text", XmlCharacters.Clean(part.Text!));
        }

        foreach (BioCAnnotation annotation in part.Annotations)
        {
            xml.WriteStartElement("annotation");
            xml.WriteAttributeString("id", annotation.Id);
            Infons(xml, annotation.Infons);
            foreach ((int start, int length) in annotation.Locations)
            {
                xml.WriteStartElement("location");
                xml.WriteAttributeString("offset", start.ToString(CultureInfo.InvariantCulture));
                xml.WriteAttributeString("length", length.ToString(CultureInfo.InvariantCulture));
                xml.WriteEndElement();
            }

            xml.WriteElementString("text", XmlCharacters.Clean(annotation.Text!));
            xml.WriteEndElement();
        }

        foreach (BioCPart inner in part.Parts)
        {
            Write(xml, inner);
        }

        foreach (BioCRelation relation in part.Relations)
        {
            xml.WriteStartElement("relation");
            xml.WriteAttributeString("id", relation.Id);
            Infons(xml, relation.Infons);
            foreach ((string id, string role) in relation.Nodes)
            {
                xml.WriteStartElement("node");
                xml.WriteAttributeString("refid", id);
                xml.WriteAttributeString("role", XmlCharacters.Clean(role));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Infons(XmlWriter xml, List<NamedValue> infons)
    {
        foreach (NamedValue infon in infons)
        {
            xml.WriteStartElement("infon");
            xml.WriteAttributeString("key", XmlCharacters.Clean(infon.Name));
            xml.WriteString(XmlCharacters.Clean(infon.Value));
            xml.WriteEndElement();
        }
    }
}
