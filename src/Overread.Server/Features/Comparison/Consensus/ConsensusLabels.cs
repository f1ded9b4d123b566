using Overread.Domain.Comparison;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Server.Features.Comparison.Contracts;

namespace Overread.Server.Features.Comparison.Consensus;

/// <summary>
/// Puts what a method says beside what the policy's rule says. The label is the rule's, so that the support is of the label
/// shown and the status is that of the adjudicator's queue; where the method says otherwise it has an opinion, which is no
/// label. A tie of the readers stays one, whatever a method makes of it; what is not asked has no label.
/// </summary>
internal static class ConsensusLabels
{
    /// <summary>The labels of one field, in the order of the table's items, and how they were made.</summary>
    public static (ConsensusChosen Chosen, IEnumerable<ConsensusLabel> Labels) Of(
        RatingsTable table,
        Field field,
        string asked
    )
    {
        Scale scale = field.Kind.Scale;
        ConsensusEntry entry = ConsensusCatalogue.Find(asked, scale) ?? ConsensusCatalogue.Usual(scale);
        (ConsensusChosen chosen, IReadOnlyList<FieldOutcome> outcomes) = entry.Infer(table.Of(field));
        return (chosen with { Asked = asked }, table.Items.Select((item, i) => Label(table, field, item, outcomes[i])));
    }

    private static ConsensusLabel Label(RatingsTable table, Field field, string item, FieldOutcome outcome)
    {
        FieldComparison found = table.OutcomeOf(item)[field.Id];
        int? support = found.Label is null ? null : (int)Math.Round(found.Share * (found.Asked ?? 0));
        ConsensusLabel label = new(item, field.Id, found.Label, found.Share, "incomplete")
        {
            Support = support,
            Asked = found.Asked,
            Spread = outcome.Spread,
        };
        if (!table.IsCompared(item))
        {
            return label with { Label = null, Probability = null, Support = null };
        }

        bool measured = field.Kind.Scale is Scale.Interval or Scale.Ratio;
        bool matched = field.HasMarks;
        return found.Status switch
        {
            // A decision is a person's; it has no probability.
            FieldStatus.Decided => label with
            {
                Probability = null,
                Status = "adjudicated",
                Support = null,
                Asked = null,
            },
            FieldStatus.NotAsked => label with
            {
                Label = null,
                Probability = null,
                Status = "not-asked",
                Support = null,
                Spread = null,
            },
            FieldStatus.Incomplete => label,
            FieldStatus.Dispute when measured => Measured(label, found, outcome) with { Status = "disputed" },
            FieldStatus.Dispute when matched => label with { Status = found.Label is null ? "tie" : "disputed" },
            FieldStatus.Dispute => Beside(label, outcome) with { Status = found.Label is null ? "tie" : "disputed" },
            _ when matched => label with { Status = "accepted" },
            // Most gave a state, such as "not assessed", rather than a number.
            _ when measured && outcome.Label is null => label with { Status = "accepted" },
            _ when measured => Measured(label, found, outcome) with { Status = "accepted" },
            _ when found.Readers < found.Asked && outcome.Label == found.Label => label with
            {
                // Who did not answer makes a vote no surer.
                Probability = Math.Min(outcome.Probability ?? 1, found.Share),
                Status = "accepted",
            },
            _ => Beside(label, outcome) with { Status = "accepted" },
        };
    }

    // The method's probability where it says what the readers say, else its opinion.
    private static ConsensusLabel Beside(ConsensusLabel label, FieldOutcome outcome) =>
        outcome.Label is not { } said ? label with { Probability = null }
        : said == label.Label ? label with { Probability = outcome.Probability }
        : label with { Probability = null, Opinion = said, OpinionProbability = outcome.Probability };

    // The method's number, with those who are near it, unless most gave a state instead of a number.
    private static ConsensusLabel Measured(ConsensusLabel label, FieldComparison found, FieldOutcome outcome) =>
        outcome.Label is not null
        && (
            found.Label is null
            || double.TryParse(found.Label, System.Globalization.CultureInfo.InvariantCulture, out _)
        )
            ? label with
            {
                Label = outcome.Label,
                Support = outcome.Support,
                Probability = null,
            }
            : label with
            {
                Probability = null,
                Spread = null,
            };
}
