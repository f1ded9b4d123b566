using System.Text.Json.Nodes;
using Overread.Ledger.Bundles;

namespace Overread.Server.Tests;

/// <summary>
/// Changes of a bundle's data, each with the statement that must then change or be refused. docs/conformance/statements.md
/// names the kinds.
/// </summary>
internal static class PlantedContradictions
{
    /// <param name="Kind">What was changed, as the document names it.</param>
    /// <param name="Statement">The statement that must say otherwise.</param>
    internal sealed record Planted(string Kind, string Statement, string Where, Action<MemoryBundle> Plant);

    private const string Reading = "labels/individual/reading.csv";
    private const string Reads = "labels/individual/reads.csv";
    private const string Labels = "labels/consensus/labels.csv";
    private const string Approvals = "privacy/approvals.csv";
    private const string People = "people/annotators.csv";

    public static IEnumerable<Planted> All(MemoryBundle b) =>
        OfReads(b)
            .Concat(OfPeople(b))
            .Concat(OfSplits(b))
            .Concat(OfLabels(b))
            .Concat(OfPopulation(b))
            .Concat(OfTheWhole(b));

    private static IEnumerable<Planted> OfReads(MemoryBundle b)
    {
        for (int i = 0; i < Math.Min(6, b.RowsOf(Reading)); i++)
        {
            int row = i;
            string read = b.Cell(Reading, row, "read");
            bool Own(JsonNode e, string type) => Stream(e) == "read/" + read && Type(e) == type;
            yield return new("read-dropped", "reads.per-item", read, m => m.Drop(Reading, r => r == row));
            yield return new(
                "submission-dropped",
                "reads.per-item",
                read,
                m => m.Events(e => Own(e, "ReadSubmitted"), _ => null)
            );
            yield return new(
                "read-of-another-item",
                "reads.per-item",
                read,
                m => m.Set(Reading, row, "item", "another-item")
            );
            yield return new(
                "replayed-as-by-hand",
                "reads.origin",
                read,
                m => m.Events(e => Own(e, "AnswerGiven"), e => With(e, x => x["event"]!["origin"] = "rehearsal"))
            );
            yield return new(
                "said-to-be-replayed",
                "reads.per-item",
                read,
                m => m.Set(Reading, row, "origins", "rehearsal")
            );
            yield return new(
                "answer-of-a-model",
                "assistance.suggestions",
                read,
                m => m.Events(e => Own(e, "AnswerGiven"), e => With(e, x => x["event"]!["origin"] = "model"))
            );
            yield return new(
                "program-as-reader",
                "reads.origin",
                read,
                m =>
                    m.Events(
                        e => Own(e, "ReadSubmitted"),
                        e => With(e, x => x["actor"] = "token/t/" + x["actor"]!.GetValue<string>())
                    )
            );
            yield return new("looked-before", "reads.blind", read, m => m.Set(Reading, row, "looked_before", "true"));
            yield return new(
                "handed-out-otherwise",
                "reads.order",
                read,
                m => m.Set(Reading, row, "handed_out", m.Cell(Reading, row, "handed_out") == "queue" ? "hand" : "queue")
            );
            yield return new(
                "answers-dropped",
                "reads.kept",
                read,
                m => m.Drop(Reads, r => m.Cell(Reads, r, "read") == read)
            );
        }

        for (int i = 0; i < Math.Min(6, b.RowsOf(Reads)); i++)
        {
            int row = i;
            yield return new(
                "answer-altered",
                "reads.kept",
                $"row {row}",
                m => m.Set(Reads, row, "state", m.Cell(Reads, row, "state") == "present" ? "absent" : "present")
            );
        }
    }

