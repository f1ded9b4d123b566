using System.Text.Json;
using Overread.Text.Documents;

namespace Overread.Text.Formats.BioC;

/// <summary>What infons of annotations mean: their type, codes of terminologies, and other attributes.</summary>
internal static class BioCInfons
{
    /// <summary>The infon in which this program keeps what BioC has no place for.</summary>
    internal const string Own = "overread";

    // Keys under which tools write codes; the value of the second sort names its terminology itself.
    private static readonly HashSet<string> s_terminologies = new(StringComparer.OrdinalIgnoreCase)
    {
        "MESH",
        "CHEBI",
        "OMIM",
        "UMLS",
        "CUI",
        "SNOMED",
        "SNOMEDCT",
        "SNOMED CT",
        "ICD9",
        "ICD-9",
        "ICD10",
        "ICD-10",
        "ICD-10-CM",
        "RxNorm",
        "LOINC",
        "MedDRA",
        "ATC",
        "HPO",
        "HP",
        "MONDO",
        "DOID",
        "GO",
        "NCBI Gene",
        "NCBIGene",
        "Entrez",
        "NCBI Taxonomy",
        "NCBITaxon",
        "UniProt",
        "dbSNP",
        "Cellosaurus",
        "PubChem",
        "DrugBank",
        "CAS",
    };
    private static readonly HashSet<string> s_identifiers = new(StringComparer.OrdinalIgnoreCase)
    {
        "identifier",
        "identifiers",
        "concept_id",
        "conceptid",
        "concept id",
        "normalized_id",
        "database_id",
    };
    private static readonly char[] s_joints = ['|', ',', ';'];

    internal static bool IsTerminology(string name) => s_terminologies.Contains(name);

    /// <summary>A span without a place, made of infons.</summary>
    internal static TextSpan Read(string id, IEnumerable<NamedValue> infons)
    {
        string type = "";
        List<NamedValue> attributes = [];
        List<Concept> concepts = [];
        string? own = null;
        foreach (NamedValue infon in infons)
        {
            if (infon.Name == "type" && type.Length == 0)
            {
                type = infon.Value;
            }
            else if (infon.Name == Own)
            {
                own = infon.Value;
            }
            else if (s_identifiers.Contains(infon.Name))
            {
                concepts.AddRange(Codes(infon.Value).Select(Concept.Parse));
            }
            else if (s_terminologies.Contains(infon.Name))
            {
                concepts.AddRange(
                    Codes(infon.Value)
                        .Select(code =>
                            code.StartsWith(infon.Name + ":", StringComparison.OrdinalIgnoreCase)
                                ? code[(infon.Name.Length + 1)..]
                                : code
                        )
                        .Where(code => code.Length > 0)
                        .Select(code => new Concept(infon.Name, code))
                );
            }
            else
            {
                attributes.Add(infon);
            }
        }

        TextSpan span = new(id, type, [])
        {
            Attributes = attributes,
            // A key of a terminology beside a bare identifier says the same code twice.
            Normalisations =
            [
                .. concepts
                    .Where(c =>
                        c.Terminology.Length > 0 || !concepts.Exists(o => o.Terminology.Length > 0 && o.Code == c.Code)
                    )
                    .Distinct(),
            ],
        };
        return own is not null && Json(own) is { } json ? DocumentJson.WithAspects(span, json) : span;
    }

    private static string[] Codes(string value) =>
        value.Trim() is "" or "-"
            ? []
            : value.Split(s_joints, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    internal static JsonElement? Json(string text)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(LoneSurrogates.Replaced(text));
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The infons of a span; with the own one only where the usual ones do not say it all.</summary>
    internal static List<NamedValue> Write(TextSpan span)
    {
        List<NamedValue> infons = [new("type", span.Type)];
        foreach (
            IGrouping<string, Concept> group in span.Normalisations.GroupBy(c =>
                IsTerminology(c.Terminology) ? c.Terminology : "identifier"
            )
        )
        {
            infons.Add(
                new(group.Key, string.Join('|', group.Select(c => group.Key == "identifier" ? c.Curie : c.Code)))
            );
        }

        foreach (NamedValue attribute in span.Attributes)
        {
            if (infons.TrueForAll(i => i.Name != attribute.Name))
            {
                infons.Add(attribute);
            }
        }

        TextSpan again = Read(span.Id, infons);
        bool same =
            again.Type == span.Type
            && again.Attributes.SequenceEqual(span.Attributes)
            && again.Normalisations.Count == span.Normalisations.Count
            && again.Normalisations.All(span.Normalisations.Contains);
        if (!same)
        {
            infons.Add(
                new(
                    Own,
                    DocumentJson.Write(json =>
                    {
                        json.WriteStartObject();
                        DocumentJson.Aspects(json, span, null);
                        json.WriteEndObject();
                    })
                )
            );
        }

        return infons;
    }
}
