using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Overread.Text.Documents;

namespace Overread.Text.Formats.Uima;

/// <summary>Reads a CAS: our own types exactly, and whatever annotations of others it holds by their features.</summary>
internal sealed class XmiReader(TextSource source, Findings findings, ReadingChoices choices)
{
    private static readonly (string From, string To)[] s_ends =
    [
        ("Governor", "Dependent"),
        ("source", "target"),
        ("from", "to"),
        ("arg1", "arg2"),
    ];
    private static readonly XName s_id = XName.Get("id", XmiWriter.Xmi);

    private readonly Dictionary<string, XElement> _elements = [];
    private XmiElements _all = new([]);
    private readonly Dictionary<XElement, string> _spanIds = [];
    private readonly List<RawSpan> _raw = [];
    private readonly List<Relation> _relations = [];
    private readonly List<CoreferenceChain> _chains = [];
    private readonly Dictionary<string, List<Fragment>> _fragments = [];
    private string _sofa = "";
    private string? _documentId;
    private string? _more;

    internal IEnumerable<AnnotatedDocument> Read()
    {
        using StringReader reader = new(source.Text);
        using XmlReader xml = XmlReader.Create(reader, XmlCharacters.Reading);
        XElement root = XElement.Load(xml, LoadOptions.PreserveWhitespace | LoadOptions.SetLineInfo);
        List<XElement> all = [.. root.Elements()];
        foreach (XElement element in all)
        {
            if (element.Attribute(s_id) is { } id)
            {
                _elements[id.Value] = element;
            }
        }

        _all = new XmiElements(_elements);
        string text = Sofa(all);
        foreach (XElement element in all.Where(e => IsAnnotation(e) && !IsLink(e)))
        {
            Annotation(element);
        }

        foreach (XElement element in all)
        {
            Connect(element);
        }

        Chains(all);
        return [Document(text)];
    }

    private AnnotatedDocument Document(string text)
    {
        CodePoints points = new(text);
        List<TextSpan> spans = new OffsetResolver(source, findings, choices).Resolve(
            _documentId ?? source.Stem,
            [new OffsetGroup(points, 0, 0, _raw)],
            OffsetUnit.Utf16
        );
        HashSet<string> there = [.. spans.Select(s => s.Id), .. _relations.Select(r => r.Id)];
        AnnotatedDocument document = new(_documentId ?? source.Stem, text)
        {
            Spans =
            [
                .. spans.Select(s => _fragments.TryGetValue(s.Id, out List<Fragment>? f) ? Placed(s, f, points) : s),
            ],
            Relations = [.. _relations.Where(r => r.Arguments.All(a => a.Target is null || there.Contains(a.Target)))],
            Chains =
            [
                .. _chains
                    .Select(c => c with { Spans = [.. c.Spans.Where(there.Contains)] })
                    .Where(c => c.Spans.Count > 0),
            ],
        };
        return _more is not null && BioC.BioCInfons.Json(_more) is { } json
            ? DocumentJson.WithRest(document, json)
            : document;
    }

    private TextSpan Placed(TextSpan span, List<Fragment> units, CodePoints points)
    {
        List<Fragment> fragments = [];
        foreach (Fragment f in units)
        {
            if (!points.TryOfUnits(f.Start, out int start) || !points.TryOfUnits(f.End, out int end))
            {
                findings.Doubt(
                    source,
                    0,
                    $"{span.Id}: its fragments lie outside the text; kept from its begin to its end"
                );
                return span;
            }

            fragments.Add(new(start, end));
        }

        return span with
        {
            Fragments = fragments,
        };
    }

    private string Sofa(List<XElement> all)
    {
        List<XElement> sofas = [.. all.Where(e => e.Name.LocalName == "Sofa" && e.Attribute("sofaString") is not null)];
        XElement sofa =
            sofas.Find(s => s.Attribute("sofaID")?.Value == "_InitialView")
            ?? sofas.FirstOrDefault()
            ?? throw new FormatException("The CAS has no text (no Sofa with a sofaString).");
        if (sofas.Count > 1)
        {
            findings.LeftOut(
                source,
                0,
                $"of {sofas.Count} views the one called {sofa.Attribute("sofaID")?.Value} is read; the others are left out"
            );
        }

        _sofa = sofa.Attribute(s_id)?.Value ?? "";
        return sofa.Attribute("sofaString")!.Value;
    }