    private static IEnumerable<Planted> OfPeople(MemoryBundle b)
    {
        for (int i = 0; i < b.RowsOf(People); i++)
        {
            int row = i;
            yield return new("reader-dropped", "readers.roles", $"row {row}", m => m.Drop(People, r => r == row));
            yield return new(
                "register-altered",
                "readers.register",
                $"row {row}",
                m => m.Set(People, row, "licence", "expired")
            );
            yield return new(
                "role-altered",
                "readers.roles",
                $"row {row}",
                m => m.Set(People, row, "roles", "reader adjudicator")
            );
        }

        yield return new("idle-person-listed", "readers.roles", "", m => m.AddRow(People, "Auditor 9,auditor,0,0"));
        string person = "";
        b.Copy().Events(e => Type(e) == "ReadSubmitted", e => With(e, x => person = x["actor"]!.GetValue<string>()));
        yield return new(
            "reader-read-as-another",
            "reads.once",
            person,
            m => m.Set(Reading, 0, "reader", m.Cell(Reading, 0, "reader") + "x")
        );
        bool Decision(JsonNode e) => Type(e) == "AdjudicationDecided";
        yield return new(
            "adjudicator-had-read",
            "adjudication.people",
            "",
            m =>
            {
                HashSet<string> items = [];
                m.Copy().Events(Decision, e => With(e, x => items.Add(x["item"]!.GetValue<string>())));
                string reader = "";
                m.Copy()
                    .Events(
                        e => Type(e) == "ReadSubmitted" && items.Contains(e["item"]!.GetValue<string>()),
                        e => With(e, x => reader = x["actor"]!.GetValue<string>())
                    );
                m.Events(Decision, e => With(e, x => x["actor"] = reader));
            }
        );
        yield return new(
            "program-adjudicated",
            "adjudication.people",
            "",
            m => m.Events(Decision, e => With(e, x => x["actor"] = "system"))
        );
        yield return new(
            "decision-without-reason",
            "adjudication.people",
            "",
            m => m.Events(Decision, e => With(e, x => x["event"]!["reason"] = " "))
        );
        yield return new("decision-dropped", "adjudication.people", "", m => m.Events(Decision, _ => null));
        yield return new("decision-dropped", "labels.consensus", "", m => m.Events(Decision, _ => null));
        yield return new(
            "dispute-dropped",
            "adjudication.people",
            "",
            m => m.Drop("labels/adjudication.csv", _ => true)
        );
        for (int i = 0; i < b.RowsOf(Approvals); i++)
        {
            int row = i;
            yield return new(
                "approved-by-platform",
                "gate.approval",
                $"row {row}",
                m => m.Set(Approvals, row, "by_kind", "platform")
            );
            yield return new(
                "approved-by-token",
                "gate.approval",
                $"row {row}",
                m => m.Set(Approvals, row, "by_kind", "token")
            );
        }

        yield return new("approval-dropped", "gate.approval", "", m => m.Drop(Approvals, _ => true));
    }

