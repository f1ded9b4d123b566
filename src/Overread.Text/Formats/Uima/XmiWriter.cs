using System.Globalization;
using System.Xml;
using Overread.Text.Documents;

namespace Overread.Text.Formats.Uima;

/// <summary>Writes one document as XMI, and the type system that it is of.</summary>
internal static class XmiWriter
{
    internal const string Package = "overread.text";
    internal const string Namespace = "http:///overread/text.ecore";
    internal const string Xmi = "http://www.omg.org/XMI";
    private const string Cas = "http:///uima/cas.ecore";
    private const string Tcas = "http:///uima/tcas.ecore";
    private const int Sofa = 1;

    internal static void WriteTypes(TextWriter writer)
    {
        using XmlWriter xml = XmlWriter.Create(writer, XmlCharacters.Writing);
        xml.WriteStartElement("typeSystemDescription", "http://uima.apache.org/resourceSpecifier");
        xml.WriteElementString("name", Package);
        xml.WriteElementString(
            "description",
            "Marks on a text with the codes, attributes and relations that were said of them."
        );
        xml.WriteElementString("version", "1");
        xml.WriteElementString("vendor", "Overread");
        xml.WriteStartElement("types");
        Type(xml, "Document", "uima.tcas.Annotation", ("documentId", "uima.cas.String"), ("more", "uima.cas.String"));
        Type(
            xml,
            "Code",
            "uima.cas.TOP",
            ("terminology", "uima.cas.String"),
            ("code", "uima.cas.String"),
            ("name", "uima.cas.String")
        );
        Type(xml, "Attribute", "uima.cas.TOP", ("name", "uima.cas.String"), ("value", "uima.cas.String"));
        Type(
            xml,
            "Span",
            "uima.tcas.Annotation",
            ("id", "uima.cas.String"),
            ("kind", "uima.cas.String"),
            ("fragments", "uima.cas.String"),
            ("codes", "uima.cas.FSArray"),
            ("attributes", "uima.cas.FSArray")
        );
        Type(
            xml,
            "Argument",
            "uima.cas.TOP",
            ("role", "uima.cas.String"),
            ("target", "uima.cas.TOP"),
            ("code", Package + ".Code")
        );
        Type(
            xml,
            "Relation",
            "uima.cas.TOP",
            ("id", "uima.cas.String"),
            ("kind", "uima.cas.String"),
            ("trigger", Package + ".Span"),
            ("arguments", "uima.cas.FSArray"),
            ("attributes", "uima.cas.FSArray")
        );
        Type(
            xml,
            "Chain",
            "uima.cas.TOP",
            ("id", "uima.cas.String"),
            ("kind", "uima.cas.String"),
            ("spans", "uima.cas.FSArray")
        );
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Type(XmlWriter xml, string name, string super, params (string Name, string Range)[] features)
    {
        xml.WriteStartElement("typeDescription");
        xml.WriteElementString("name", $"{Package}.{name}");
        xml.WriteElementString("description", "");
        xml.WriteElementString("supertypeName", super);
        xml.WriteStartElement("features");
        foreach ((string feature, string range) in features)
        {
            xml.WriteStartElement("featureDescription");
            xml.WriteElementString("name", feature);
            xml.WriteElementString("description", "");
            xml.WriteElementString("rangeTypeName", range);
            if (range == "uima.cas.FSArray")
            {
                xml.WriteElementString("elementType", "uima.cas.TOP");
                xml.WriteElementString("multipleReferencesAllowed", "false");
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    internal static void Write(TextWriter writer, AnnotatedDocument document)
    {
        string text = XmlCharacters.Clean(document.Text);
        using XmlWriter xml = XmlWriter.Create(writer, XmlCharacters.Writing);
        Numbers numbers = new(document);
        xml.WriteStartElement("xmi", "XMI", Xmi);
        xml.WriteAttributeString("xmlns", "cas", null, Cas);
        xml.WriteAttributeString("xmlns", "tcas", null, Tcas);
        xml.WriteAttributeString("xmlns", "text", null, Namespace);
        xml.WriteAttributeString("version", Xmi, "2.0");
        Start(xml, Cas, "NULL", 0);
        xml.WriteEndElement();
        Document(xml, document, text.Length, numbers);
        foreach (TextSpan span in document.Spans)
        {
            Span(xml, document, span, numbers);
        }

        foreach (Relation relation in document.Relations)
        {
            Relation(xml, relation, numbers);
        }

        foreach (CoreferenceChain chain in document.Chains)
        {
            int own = numbers.Member();
            Start(xml, Namespace, "Chain", own);
            Text(xml, "id", chain.Id);
            Text(xml, "kind", chain.Type);
            xml.WriteAttributeString("spans", string.Join(' ', chain.Spans.Select(numbers.Of)));
            xml.WriteEndElement();
        }

        Start(xml, Cas, "Sofa", Sofa);
        xml.WriteAttributeString("sofaNum", "1");
        xml.WriteAttributeString("sofaID", "_InitialView");
        xml.WriteAttributeString("mimeType", "text");
        xml.WriteAttributeString("sofaString", text);
        xml.WriteEndElement();
        xml.WriteStartElement("View", Cas);
        xml.WriteAttributeString("sofa", "1");
        xml.WriteAttributeString("members", string.Join(' ', numbers.Members));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Document(XmlWriter xml, AnnotatedDocument document, int end, Numbers numbers)
    {
        foreach (
            (string uri, string type) in ((string, string)[])[(Tcas, "DocumentAnnotation"), (Namespace, "Document")]
        )
        {
            Start(xml, uri, type, numbers.Member());
            Place(xml, 0, end);
            if (type == "DocumentAnnotation")
            {
                xml.WriteAttributeString("language", "x-unspecified");
            }
            else
            {
                Text(xml, "documentId", document.Id);
                AnnotatedDocument rest = document with { Relations = [], Chains = [] };
                if (DocumentIds.HasRest(rest))
                {
                    Text(
                        xml,
                        "more",
                        DocumentJson.Write(json =>
                        {
                            json.WriteStartObject();
                            DocumentJson.Rest(json, rest);
                            json.WriteEndObject();
                        })
                    );
                }
            }

            xml.WriteEndElement();
        }
    }

    private static void Span(XmlWriter xml, AnnotatedDocument document, TextSpan span, Numbers numbers)
    {
        CodePoints points = document.Points;
        List<int> codes = [.. span.Normalisations.Select(n => Code(xml, n, numbers))];
        List<int> attributes = [.. span.Attributes.Select(a => Attribute(xml, a, numbers))];
        Start(xml, Namespace, "Span", numbers.Of(span.Id));
        Place(xml, points.ToUnits(span.Start), points.ToUnits(span.End));
        Text(xml, "id", span.Id);
        Text(xml, "kind", span.Type);
        if (span.Fragments.Count > 1)
        {
            xml.WriteAttributeString(
                "fragments",
                string.Join(' ', span.Fragments.Select(f => $"{points.ToUnits(f.Start)}-{points.ToUnits(f.End)}"))
            );
        }

        Ids(xml, "codes", codes);
        Ids(xml, "attributes", attributes);
        xml.WriteEndElement();
    }

    private static void Relation(XmlWriter xml, Relation relation, Numbers numbers)
    {
        List<int> arguments = [];
        foreach (RelationArgument argument in relation.Arguments)
        {
            int? code = argument.Concept is { } concept ? Code(xml, concept, numbers) : null;
            int own = numbers.Next();
            Start(xml, Namespace, "Argument", own);
            Text(xml, "role", argument.Role);
            if (argument.Target is { } target)
            {
                Ids(xml, "target", [numbers.Of(target)]);
            }

            if (code is { } id)
            {
                Ids(xml, "code", [id]);
            }

            xml.WriteEndElement();
            arguments.Add(own);
        }

        List<int> attributes = [.. relation.Attributes.Select(a => Attribute(xml, a, numbers))];
        Start(xml, Namespace, "Relation", numbers.Of(relation.Id));
        Text(xml, "id", relation.Id);
        Text(xml, "kind", relation.Type);
        if (relation.Trigger is { } trigger)
        {
            Ids(xml, "trigger", [numbers.Of(trigger)]);
        }

        Ids(xml, "arguments", arguments);
        Ids(xml, "attributes", attributes);
        xml.WriteEndElement();
    }

    private static int Code(XmlWriter xml, Concept concept, Numbers numbers)
    {
        int id = numbers.Next();
        Start(xml, Namespace, "Code", id);
        Text(xml, "terminology", concept.Terminology);
        Text(xml, "code", concept.Code);
        if (concept.Name is { } name)
        {
            Text(xml, "name", name);
        }

        xml.WriteEndElement();
        return id;
    }

    private static int Attribute(XmlWriter xml, NamedValue attribute, Numbers numbers)
    {
        int id = numbers.Next();
        Start(xml, Namespace, "Attribute", id);
        Text(xml, "name", attribute.Name);
        Text(xml, "value", attribute.Value);
        xml.WriteEndElement();
        return id;
    }

    private static void Start(XmlWriter xml, string uri, string type, int id)
    {
        xml.WriteStartElement(type, uri);
        xml.WriteAttributeString("id", Xmi, id.ToString(CultureInfo.InvariantCulture));
    }

    private static void Place(XmlWriter xml, int begin, int end)
    {
        xml.WriteAttributeString("sofa", "1");
        xml.WriteAttributeString("begin", begin.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("end", end.ToString(CultureInfo.InvariantCulture));
    }

    private static void Text(XmlWriter xml, string name, string value) =>
        xml.WriteAttributeString(name, XmlCharacters.Clean(value));

    private static void Ids(XmlWriter xml, string name, List<int> ids)
    {
        if (ids.Count > 0)
        {
            xml.WriteAttributeString(name, string.Join(' ', ids));
        }
    }

    /// <summary>The numbers of what has an id, given before anything is written, and of what has none.</summary>
    private sealed class Numbers
    {
        private readonly Dictionary<string, int> _ids = [];
        private int _last = Sofa;

        internal Numbers(AnnotatedDocument document)
        {
            foreach (string id in document.Spans.Select(s => s.Id).Concat(document.Relations.Select(r => r.Id)))
            {
                _ids[id] = Member();
            }
        }

        internal List<int> Members { get; } = [];

        internal int Of(string id) => _ids[id];

        internal int Next() => ++_last;

        internal int Member()
        {
            Members.Add(Next());
            return _last;
        }
    }
}