    private bool IsAnnotation(XElement element) =>
        element.Attribute("begin") is not null
        && element.Attribute("end") is not null
        && (element.Attribute("sofa")?.Value ?? _sofa) == _sofa;

    /// <summary>Whether an annotation is an arrow between two others.</summary>
    private bool IsLink(XElement element) => Ends(element) is not null;

    private (XElement From, XElement To)? Ends(XElement element)
    {
        foreach ((string from, string to) in s_ends)
        {
            if (
                _all.Referred(element, from) is { } first
                && _all.Referred(element, to) is { } second
                && IsAnnotation(first)
                && IsAnnotation(second)
            )
            {
                return (first, second);
            }
        }

        return null;
    }

    private void Annotation(XElement element)
    {
        string type = XmiElements.TypeOf(element);
        string shortName = UimaLayers.Short(type);
        if (shortName == "DocumentMetaData")
        {
            _documentId ??= element.Attribute("documentId")?.Value is { Length: > 0 } id
                ? id
                : element.Attribute("documentTitle")?.Value;
        }
        else if (type == XmiWriter.Package + ".Document")
        {
            _documentId = element.Attribute("documentId")?.Value;
            _more = element.Attribute("more")?.Value;
        }
        else if (!UimaLayers.IsScaffold(type))
        {
            Span(element, type);
        }
    }

    private string Span(XElement element, string type)
    {
        if (_spanIds.TryGetValue(element, out string? known))
        {
            return known;
        }

        bool own = type == XmiWriter.Package + ".Span";
        string id = own && element.Attribute("id")?.Value is { } given ? given : "X" + element.Attribute(s_id)?.Value;
        _spanIds[element] = id;
        long line = ((IXmlLineInfo)element).LineNumber;
        if (Number(element, "begin") is not { } begin || Number(element, "end") is not { } end || end < begin)
        {
            findings.LeftOut(source, line, $"{type} has no begin and end that are numbers in order; it is left out");
            return id;
        }

        List<Concept> codes = [];
        List<NamedValue> features = [];
        List<NamedValue> attributes = [];
        foreach ((string name, string value) in XmiElements.Features(element))
        {
            List<XElement>? others = _all.Elements(value, name);
            if (name == "fragments" && own)
            {
                _fragments[id] =
                [
                    .. value.Split(' ').Select(f => f.Split('-')).Select(f => new Fragment(Int(f[0]), Int(f[^1]))),
                ];
            }
            else if (others is not null && others.TrueForAll(XmiElements.IsCode))
            {
                codes.AddRange(others.Select(XmiElements.Code));
            }
            else if (
                others is not null
                && others.TrueForAll(o => XmiElements.TypeOf(o) == XmiWriter.Package + ".Attribute")
            )
            {
                attributes.AddRange(
                    others.Select(o => new NamedValue(
                        o.Attribute("name")?.Value ?? "",
                        o.Attribute("value")?.Value ?? ""
                    ))
                );
            }
            else if (others is null && (!own || name != "id"))
            {
                features.Add(new(name, value));
            }
        }

        TextSpan span = own
            ? new TextSpan(id, element.Attribute("kind")?.Value ?? "", [new(begin, end)]) { Attributes = attributes }
            : UimaLayers.Span(id, type, [new(begin, end)], features);
        _raw.Add(
            new(id, span.Type, span.Fragments, null, line)
            {
                Attributes = own ? attributes : [.. span.Attributes, .. attributes],
                Normalisations = [.. span.Normalisations, .. codes],
            }
        );
        return id;
    }

    private void Connect(XElement element)
    {
        string type = XmiElements.TypeOf(element);
        if (type == XmiWriter.Package + ".Relation")
        {
            Own(element);
        }
        else if (type == XmiWriter.Package + ".Chain")
        {
            _chains.Add(
                new(
                    element.Attribute("id")?.Value ?? "",
                    element.Attribute("kind")?.Value ?? "",
                    [.. (element.Attribute("spans")?.Value ?? "").Split(' ').Select(Target).OfType<string>()]
                )
            );
        }
        else if (element.Attribute("sofa")?.Value == _sofa || element.Attribute("sofa") is null)
        {
            Foreign(element, type);
        }
    }