    private static IEnumerable<Planted> OfSplits(MemoryBundle b)
    {
        const string Splits = "splits.csv";
        for (int i = 0; i < Math.Min(5, b.RowsOf(Splits)); i++)
        {
            int row = i;
            string item = b.Cell(Splits, row, "item");
            string other = b.Cell(Splits, row, "split") == "train" ? "test" : "train";
            yield return new("subject-moved", "splits.disjoint", item, m => m.Set(Splits, row, "split", other));
            yield return new(
                "subject-altered",
                "gate.passed",
                item,
                m => m.Set(Splits, row, "subject", "someone-else")
            );
            yield return new(
                "guess-as-stated",
                "splits.subjects",
                item,
                m => m.Set(Splits, row, "subject_from", "path")
            );
            yield return new("since-altered", "splits.kept", item, m => m.Set(Splits, row, "since", "0.9.0"));
            yield return new("item-dropped", "labels.complete", item, m => m.Drop(Splits, r => r == row));
            yield return new(
                "withdrawn-item",
                "items.withdrawn",
                item,
                m =>
                    m.Events(
                        e => Type(e) == "ItemReady" && e["event"]!["item"]!["id"]!.GetValue<string>() == item,
                        e =>
                            With(
                                e,
                                x => (x["item"], x["event"]) = (item, new JsonObject { ["type"] = "ItemWithdrawn" })
                            )
                    )
            );
        }

        yield return new(
            "one-patient-in-two-splits",
            "splits.disjoint",
            "",
            m =>
            {
                m.Set(Splits, 0, "group", "one");
                m.Set(Splits, 0, "split", "train");
                m.Set(Splits, 1, "group", "one");
                m.Set(Splits, 1, "split", "test");
            }
        );
        yield return new(
            "same-content-elsewhere",
            "splits.contents",
            "",
            m =>
            {
                List<int> pictures =
                [
                    .. Enumerable
                        .Range(0, m.RowsOf("items.csv"))
                        .Where(r => m.Cell("items.csv", r, "pixel_sha256").Length > 0),
                ];
                pictures.ForEach(r => m.Set("items.csv", r, "pixel_sha256", "the same"));
                // Chance may have put all of them into one split: two are put apart.
                for (int i = 0; i < 2; i++)
                {
                    string item = m.Cell("items.csv", pictures[i == 0 ? 0 : ^1], "item");
                    int row = Enumerable.Range(0, m.RowsOf(Splits)).Single(r => m.Cell(Splits, r, "item") == item);
                    m.Set(Splits, row, "split", i == 0 ? "train" : "test");
                }
            }
        );
        yield return new(
            "move-not-named",
            "splits.kept",
            "",
            m =>
                Edit(
                    m,
                    "leakage-report.json",
                    j => j["moved"]!.AsArray().Add(new JsonObject { ["subject"] = m.Cell(Splits, 0, "subject") })
                )
        );
        yield return new(
            "question-left-open",
            "subjects.unclear",
            "",
            m =>
                Edit(
                    m,
                    "leakage-report.json",
                    j =>
                        j["keptTogether"]!
                            .AsArray()
                            .Add(new JsonObject { ["because"] = new JsonArray(new JsonObject { ["open"] = true }) })
                )
        );
        yield return new(
            "test-labels-dropped",
            "splits.test-labels",
            "",
            m =>
            {
                HashSet<string> test =
                [
                    .. Enumerable
                        .Range(0, m.RowsOf(Splits))
                        .Where(r => m.Cell(Splits, r, "split") == "test")
                        .Select(r => m.Cell(Splits, r, "item")),
                ];
                List<int> rows =
                [
                    .. Enumerable.Range(0, m.RowsOf(Labels)).Where(r => test.Contains(m.Cell(Labels, r, "item"))),
                ];
                // A split by chance may leave the test part without an item: then one is put there.
                if (test.Count == 0)
                {
                    m.Set(Splits, 0, "split", "test");
                }

                // Where the test part has none, one is put there.
                bool none = rows.TrueForAll(r => m.Cell(Labels, r, "label").Length == 0);
                rows.ForEach(r => m.Set(Labels, r, "label", none ? "present" : ""));
            }
        );
    }

    private static IEnumerable<Planted> OfLabels(MemoryBundle b)
    {
        for (int i = 0; i < Math.Min(6, b.RowsOf(Labels)); i++)
        {
            int row = i;
            yield return new("label-dropped", "labels.complete", $"row {row}", m => m.Drop(Labels, r => r == row));
            yield return new(
                "status-altered",
                "labels.complete",
                $"row {row}",
                m => m.Set(Labels, row, "status", m.Cell(Labels, row, "status") == "accepted" ? "disputed" : "accepted")
            );
            yield return new(
                "label-without-answers",
                "labels.silence",
                $"row {row}",
                m =>
                {
                    (string item, string field) = (m.Cell(Labels, row, "item"), m.Cell(Labels, row, "field"));
                    m.Set(Labels, row, "label", "present");
                    m.Drop(Reads, r => m.Cell(Reads, r, "item") == item && m.Cell(Reads, r, "field") == field);
                    m.Events(e => Type(e) == "AdjudicationDecided", _ => null);
                }
            );
        }
    }

