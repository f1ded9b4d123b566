using System.Globalization;
using System.Text.Json.Nodes;
using Overread.Ledger.Bundles;
using Overread.Ledger.Bundles.Statements;
using Overread.Server.Features.Releases.Bundle;

namespace Overread.Server.Features.Releases.Metadata;

/// <summary>
/// The dataset's catalogue record for the European Health Data Space (Regulation (EU) 2025/327, Article 77) in HealthDCAT-AP
/// Release 5, the shapes for data that are not public. What the profile wants and the platform does not know is named in
/// <c>ov:unknown</c> with the reason, and nowhere else.
/// </summary>
internal static class HealthDcatRecord
{
    public const string Name = "healthdcat.jsonld";
    private const string Ehds = "http://data.europa.eu/eli/reg/2025/327/oj";
    private const string NoContact = "the platform does not record whom to ask about a release";

    private static readonly (string Path, string Title)[] Distributions =
    [
        ("exports/labels.csv", "Settled labels, one row per item"),
        ("exports/labels.parquet", "All consensus labels as one table"),
        ("labels/individual/reads.csv", "Every reader's answers"),
    ];

    // In the order of the profile's shapes.
    private static readonly (string Property, string Because)[] Unknown =
    [
        ("dct:accessRights", "the platform does not record to whom the release will be given"),
        ("healthdcatap:hdab", "the platform does not record which health data access body is responsible"),
        ("healthdcatap:healthCategory", "the platform does not record the categories of Article 51"),
        ("dcat:contactPoint", NoContact),
        ("dct:type", "the platform does not record the type of dataset by the EU's list"),
        ("dct:publisher/dcat:contactPoint", NoContact),
        ("dcat:distribution/dcat:accessURL", "the bundle has no public address"),
    ];

    /// <param name="files">The files of the bundle so far, hashed.</param>
    public static JsonObject Of(
        BundleContent c,
        ReleaseMetadata metadata,
        StatementBook book,
        IReadOnlyList<BundleFile> files
    ) =>
        new()
        {
            ["@context"] = Context(),
            ["@id"] = $"urn:x-overread:release/{metadata.Release}",
            ["@type"] = "dcat:Dataset",
            ["dct:title"] = $"{c.Name}:{c.Version}",
            ["dct:description"] = c.Notes.Length > 0 ? c.Notes : c.Purpose,
            ["dct:identifier"] = $"urn:x-overread:release/{metadata.Release}",
            ["dcat:version"] = c.Version,
            ["dct:issued"] = Typed(c.Run.At, "xsd:dateTime"),
            ["dcatap:applicableLegislation"] = Ref(Ehds),
            ["dcat:theme"] = Ref("http://publications.europa.eu/resource/authority/data-theme/HEAL"),
            ["dcat:keyword"] = new JsonArray([.. Keywords(c).Select(k => (JsonNode)k)]),
            ["dct:publisher"] = new JsonObject { ["@type"] = "foaf:Agent", ["foaf:name"] = c.ProjectName },
            ["dct:provenance"] = new JsonObject
            {
                ["@type"] = "dct:ProvenanceStatement",
                ["rdfs:label"] =
                    $"Items of kind {string.Join(", ", c.Items.Select(i => i.Kind).Distinct().Order(StringComparer.Ordinal))}. {book["gate.passed"].Text} {book["reads.per-item"].Text} Every step in prov.json.",
            },
            ["dpv:hasPurpose"] = new JsonObject { ["@type"] = "dpv:Purpose", ["dct:description"] = c.Purpose },
            ["dpv:hasLegalBasis"] = new JsonObject { ["@type"] = "dpv:LegalBasis", ["dct:description"] = c.LegalBasis },
            ["healthdcatap:numberOfRecords"] = Typed(Number(c.Items.Count), "xsd:nonNegativeInteger"),
            ["healthdcatap:numberOfUniqueIndividuals"] = Typed(Number(c.Subjects), "xsd:nonNegativeInteger"),
            ["dcat:distribution"] = new JsonArray([
                .. Distributions.Select(d => Distribution(d.Title, files.Single(f => f.Path == d.Path), metadata)),
            ]),
            ["ov:unknown"] = new JsonArray([
                .. Unknown.Select(u => new JsonObject { ["ov:property"] = u.Property, ["ov:because"] = u.Because }),
            ]),
        };

    private static JsonObject Context() =>
        new()
        {
            ["dcat"] = "http://www.w3.org/ns/dcat#",
            ["dcatap"] = "http://data.europa.eu/r5r/",
            ["dct"] = "http://purl.org/dc/terms/",
            ["dpv"] = "https://w3id.org/dpv#",
            ["foaf"] = "http://xmlns.com/foaf/0.1/",
            ["healthdcatap"] = "http://healthdataportal.eu/ns/health#",
            ["ov"] = "urn:x-overread:",
            ["rdfs"] = "http://www.w3.org/2000/01/rdf-schema#",
            ["spdx"] = "http://spdx.org/rdf/terms#",
            ["xsd"] = "http://www.w3.org/2001/XMLSchema#",
        };

    private static JsonObject Distribution(string title, BundleFile file, ReleaseMetadata metadata)
    {
        JsonObject distribution = new()
        {
            ["@type"] = "dcat:Distribution",
            ["dct:title"] = title,
            ["dct:description"] = $"{file.Path} in the bundle.",
            ["dcatap:applicableLegislation"] = Ref(Ehds),
            ["dcat:mediaType"] = Ref(
                "https://www.iana.org/assignments/media-types/" + BundleManifest.MediaType(file.Path)
            ),
            ["dcat:byteSize"] = Typed(Number(file.Size), "xsd:decimal"),
            ["spdx:checksum"] = new JsonObject
            {
                ["@type"] = "spdx:Checksum",
                ["spdx:algorithm"] = Ref("spdx:checksumAlgorithm_sha256"),
                ["spdx:checksumValue"] = Typed(file.Sha256, "xsd:hexBinary"),
            },
        };
        if (metadata.Terms.Address is { } licence)
        {
            distribution["dct:license"] = Ref(licence);
        }
        else
        {
            distribution["dct:rights"] = new JsonObject
            {
                ["@type"] = "dct:RightsStatement",
                ["rdfs:label"] = metadata.Terms.Licence ?? $"Licence {TermsPapers.NoLicence}; no right is granted.",
            };
        }

        return distribution;
    }

    private static IEnumerable<string> Keywords(BundleContent c) =>
        c
            .Protocol.Fields.Select(f => f.Title)
            .Concat(c.Items.Select(i => i.Modality).OfType<string>())
            .Distinct()
            .Order(StringComparer.Ordinal);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static JsonObject Typed(string value, string type) => new() { ["@value"] = value, ["@type"] = type };

    private static JsonObject Ref(string id) => new() { ["@id"] = id };
}