    private void Foreign(XElement element, string type)
    {
        if (Ends(element) is { } ends)
        {
            List<NamedValue> features =
            [
                .. XmiElements
                    .Features(element)
                    .Where(f => _all.Elements(f.Value, f.Name) is null)
                    .Select(f => new NamedValue(f.Name, f.Value)),
            ];
            NamedValue? label = features.Find(f =>
                f.Name is "label" or "value" or "type" or "category" or "DependencyType" or "relationType"
            );
            _relations.Add(
                new(
                    "X" + element.Attribute(s_id)?.Value,
                    label?.Value ?? UimaLayers.Short(type),
                    [new("Governor", SpanOf(ends.From)), new("Dependent", SpanOf(ends.To))]
                )
                {
                    Attributes = [.. features.Where(f => f != label && f.Name != "flavor")],
                }
            );
            return;
        }

        if (
            !IsAnnotation(element)
            || type.StartsWith(XmiWriter.Package, StringComparison.Ordinal)
            || UimaLayers.IsScaffold(type)
        )
        {
            return;
        }

        // Slots: a feature holds links with a role and a target, or other annotations themselves.
        foreach (
            (string name, string value) in XmiElements.Features(element).Where(f => f.Name is not ("next" or "first"))
        )
        {
            foreach (XElement other in _all.Elements(value, name) ?? [])
            {
                XElement? target = IsAnnotation(other) ? other : _all.Referred(other, "target");
                if (target is not null && IsAnnotation(target))
                {
                    string role = other.Attribute("role")?.Value ?? name;
                    _relations.Add(
                        new(
                            $"X{element.Attribute(s_id)?.Value}.{_relations.Count + 1}",
                            name,
                            [new("Arg1", SpanOf(element)), new(role, SpanOf(target))]
                        )
                    );
                }
            }
        }
    }

    private void Own(XElement element)
    {
        List<RelationArgument> arguments =
        [
            .. (element.Attribute("arguments")?.Value ?? "")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(id => _elements.GetValueOrDefault(id))
                .OfType<XElement>()
                .Select(a => new RelationArgument(
                    a.Attribute("role")?.Value ?? "",
                    a.Attribute("target")?.Value is { } target ? Target(target) : null,
                    _all.Referred(a, "code") is { } code ? XmiElements.Code(code) : null
                )),
        ];
        _relations.Add(
            new(element.Attribute("id")?.Value ?? "", element.Attribute("kind")?.Value ?? "", arguments)
            {
                Trigger = element.Attribute("trigger")?.Value is { } trigger ? Target(trigger) : null,
                Attributes =
                [
                    .. (_all.Elements(element.Attribute("attributes")?.Value ?? "", "attributes") ?? []).Select(
                        o => new NamedValue(o.Attribute("name")?.Value ?? "", o.Attribute("value")?.Value ?? "")
                    ),
                ],
            }
        );
    }

    /// <summary>The id of the span or relation that an element is.</summary>
    private string? Target(string xmiId) =>
        !_elements.TryGetValue(xmiId, out XElement? element) ? null
        : XmiElements.TypeOf(element) == XmiWriter.Package + ".Relation" ? element.Attribute("id")?.Value
        : SpanOf(element);

    /// <summary>The span of an annotation; one of a token is made when a relation needs it.</summary>
    private string SpanOf(XElement element) => Span(element, XmiElements.TypeOf(element));

    private void Chains(List<XElement> all)
    {
        foreach (
            XElement chain in all.Where(e =>
                e.Name.LocalName.EndsWith("Chain", StringComparison.Ordinal) && e.Attribute("first") is not null
            )
        )
        {
            List<string> spans = [];
            HashSet<XElement> seen = [];
            for (
                XElement? link = _all.Referred(chain, "first");
                link is not null && seen.Add(link);
                link = _all.Referred(link, "next")
            )
            {
                spans.Add(SpanOf(link));
            }

            _chains.Add(new("C" + chain.Attribute(s_id)?.Value, UimaLayers.Short(XmiElements.TypeOf(chain)), spans));
        }
    }

    private static int? Number(XElement element, string name) =>
        int.TryParse(element.Attribute(name)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : null;

    private static int Int(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : -1;
}
