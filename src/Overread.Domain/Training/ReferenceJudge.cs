using Overread.Domain.Comparison;
using Overread.Domain.Marks;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Reads;

namespace Overread.Domain.Training;

/// <summary>Holds answers against reference answers, field by field, by each field's own rule.</summary>
public static class ReferenceJudge
{
    // Twice what the field allows is next to right.
    private const double NearFactor = 2;

    /// <summary>How each field stands that either of the two is asked, in the protocol's order.</summary>
    /// <param name="protocol">The version that both are made under.</param>
    /// <param name="reference">The right answers.</param>
    /// <param name="given">The answers given.</param>
    /// <param name="contents">What the item's files hold, by file.</param>
    public static IReadOnlyList<FieldVerdict> Judge(
        ProtocolBody protocol,
        Read reference,
        Read given,
        IReadOnlyDictionary<string, FileContent> contents
    )
    {
        List<FieldVerdict> verdicts = [];
        foreach (Field field in protocol.Fields)
        {
            Answer? right = Of(reference, protocol, field);
            Answer? said = Of(given, protocol, field);
            if (right is null && said is null)
            {
                continue;
            }

            FieldVerdict verdict = new(
                field.Id,
                Verdict.Wrong,
                said is null ? null : field.LabelOf(said),
                right is null ? null : field.LabelOf(right)
            );
            verdicts.Add(
                field.Kind.Scale == Scale.None ? verdict with { Verdict = Verdict.Shown }
                : field.HasMarks ? OfMarks(verdict, protocol, field, reference, given, right, said, contents)
                : right is null || said is null ? verdict
                : verdict with { Verdict = OfKeys(field, protocol.Policy, field.KeyOf(right), field.KeyOf(said)) }
            );
        }

        return verdicts;
    }

    /// <summary>What an item counts as when a test is drawn by strata: the reference label of a field, or its state where labels have no end.</summary>
    public static string Stratum(Field field, ReferenceCase @case) =>
        !@case.Answers.TryGetValue(field.Id, out Answer? answer) ? ""
        : field.Kind.Scale is Scale.Nominal or Scale.Ordinal ? field.LabelOf(answer)
        : Answer.StateName(answer.State);

    /// <summary>A reference case in the form of a read.</summary>
    public static Read AsRead(
        int protocolVersion,
        string item,
        IReadOnlyDictionary<string, Answer> answers,
        IEnumerable<Mark> marks
    ) =>
        new("", item, protocolVersion)
        {
            Answers = System.Collections.Immutable.ImmutableDictionary.CreateRange(answers),
            Marks = [.. marks],
        };

    private static Answer? Of(Read read, ProtocolBody protocol, Field field) =>
        ReadRules.IsAsked(read, protocol, field) ? read.Answers.GetValueOrDefault(field.Id) : null;

    private static Verdict OfKeys(Field field, ReadingPolicy policy, LabelKey right, LabelKey said)
    {
        if (right == said)
        {
            return Verdict.Right;
        }

        return (right, said) switch
        {
            (NumberKey r, NumberKey s) => OfNumbers(r.Value, s.Value, field.Kind.RuleOf(field, policy)),
            (OptionsKey r, OptionsKey s) => r.Joined.Split('+').Intersect(s.Joined.Split('+')).Any(o => o.Length > 0)
                ? Verdict.Near
                : Verdict.Wrong,
            _ => IsNeighbour(field, right, said) ? Verdict.Near : Verdict.Wrong,
        };
    }

    private static Verdict OfNumbers(double right, double said, MatchRule? rule) =>
        MeasuredKind.Same(right, said, rule) ? Verdict.Right
        : rule is not null && MeasuredKind.Same(right, said, rule with { Threshold = NearFactor * rule.Threshold })
            ? Verdict.Near
        : Verdict.Wrong;

    private static bool IsNeighbour(Field field, LabelKey right, LabelKey said)
    {
        if (field.Kind.Scale != Scale.Ordinal || field.Kind.Ratings(field) is not { Count: > 0 } steps)
        {
            return false;
        }

        List<LabelKey> order = [.. steps];
        int r = order.IndexOf(right);
        int s = order.IndexOf(said);
        return r >= 0 && s >= 0 && Math.Abs(r - s) == 1;
    }

    private static FieldVerdict OfMarks(
        FieldVerdict verdict,
        ProtocolBody protocol,
        Field field,
        Read reference,
        Read given,
        Answer? right,
        Answer? said,
        IReadOnlyDictionary<string, FileContent> contents
    )
    {
        // Marks of a field that is not asked are part of no answer.
        Read r = right is null ? reference with { Marks = [] } : reference;
        Read s = said is null ? given with { Marks = [] } : given;
        List<MarkGroup> groups = MarkGroup.Of(field, protocol.Policy, [r, s], contents);
        int found = groups.Count(g => g.Readers == 2);
        int missed = r.Marks.Count(m => m.Field == field.Id) - found;
        int extra = s.Marks.Count(m => m.Field == field.Id) - found;
        bool same = right is not null && said is not null && field.KeyOf(right) == field.KeyOf(said);
        return verdict with
        {
            Found = found,
            Missed = missed,
            Extra = extra,
            Verdict =
                same && missed == 0 && extra == 0 ? Verdict.Right
                : found > 0 ? Verdict.Near
                : Verdict.Wrong,
        };
    }
}
