using System.Text.Json.Nodes;
using Overread.Ledger.Bundles;
using Overread.Ledger.Bundles.Statements;
using Overread.Server.Features.Releases.Bundle;

namespace Overread.Server.Features.Releases.Metadata;

/// <summary>The dataset's description in Croissant 1.1 (JSON-LD), with the responsible-AI facts that the record has.</summary>
internal static class CroissantRecord
{
    /// <param name="files">The tables that it describes, hashed.</param>
    public static JsonObject Of(
        BundleContent content,
        ReleaseMetadata metadata,
        StatementBook book,
        IReadOnlyList<BundleFile> files
    ) =>
        new()
        {
            ["@context"] = new JsonObject
            {
                ["@language"] = "en",
                ["@vocab"] = "https://schema.org/",
                ["sc"] = "https://schema.org/",
                ["cr"] = "http://mlcommons.org/croissant/",
                ["rai"] = "http://mlcommons.org/croissant/RAI/",
                ["dct"] = "http://purl.org/dc/terms/",
                ["conformsTo"] = "dct:conformsTo",
                ["column"] = "cr:column",
                ["dataType"] = new JsonObject { ["@id"] = "cr:dataType", ["@type"] = "@vocab" },
                ["extract"] = "cr:extract",
                ["field"] = "cr:field",
                ["fileObject"] = "cr:fileObject",
                ["recordSet"] = "cr:recordSet",
                ["source"] = "cr:source",
                ["md5"] = "cr:md5",
            },
            ["@type"] = "sc:Dataset",
            ["conformsTo"] = "http://mlcommons.org/croissant/1.1",
            ["name"] = content.Name,
            ["version"] = content.Version,
            ["description"] = content.Notes.Length > 0 ? content.Notes : content.Purpose,
            ["datePublished"] = content.Run.At[..10],
            ["license"] = metadata.Terms.Address ?? metadata.Terms.Licence ?? TermsPapers.NoLicence,
            ["url"] = "unknown, because the bundle has no public address",
            ["rai:dataCollection"] = $"{book["gate.passed"].Text} {book["gate.approval"].Text} See items.csv.",
            ["rai:dataAnnotationProtocol"] =
                $"Protocol version {content.ProtocolVersion}, hash {content.ProtocolHash}, see protocol/. {book["reads.per-item"].Text} {book["reads.blind"].Text} {book["reads.order"].Text}",
            ["rai:dataAnnotationPlatform"] = "Overread",
            ["rai:dataAnnotationAnalysis"] = "Agreement with 95 % intervals in quality/agreement.json.",
            ["rai:annotationsPerItem"] = PerItem(book["reads.per-item"]),
            ["rai:machineAnnotationTools"] = new JsonArray(book["assistance.suggestions"].Text),
            ["distribution"] = new JsonArray(
                File(files, "labels.csv", "exports/labels.csv"),
                File(files, "reads.csv", "labels/individual/reads.csv"),
                File(files, "items.csv", "items.csv"),
                File(files, "files.csv", BundleDataList.Name)
            ),
            ["recordSet"] = new JsonArray(
                Records(
                    "labels",
                    "labels.csv",
                    ["item", "subject", "split", .. content.Ratings.Fields.Select(f => f.Id)]
                ),
                Records("reads", "reads.csv", ["item", "reader", "field", "state", "value", "label"]),
                Records("files", "files.csv", ["item", "path", "media_type", "size", "sha256"])
            ),
        };

    private static string PerItem(BundleStatement reads) =>
        reads.Figures["least"] == reads.Figures["most"]
            ? Number(reads.Figures["least"])
            : $"{Number(reads.Figures["least"])} to {Number(reads.Figures["most"])}";

    private static string Number(long value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static JsonObject File(IReadOnlyList<BundleFile> files, string id, string path) =>
        new()
        {
            ["@type"] = "cr:FileObject",
            ["@id"] = id,
            ["name"] = id,
            ["contentUrl"] = path,
            ["encodingFormat"] = BundleManifest.MediaType(path),
            ["sha256"] = files.Single(f => f.Path == path).Sha256,
        };

    private static JsonObject Records(string name, string file, IEnumerable<string> columns) =>
        new()
        {
            ["@type"] = "cr:RecordSet",
            ["@id"] = name,
            ["name"] = name,
            ["field"] = new JsonArray([
                .. columns.Select(c =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["@type"] = "cr:Field",
                            ["@id"] = $"{name}/{c}",
                            ["name"] = c,
                            ["dataType"] = "sc:Text",
                            ["source"] = new JsonObject
                            {
                                ["fileObject"] = new JsonObject { ["@id"] = file },
                                ["extract"] = new JsonObject { ["column"] = c },
                            },
                        }
                ),
            ]),
        };
}
