using System.Globalization;
using System.Text;
using Overread.Domain.Comparison;
using Overread.Domain.Protocols;
using Overread.Ledger.Bundles.Statements;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Releases.Bundle;
using Overread.Server.Features.Releases.Population;

namespace Overread.Server.Features.Releases.Regulators;

/// <summary>
/// The facts about the data that instructions for use of a system have to give (AI Act 13(3)(b)(ii), (v), (vi)), as a block that
/// can be taken over: each with its clause and the file that it is counted from. What a maker has to say beside them, of the
/// system and of the people it is used on, is not the data's to say.
/// </summary>
internal sealed class InstructionsForUse(
    BundleContent content,
    AgreementView agreement,
    PopulationQuality population,
    StatementBook book
)
{
    public const string JsonName = "ai-act/instructions-for-use.json";
    public const string TextName = "ai-act/instructions-for-use.md";

    /// <param name="Clause">Of article 13(3)(b).</param>
    /// <param name="Id">Stable name.</param>
    /// <param name="Text">The fact as a sentence.</param>
    /// <param name="Figures">The numbers of it; empty where it has none.</param>
    /// <param name="From">The files that it is counted from.</param>
    internal sealed record Fact(
        string Clause,
        string Id,
        string Text,
        IReadOnlyDictionary<string, object?> Figures,
        string From
    );

    public IReadOnlyList<Fact> Facts { get; } =
    [.. Accuracy(content, agreement), .. Meaning(content), .. Groups(population, book), .. Sets(content, book)];

    public object ToJson() =>
        new
        {
            format = "overread-instructions-for-use/1",
            of = $"{content.Name}:{content.Version}",
            basis = "Regulation (EU) 2024/1689, article 13(3)(b), as far as it is of the data",
            facts = Facts,
        };

    public string ToMarkdown()
    {
        StringBuilder t = new(
            "# Facts of the data for instructions for use\n\nFor whoever makes a system with these data: AI Act, article 13(3)(b), as far as it is of the data. Each fact is counted from the files that it names; "
                + $"the same for machines is in `{JsonName}`.\n"
        );
        foreach (IGrouping<string, Fact> clause in Facts.GroupBy(f => f.Clause))
        {
            t.Append(CultureInfo.InvariantCulture, $"\n## 13(3)(b)({clause.Key})\n\n");
            foreach (Fact fact in clause)
            {
                t.Append(CultureInfo.InvariantCulture, $"- {fact.Text} ({fact.From})\n");
            }
        }

        return t.ToString();
    }

    private static IEnumerable<Fact> Accuracy(BundleContent content, AgreementView agreement)
    {
        foreach (Field field in content.Ratings.Fields)
        {
            List<ConsensusLabel> labels = [.. content.Labels.Where(l => l.Field == field.Id)];
            int settled = labels.Count(l => ReleasedRatings.IsSettled(l.Status));
            yield return new(
                "ii",
                "settled." + field.Id,
                Text($"{field.Title}: {settled} of {labels.Count} labels are settled, and the others are left blank."),
                new Dictionary<string, object?> { ["settled"] = settled, ["labels"] = labels.Count },
                "labels/consensus/labels.csv"
            );
            foreach (
                AgreementView.CoefficientRow row in agreement.Coefficients.Where(c =>
                    c.Field == field.Id && c.Value is not null
                )
            )
            {
                yield return new(
                    "ii",
                    $"agreement.{field.Id}.{row.Name}",
                    Text(
                        $"{field.Title}: readers agree by {row.Name} {row.Value:0.000} ({(row.Low is null ? "no interval" : Text($"{row.Low:0.000} to {row.High:0.000}"))}) over {row.Items} items; no label is more certain than its readers."
                    ),
                    new Dictionary<string, object?>
                    {
                        ["value"] = row.Value,
                        ["low"] = row.Low,
                        ["high"] = row.High,
                        ["items"] = row.Items,
                    },
                    "quality/agreement.csv"
                );
            }
        }
    }

    private static IEnumerable<Fact> Meaning(BundleContent content)
    {
        foreach (LabelEntry entry in LabelMeanings.Of(content.Protocol))
        {
            yield return new(
                "ii",
                "meaning." + entry.Name,
                $"{entry.Name} measures: {entry.Meaning.Measures ?? LabelDictionary.Unsaid}. It does not measure: {entry.Meaning.DoesNotMeasure ?? LabelDictionary.Unsaid}. A wrong one is: {LabelDictionary.Word(entry.Meaning.Severity) ?? LabelDictionary.Unsaid}.",
                new Dictionary<string, object?> { ["severity"] = LabelDictionary.Word(entry.Meaning.Severity) },
                LabelDictionary.Name
            );
        }
    }

    private static IEnumerable<Fact> Groups(PopulationQuality population, StatementBook book)
    {
        List<PopulationQuality.Row> tested = [.. population.Rows.Where(r => r.Corrected is not null)];
        List<PopulationQuality.Row> differing = [.. tested.Where(r => r.Corrected < TargetTable.Level)];
        yield return new(
            "v",
            "groups.compared",
            tested.Count == 0
                ? "Whether labels are given as often and as reliably in all groups is unknown, because no group is known that is large enough to be named."
                : Text(
                    $"{tested.Count} comparisons of a group with the rest, of how often a label is given and how often all readers agree: {differing.Count} differ after correction by Holm{(differing.Count == 0 ? "" : ": " + string.Join("; ", differing.Take(20).Select(r => Text($"{r.Field} {r.Answer} ({r.Measure}) in {r.Trait} {r.Group}"))))}."
                ),
            new Dictionary<string, object?> { ["compared"] = tested.Count, ["differ"] = differing.Count },
            PopulationQuality.Name
        );
        yield return Said("v", book, "population.target", TargetTable.Name);
    }

    private static IEnumerable<Fact> Sets(BundleContent content, StatementBook book)
    {
        yield return new(
            "vi",
            "size",
            Text($"{content.Items.Count} items of {content.Subjects} subjects."),
            new Dictionary<string, object?> { ["items"] = content.Items.Count, ["subjects"] = content.Subjects },
            "items.csv; splits.csv"
        );
        yield return new(
            "vi",
            "protocol",
            Text(
                $"Labelled under the protocol \"{content.Protocol.Title}\", version {content.ProtocolVersion}, hash {content.ProtocolHash}."
            ),
            new Dictionary<string, object?> { ["version"] = content.ProtocolVersion, ["hash"] = content.ProtocolHash },
            "protocol/protocol.json"
        );
        foreach (
            string id in (string[])
                [
                    "splits.disjoint",
                    "reads.per-item",
                    "reads.blind",
                    "labels.complete",
                    "labels.meaning",
                    "assistance.suggestions",
                    "population.traits",
                ]
        )
        {
            yield return Said("vi", book, id, StatementBook.Name);
        }
    }

    private static Fact Said(string clause, StatementBook book, string id, string from) =>
        new(clause, id, book[id].Text, book[id].Figures.ToDictionary(f => f.Key, f => (object?)f.Value), from);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
