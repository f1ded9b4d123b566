using System.Globalization;
using System.Text.Json.Nodes;
using Overread.Domain.Releases;
using Overread.Ledger.Bundles;
using Overread.Ledger.Bundles.Statements;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Releases.Bundle;

namespace Overread.Server.Features.Releases.Metadata;

/// <summary>
/// The bundle as a Research Object Crate (RO-Crate 1.1, flattened JSON-LD): its files, who took part by pseudonym, and the
/// actions that made the labels. Times are those of the record, in UTC.
/// </summary>
internal static class RoCrate
{
    public const string Name = "ro-crate-metadata.json";
    private const string Software = "#overread";
    private const string Project = "#project";
    private const string NoLicence = "#no-licence";

    /// <param name="files">The files that exist already, hashed; the sealing files are named without a hash.</param>
    public static JsonObject Of(
        BundleContent content,
        ReleaseMetadata metadata,
        StatementBook book,
        IReadOnlyList<BundleFile> files
    )
    {
        List<string> people = ReleasePeople.Acting(content);
        List<JsonObject> actions = Actions(content, book);
        List<JsonObject> authors = Authors(metadata.Terms);
        JsonObject root = new()
        {
            ["@id"] = "./",
            ["@type"] = "Dataset",
            ["name"] = $"{content.Name}:{content.Version}",
            ["identifier"] = metadata.Release,
            ["version"] = content.Version,
            ["description"] = content.Notes.Length > 0 ? content.Notes : content.Purpose,
            ["datePublished"] = content.Run.At,
            ["license"] = Ref(LicenceId(metadata.Terms)),
            ["author"] = Refs(authors.Select(a => a["@id"]!.GetValue<string>())),
            ["publisher"] = Ref(Project),
            ["contributor"] = Refs(people.Select(PersonId)),
            ["hasPart"] = Refs(
                files.Select(f => f.Path).Concat(BundleFiles.Sealing(metadata.Stamped)).Order(StringComparer.Ordinal)
            ),
            ["mentions"] = Refs(actions.Select(a => a["@id"]!.GetValue<string>())),
        };
        return new()
        {
            // The context of RO-Crate 1.1 is older than schema.org's sha256.
            ["@context"] = new JsonArray(
                "https://w3id.org/ro/crate/1.1/context",
                new JsonObject { ["sha256"] = "http://schema.org/sha256" }
            ),
            ["@graph"] = new JsonArray([
                new JsonObject
                {
                    ["@id"] = Name,
                    ["@type"] = "CreativeWork",
                    ["conformsTo"] = Ref("https://w3id.org/ro/crate/1.1"),
                    ["about"] = Ref("./"),
                },
                root,
                .. Licence(metadata.Terms),
                .. authors
                    .Where(a => a["@id"]!.GetValue<string>() != Project)
                    .DistinctBy(a => a["@id"]!.GetValue<string>()),
                new JsonObject
                {
                    ["@id"] = Project,
                    ["@type"] = "Organization",
                    ["name"] = content.ProjectName,
                    ["description"] = $"The project that the release is made in. Legal basis: {content.LegalBasis}",
                },
                new JsonObject
                {
                    ["@id"] = Software,
                    ["@type"] = "SoftwareApplication",
                    ["name"] = Platform.Name,
                    ["version"] = Platform.Version,
                },
                .. people.Select(p => Person(content, p)),
                .. actions,
                .. files.Select(f => File(content, f)),
                .. BundleFiles.Sealing(metadata.Stamped).Select(p => File(content, p)),
            ]),
        };
    }

    private static string LicenceId(ReleaseTerms terms) =>
        terms.Kind switch
        {
            LicenceKind.None => NoLicence,
            LicenceKind.Text => "LICENSE",
            _ => terms.Address!,
        };

    // A text of its own is the file LICENSE, which is listed among the files.
    private static IEnumerable<JsonObject> Licence(ReleaseTerms terms)
    {
        if (terms.Kind != LicenceKind.Text)
        {
            yield return new JsonObject
            {
                ["@id"] = LicenceId(terms),
                ["@type"] = "CreativeWork",
                ["name"] = terms.Licence ?? "No licence stated",
                ["description"] = terms.Licence is null
                    ? $"Licence {TermsPapers.NoLicence}; no right is granted."
                    : "The licence that was stated when the release was published.",
            };
        }
    }

