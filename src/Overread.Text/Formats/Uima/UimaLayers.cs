using Overread.Text.Documents;

namespace Overread.Text.Formats.Uima;

/// <summary>What types and features of UIMA mean as they are used by DKPro, WebAnno, INCEpTION and cTAKES.</summary>
internal static class UimaLayers
{
    internal const string NamedEntity = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
    internal const string Coreference = "de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink";
    internal const string Own = "overread";

    private static readonly HashSet<string> s_labels = new(StringComparer.OrdinalIgnoreCase)
    {
        "value",
        "label",
        "type",
        "category",
        "kind",
    };
    private static readonly HashSet<string> s_codes = new(StringComparer.OrdinalIgnoreCase)
    {
        "identifier",
        "concept",
        "code",
        "cui",
    };

    internal static string Short(string type) => type[(type.LastIndexOf('.') + 1)..];

    /// <summary>Whether a type is a token, a sentence or another part of the scaffold that nobody marked.</summary>
    internal static bool IsScaffold(string type) =>
        Short(type)
            is "Token"
                or "Sentence"
                or "DocumentAnnotation"
                or "DocumentMetaData"
                or "TagDescription"
                or "TagsetDescription"
                or "LayerDefinition"
                or "CASMetadata"
                or "WordToken"
                or "PunctuationToken"
                or "NewlineToken"
                or "NumToken"
                or "SymbolToken";

    /// <summary>A span of a layer with its features: the label is its type, identifiers are codes, the others attributes.</summary>
    internal static TextSpan Span(
        string id,
        string type,
        IReadOnlyList<Fragment> fragments,
        IEnumerable<NamedValue> features
    )
    {
        string shortName = Short(type);
        bool linguistic =
            type.StartsWith("de.tudarmstadt.ukp.dkpro.core", StringComparison.Ordinal) && type != NamedEntity;
        string? label = null;
        string? own = null;
        List<Concept> codes = [];
        List<NamedValue> attributes = [];
        foreach (NamedValue feature in features)
        {
            if (feature.Name == Own)
            {
                own = feature.Value;
            }
            else if (!linguistic && label is null && s_labels.Contains(feature.Name))
            {
                label = feature.Value;
                if (type != NamedEntity && !type.EndsWith(".Marked", StringComparison.Ordinal))
                {
                    attributes.Add(new("layer", shortName));
                }
            }
            else if (!linguistic && s_codes.Contains(feature.Name))
            {
                codes.AddRange(feature.Value.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(Concept.Parse));
            }
            else
            {
                attributes.Add(feature);
            }
        }

        TextSpan span = new(id, label ?? shortName, fragments) { Attributes = attributes, Normalisations = codes };
        return own is not null && BioC.BioCInfons.Json(own) is { } json ? DocumentJson.WithAspects(span, json) : span;
    }
}
