using Overread.Domain.Marks;
using Overread.Domain.Modalities;
using Overread.Domain.Protocols;
using Overread.Domain.Reads;

namespace Overread.Domain.Comparison;

/// <summary>Marks of several readers that are taken for the same thing: at most one mark of each reader.</summary>
public sealed class MarkGroup
{
    private readonly List<(int Reader, Mark Mark)> _marks = [];

    /// <summary>How many readers drew it.</summary>
    public int Readers => _marks.Count;

    /// <summary>
    /// Groups the marks of one field. Candidate pairs of different readers and the same class are joined nearest first, by
    /// the field's rule, as long as no group gets two marks of one reader, so the result does not depend on the order of
    /// readers.
    /// </summary>
    /// <param name="field">A field of marks.</param>
    /// <param name="policy">The policy, for protocols that state the rule there.</param>
    /// <param name="reads">The reads.</param>
    /// <param name="contents">What the item's files hold, by file.</param>
    public static List<MarkGroup> Of(
        Field field,
        ReadingPolicy policy,
        IReadOnlyList<Read> reads,
        IReadOnlyDictionary<string, FileContent> contents
    )
    {
        RegionKind kind = field.Kind.Region ?? throw new ArgumentException($"{field.Id} is no field of marks.");
        MatchRule rule = field.Kind.RuleOf(field, policy)!;
        List<(int Reader, Mark Mark)> all = [];
        for (int r = 0; r < reads.Count; r++)
        {
            all.AddRange(reads[r].Marks.Where(m => m.Field == field.Id).Select(m => (r, m)));
        }

        MarkGroup[] groupOf = [.. all.Select(m => new MarkGroup { _marks = { m } })];
        var pairs =
            from a in Enumerable.Range(0, all.Count)
            from b in Enumerable.Range(a + 1, all.Count - a - 1)
            where all[a].Reader != all[b].Reader && all[a].Mark.Class == all[b].Mark.Class
            let nearness = kind.Likeness(
                all[a].Mark.Region,
                all[b].Mark.Region,
                rule,
                contents.GetValueOrDefault(all[a].Mark.Region.File)
            )
            where nearness > 0
            orderby nearness descending, all[a].Mark.Id, all[b].Mark.Id
            select (a, b);
        foreach ((int a, int b) in pairs)
        {
            MarkGroup left = groupOf[a];
            MarkGroup right = groupOf[b];
            if (left != right && !left._marks.Exists(m => right._marks.Exists(n => n.Reader == m.Reader)))
            {
                left._marks.AddRange(right._marks);
                for (int i = 0; i < groupOf.Length; i++)
                {
                    groupOf[i] = groupOf[i] == right ? left : groupOf[i];
                }
            }
        }

        return [.. groupOf.Distinct()];
    }

    /// <summary>A mark in the middle of the group, in the shape's own sense; it keeps the first mark's id and class.</summary>
    public Mark Middle()
    {
        List<Mark> marks = [.. _marks.Select(m => m.Mark).OrderBy(m => m.Id, StringComparer.Ordinal)];
        return marks[0] with
        {
            Region = DomainModalities.KindOf(marks[0].Region).Middle([.. marks.Select(m => m.Region)]),
        };
    }
}
