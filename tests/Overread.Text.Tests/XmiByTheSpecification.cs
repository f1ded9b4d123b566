using System.Xml.Linq;
using Overread.Text.Documents;
using Overread.Text.Formats;

namespace Overread.Text.Tests;

/// <summary>
/// A second reader of XMI, written from the UIMA specification alone: every type and feature is declared, every reference leads
/// somewhere, every member of the view is there, and places are UTF-16 units of the sofa.
/// </summary>
public sealed class XmiByTheSpecification
{
    private static readonly XNamespace s_types = "http://uima.apache.org/resourceSpecifier";
    private static readonly XNamespace s_xmi = "http://www.omg.org/XMI";

    [Fact]
    public void Files_open_in_an_independent_reader()
    {
        AnnotatedDocument document = FormatRoundTrips.Hard;
        MemorySink sink = new();
        TextFormats.Named("xmi")!.Write([document], sink, new(DateTimeOffset.UnixEpoch));
        Dictionary<string, string> files = sink.Files.ToDictionary();
        Dictionary<string, (string Super, Dictionary<string, string> Features)> types = Types(files["TypeSystem.xml"]);
        XElement cas = XDocument
            .Parse(
                files.Single(f => f.Key.EndsWith(".xmi", StringComparison.Ordinal)).Value,
                LoadOptions.PreserveWhitespace
            )
            .Root!;
        Dictionary<string, XElement> byId = cas.Elements()
            .Where(e => e.Attribute(s_xmi + "id") is not null)
            .ToDictionary(e => e.Attribute(s_xmi + "id")!.Value);
        XElement sofa = cas.Elements().Single(e => e.Name.LocalName == "Sofa");
        string text = sofa.Attribute("sofaString")!.Value;
        Assert.Equal(document.Text, text);
        List<(string Kind, string Words)> spans = [];
        foreach (
            XElement element in cas.Elements()
                .Where(e => e.Name.NamespaceName.StartsWith("http:///overread/", StringComparison.Ordinal))
        )
        {
            string type =
                element.Name.NamespaceName["http:///".Length..^".ecore".Length].Replace('/', '.')
                + "."
                + element.Name.LocalName;
            Assert.True(types.ContainsKey(type), $"{type} is not declared");
            (string super, Dictionary<string, string> features) = types[type];
            foreach (XAttribute feature in element.Attributes().Where(a => a.Name.Namespace == XNamespace.None))
            {
                if (super == "uima.tcas.Annotation" && feature.Name.LocalName is "sofa" or "begin" or "end")
                {
                    continue;
                }

                Assert.True(
                    features.TryGetValue(feature.Name.LocalName, out string? range),
                    $"{type} has no feature {feature.Name.LocalName}"
                );
                if (range != "uima.cas.String")
                {
                    Assert.All(
                        feature.Value.Split(' '),
                        id => Assert.True(byId.ContainsKey(id), $"{type}.{feature.Name.LocalName} refers to {id}")
                    );
                }
            }

            if (element.Name.LocalName == "Span")
            {
                spans.Add(
                    (
                        element.Attribute("kind")!.Value,
                        text[int.Parse(element.Attribute("begin")!.Value)..int.Parse(element.Attribute("end")!.Value)]
                    )
                );
            }
        }

        Assert.Equal(
            document.Spans.Select(s => (s.Type, document.Points.Slice(s.Start, s.End))).Order(),
            spans.Order()
        );
        XElement view = cas.Elements().Single(e => e.Name.LocalName == "View");
        Assert.All(view.Attribute("members")!.Value.Split(' '), id => Assert.True(byId.ContainsKey(id)));
        Assert.Equal(4, cas.Elements().Count(e => e.Name.LocalName == "Relation"));
    }

    private static Dictionary<string, (string Super, Dictionary<string, string> Features)> Types(string xml) =>
        XDocument
            .Parse(xml)
            .Descendants(s_types + "typeDescription")
            .ToDictionary(
                t => t.Element(s_types + "name")!.Value,
                t =>
                    (
                        t.Element(s_types + "supertypeName")!.Value,
                        t.Descendants(s_types + "featureDescription")
                            .ToDictionary(
                                f => f.Element(s_types + "name")!.Value,
                                f => f.Element(s_types + "rangeTypeName")!.Value
                            )
                    )
            );
}
