using System.Xml.Linq;
using Overread.Text.Documents;

namespace Overread.Text.Formats.Uima;

/// <summary>The elements of a CAS and what their attributes refer to.</summary>
/// <param name="byId">Elements by their <c>xmi:id</c>.</param>
internal sealed class XmiElements(Dictionary<string, XElement> byId)
{
    internal static string TypeOf(XElement element)
    {
        string uri = element.Name.NamespaceName;
        string package =
            uri.StartsWith("http:///", StringComparison.Ordinal) && uri.EndsWith(".ecore", StringComparison.Ordinal)
                ? uri[8..^6].Replace('/', '.')
                : uri;
        return package == "uima.noNamespace" ? element.Name.LocalName : $"{package}.{element.Name.LocalName}";
    }

    internal static IEnumerable<(string Name, string Value)> Features(XElement element) =>
        element
            .Attributes()
            .Where(a => a.Name.Namespace == XNamespace.None && a.Name.LocalName is not ("sofa" or "begin" or "end"))
            .Select(a => (a.Name.LocalName, a.Value))
            .Concat(element.Elements().Select(e => (e.Name.LocalName, e.Value)));

    /// <summary>The other elements that a feature refers to; null where it is a value of its own.</summary>
    internal List<XElement>? Elements(string value, string name)
    {
        // A number may be a number or an id: these features of known layers hold values.
        if (
            name
            is "value"
                or "identifier"
                or "kind"
                or "id"
                or "score"
                or "confidence"
                or "polarity"
                or "uncertainty"
                or "subject"
                or "typeID"
                or "discoveryTechnique"
                or "order"
        )
        {
            return null;
        }

        List<XElement> elements = [];
        foreach (string id in value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!byId.TryGetValue(id, out XElement? element) || element.Name.LocalName is "Sofa" or "NULL" or "View")
            {
                return null;
            }

            if (element.Name.LocalName == "FSArray")
            {
                elements.AddRange(
                    (element.Attribute("elements")?.Value ?? "")
                        .Split(' ')
                        .Select(i => byId.GetValueOrDefault(i))
                        .OfType<XElement>()
                );
            }
            else
            {
                elements.Add(element);
            }
        }

        return elements.Count > 0 ? elements : null;
    }

    internal static bool IsCode(XElement element) =>
        element.Attribute("begin") is null
        && (element.Attribute("code") is not null || element.Attribute("cui") is not null)
        && element.Attribute("role") is null;

    internal static Concept Code(XElement element)
    {
        string scheme = element.Attribute("terminology")?.Value ?? element.Attribute("codingScheme")?.Value ?? "";
        string code = element.Attribute("code")?.Value is { Length: > 0 } own
            ? own
            : element.Attribute("cui")?.Value ?? "";
        return new(scheme, code, (element.Attribute("name") ?? element.Attribute("preferredText"))?.Value);
    }

    internal XElement? Referred(XElement element, string feature)
    {
        XAttribute? attribute = element
            .Attributes()
            .FirstOrDefault(a => a.Name.LocalName.Equals(feature, StringComparison.OrdinalIgnoreCase));
        return attribute is null ? null : byId.GetValueOrDefault(attribute.Value);
    }
}
