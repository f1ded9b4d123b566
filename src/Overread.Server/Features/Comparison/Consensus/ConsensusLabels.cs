using Overread.Domain.Comparison;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Server.Features.Comparison.Contracts;

namespace Overread.Server.Features.Comparison.Consensus;

/// <summary>
/// Puts what a method says beside what the policy's rule says. A label is accepted only where both say the same; a tie of
/// the readers stays one, whatever a method makes of it; what is not asked has no label.
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
            FieldStatus.Dispute when found.Label is null && !measured => label with
            {
                Probability = found.Readers == 0 ? null : found.Share,
                Status = "tie",
            },
            FieldStatus.Dispute => label with
            {
                Label = matched ? found.Label : outcome.Label,
                Probability =
                    measured ? null
                    : matched ? found.Share
                    : outcome.Probability,
                Status = "disputed",
            },
            _ when matched => label with { Status = "accepted" },
            // Most gave a state, such as "not assessed", rather than a number.
            _ when measured && outcome.Label is null => label with { Status = "accepted" },
            _ when measured => label with
            {
                Label = IsNumber(found, outcome) ? outcome.Label : found.Label,
                Probability = null,
                Status = "accepted",
            },
            _ => label with
            {
                Label = outcome.Label,
                // Who did not answer makes a vote no surer.
                Probability =
                    found.Readers < found.Asked ? Math.Min(outcome.Probability ?? 1, found.Share) : outcome.Probability,
                Status =
                    outcome.Label == found.Label ? "accepted"
                    : outcome.Label is null ? "tie"
                    : "disputed",
            },
        };
    }

    private static bool IsNumber(FieldComparison found, FieldOutcome outcome) =>
        outcome.Label is not null
        && double.TryParse(found.Label, System.Globalization.CultureInfo.InvariantCulture, out _);
}