    private static List<JsonObject> Authors(ReleaseTerms terms) =>
        terms.Authors.Count == 0
            ? [Ref(Project)]
            :
            [
                .. terms.Authors.Select(
                    (a, i) =>
                        a.Name is not null
                            ? new JsonObject
                            {
                                ["@id"] = Numbered(i),
                                ["@type"] = "Organization",
                                ["name"] = a.Name,
                            }
                            : new JsonObject
                            {
                                ["@id"] = a.Orcid is null ? Numbered(i) : TermsPapers.OrcidAddress(a.Orcid),
                                ["@type"] = "Person",
                                ["name"] = a.Given is null ? a.Family : $"{a.Given} {a.Family}",
                            }
                ),
            ];

    private static string Numbered(int author) => string.Create(CultureInfo.InvariantCulture, $"#author-{author + 1}");

    private static JsonObject File(BundleContent content, BundleFile file)
    {
        JsonObject entity = File(content, file.Path);
        entity["contentSize"] = file.Size.ToString(CultureInfo.InvariantCulture);
        entity["sha256"] = file.Sha256;
        return entity;
    }

    private static JsonObject File(BundleContent content, string path) =>
        new()
        {
            ["@id"] = path,
            ["@type"] = "File",
            ["name"] = path[(path.LastIndexOf('/') + 1)..],
            ["description"] = BundleFiles.Describe(content.Modalities, path),
            ["encodingFormat"] = BundleManifest.MediaType(path),
        };

    private static JsonObject Person(BundleContent content, string pseudonym) =>
        new()
        {
            ["@id"] = PersonId(pseudonym),
            ["@type"] = "Person",
            ["name"] = pseudonym,
            ["description"] = $"A pseudonym. Roles in the project: {ReleasePeople.Roles(content, pseudonym)}.",
        };

    private static List<JsonObject> Actions(BundleContent content, StatementBook book)
    {
        List<ReadRow> reads = [.. BundleTables.Included(content)];
        List<BundleContent.Adjudication> decided = [.. content.Adjudications.Where(a => a.Decided is not null)];
        List<JsonObject> actions = [];
        if (reads.Count > 0)
        {
            JsonObject reading = Action(
                "#reading",
                "Reading of the items under the protocol",
                reads.Select(r => PersonId(r.Reader)),
                ["items.csv", "protocol/protocol.json", "protocol/guideline.md"],
                ["labels/individual/reads.csv", "labels/individual/marks.csv"],
                reads.Min(r => r.Assigned),
                reads.Max(r => r.Read.Submitted)
            );
            reading["description"] = $"{book["reads.per-item"].Text} {book["reads.blind"].Text}";
            actions.Add(reading);
        }

        if (decided.Count > 0)
        {
            JsonObject adjudication = Action(
                "#adjudication",
                "Adjudication of disputed fields and re-checks",
                decided.Select(a => PersonId(a.By!)),
                ["labels/individual/reads.csv"],
                ["labels/adjudication.csv"],
                decided.Min(a => a.Decided),
                decided.Max(a => a.Decided)
            );
            adjudication["description"] = book["adjudication.people"].Text;
            actions.Add(adjudication);
        }

        JsonObject consensus = Action(
            "#consensus",
            "Consensus over the reads and decisions",
            [],
            ["labels/individual/reads.csv", "labels/adjudication.csv"],
            ["labels/consensus/labels.csv", "labels/consensus/marks.csv"],
            null,
            content.Run.At
        );
        ConsensusRun run = content.Run;
        consensus["description"] =
            $"Run {run.Id}: {run.Method} version {run.Version}, input hash {run.InputHash}, record size {run.RecordSize}.";
        actions.Add(consensus);
        return actions;
    }

    private static JsonObject Action(
        string id,
        string name,
        IEnumerable<string> agents,
        IEnumerable<string> objects,
        IEnumerable<string> results,
        string? start,
        string? end
    )
    {
        List<string> who = [.. agents.Distinct().Order(StringComparer.Ordinal)];
        JsonObject action = new()
        {
            ["@id"] = id,
            ["@type"] = "CreateAction",
            ["name"] = name,
            ["agent"] = who.Count > 0 ? Refs(who) : Ref(Software),
            ["instrument"] = Ref(Software),
            ["object"] = Refs(objects),
            ["result"] = Refs(results),
            ["endTime"] = end,
        };
        if (start is not null)
        {
            action["startTime"] = start;
        }

        return action;
    }

    private static string PersonId(string pseudonym) => "#" + Uri.EscapeDataString(pseudonym);

    private static JsonObject Ref(string id) => new() { ["@id"] = id };

    private static JsonArray Refs(IEnumerable<string> ids) => new([.. ids.Select(i => (JsonNode)Ref(i))]);
}
