using Overread.Domain.Protocols;
using Overread.Domain.Reads;

namespace Overread.Domain.Comparison;

/// <summary>Compares the submitted reads of one item field by field under the reading policy.</summary>
public static class ItemComparison
{
    /// <summary>One comparison per field, in the protocol's order.</summary>
    public static IReadOnlyList<FieldComparison> Compare(ProtocolBody protocol, IReadOnlyList<Read> reads) =>
        [.. protocol.Fields.Select(f => Compare(f, protocol, reads))];

    private static FieldComparison Compare(Field field, ProtocolBody protocol, IReadOnlyList<Read> reads)
    {
        List<Read> asked = [.. reads.Where(r => ReadRules.IsAsked(r, protocol, field))];
        List<Read> answered = [.. asked.Where(r => r.Answers.ContainsKey(field.Id))];
        if (answered.Count == 0)
        {
            FieldStatus silence = asked.Count == 0 ? FieldStatus.NotAsked : FieldStatus.Incomplete;
            return new(field.Id, silence, null, 0, 0);
        }

        // Free text is for people: two readers never word a remark alike, and that is no dispute.
        if (field.Kind == FieldKind.Text)
        {
            return new(field.Id, FieldStatus.Agree, null, 1, answered.Count);
        }

        FieldComparison vote = Vote(
            field.Id,
            protocol.Policy.Agreement,
            [.. answered.Select(r => r.Answers[field.Id].Label())]
        );
        return field.HasMarks ? WithMarks(field, protocol.Policy, answered, vote) : vote;
    }

    /// <summary>The vote over labels, in any order: ties have no label.</summary>
    public static FieldComparison Vote(string field, AgreementRule rule, IReadOnlyList<string> labels)
    {
        var counts = labels
            .GroupBy(l => l, StringComparer.Ordinal)
            .Select(g => (Label: g.Key, Count: g.Count()))
            .OrderByDescending(g => g.Count)
            .ThenBy(g => g.Label, StringComparer.Ordinal)
            .ToList();
        bool tie = counts.Count > 1 && counts[0].Count == counts[1].Count;
        double share = (double)counts[0].Count / labels.Count;
        bool agree = !tie && (rule == AgreementRule.All ? counts.Count == 1 : share > 0.5);
        return new(
            field,
            agree ? FieldStatus.Agree : FieldStatus.Dispute,
            tie ? null : counts[0].Label,
            share,
            labels.Count
        );
    }

    private static FieldComparison WithMarks(Field field, ReadingPolicy policy, List<Read> reads, FieldComparison vote)
    {
        List<MarkGroup> groups = MarkGroup.Of(field.Id, policy, reads);
        List<Mark> shared = [.. groups.Where(g => 2 * g.Readers > reads.Count).Select(g => g.Middle())];
        bool agree =
            vote.Status == FieldStatus.Agree
            && groups.TrueForAll(g =>
                policy.Agreement == AgreementRule.All ? g.Readers == reads.Count : 2 * g.Readers != reads.Count
            );

        // A majority for "present" with no mark that a majority drew is no answer.
        if (vote.Label == Answer.StateName(AnswerState.Present) && shared.Count == 0)
        {
            agree = false;
        }

        return vote with
        {
            Status = agree ? FieldStatus.Agree : FieldStatus.Dispute,
            Marks = shared,
        };
    }
}