    private static IEnumerable<Planted> OfPopulation(MemoryBundle b)
    {
        const string Dictionary = "labels/dictionary.csv";
        const string Traits = "population/traits.csv";
        const string Target = "population/target.csv";
        yield return new(
            "severity-altered",
            "labels.meaning",
            "",
            m => m.Set(Dictionary, 0, "severity", m.Cell(Dictionary, 0, "severity") == "minor" ? "critical" : "minor")
        );
        yield return new("label-undescribed", "labels.meaning", "", m => m.Drop(Dictionary, r => r == 0));
        yield return new(
            "meaning-demanded",
            "labels.meaning",
            "",
            m =>
                m.Events(
                    e => Type(e) == "ConsensusComputed",
                    e =>
                        With(
                            e,
                            x => x["event"] = new JsonObject { ["type"] = "LabelMeaningsDemanded", ["demanded"] = true }
                        )
                )
        );
        for (int i = 0; i < Math.Min(4, b.RowsOf(Traits)); i++)
        {
            int row = i;
            yield return new("trait-dropped", "population.traits", $"row {row}", m => m.Drop(Traits, r => r == row));
            yield return new(
                "reason-dropped",
                "population.traits",
                $"row {row}",
                m =>
                {
                    m.Set(Traits, row, "value", "unknown");
                    m.Set(Traits, row, "missing_because", "");
                }
            );
            yield return new(
                "small-group-named",
                "population.traits",
                $"row {row}",
                m =>
                {
                    m.Set(Traits, row, "value", "female");
                    m.Set(Traits, row, "subjects", "3");
                }
            );
        }

        const string Acquisition = "population/acquisition.csv";
        for (int i = 0; i < b.RowsOf(Acquisition); i++)
        {
            int row = i;
            yield return new(
                "acquisition-altered",
                "data.acquisition",
                $"row {row}",
                m => m.Set(Acquisition, row, "preparation", "Never resampled.")
            );
            yield return new(
                "acquisition-dropped",
                "data.acquisition",
                $"row {row}",
                m => m.Drop(Acquisition, r => r == row)
            );
        }

        yield return new(
            "target-not-declared",
            "population.target",
            "",
            m => m.AddRow(Target, "sex,female,0.5,40,80,0,0.5,0.4,0.6,1,1,no difference found")
        );
        yield return new(
            "target-left-out",
            "population.target",
            "",
            m =>
                m.Events(
                    e => Type(e) == "ConsensusComputed",
                    e =>
                        With(
                            e,
                            x =>
                                x["event"] = JsonNode.Parse(
                                    """{"type":"TargetPopulationDeclared","target":{"shares":[{"trait":"sex","value":"female","share":0.5}]}}"""
                                )
                        )
                )
        );
    }

    private static IEnumerable<Planted> OfTheWhole(MemoryBundle b)
    {
        const string Protocol = "protocol/protocol.json";
        yield return new(
            "suggestion-shown",
            "assistance.suggestions",
            "",
            m => m.Events(e => Type(e) == "ItemReady", e => With(e, x => x["event"]!["type"] = "SuggestionShown"))
        );
        yield return new(
            "more-readers-asked",
            "reads.per-item",
            "",
            m => Edit(m, Protocol, j => j["policy"]!["readers"] = 5)
        );
        yield return new(
            "rule-altered",
            "protocol.rule",
            "",
            m => Edit(m, Protocol, j => j["policy"]!["agreement"] = "all")
        );
        yield return new(
            "protocol-not-published",
            "protocol.rule",
            "",
            m => m.Events(e => Type(e) == "ProtocolPublished", _ => null)
        );
        yield return new(
            "other-input",
            "labels.consensus",
            "",
            m => Edit(m, "software/platform.json", j => j["consensus"]!["inputHash"] = "00")
        );
        yield return new("every-read-dropped", "reads.per-item", "", m => m.Drop(Reading, _ => true));
        yield return new("reads-of-nobody", "readers.roles", "", m => m.Drop(Reading, _ => true));
    }

    private static void Edit(MemoryBundle bundle, string path, Action<JsonNode> change)
    {
        JsonNode json = JsonNode.Parse(bundle[path])!;
        change(json);
        bundle[path] = json.ToJsonString();
    }

    private static JsonNode With(JsonNode node, Action<JsonNode> change)
    {
        change(node);
        return node;
    }

    private static string Type(JsonNode e) => e["event"]!["type"]!.GetValue<string>();

    private static string Stream(JsonNode e) => e["stream"]!.GetValue<string>();
}
