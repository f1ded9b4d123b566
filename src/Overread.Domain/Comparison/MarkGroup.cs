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
    /// Groups the marks of one field. Candidate pairs of different readers and the same class are joined best first
    /// (largest overlap, or smallest distance) as long as no group gets two marks of one reader, so the result does not
    /// depend on the order of readers.
    /// </summary>
    public static List<MarkGroup> Of(string field, ReadingPolicy policy, IReadOnlyList<Read> reads)
    {
        List<(int Reader, Mark Mark)> all = [];
        for (int r = 0; r < reads.Count; r++)
        {
            all.AddRange(reads[r].Marks.Where(m => m.Field == field).Select(m => (r, m)));
        }

        MarkGroup[] groupOf = [.. all.Select(m => new MarkGroup { _marks = { m } })];
        var pairs =
            from a in Enumerable.Range(0, all.Count)
            from b in Enumerable.Range(a + 1, all.Count - a - 1)
            where all[a].Reader != all[b].Reader && all[a].Mark.Class == all[b].Mark.Class
            let nearness = Nearness(all[a].Mark.Geometry, all[b].Mark.Geometry, policy)
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

    /// <summary>A mark in the middle of the group: each edge (or coordinate) is the median of its marks.</summary>
    public Mark Middle()
    {
        Mark first = _marks.OrderBy(m => m.Mark.Id, StringComparer.Ordinal).First().Mark;
        Geometry middle = first.Geometry switch
        {
            BoxGeometry b => MiddleBox(b),
            PointGeometry p => p with { X = Median(m => ((PointGeometry)m).X), Y = Median(m => ((PointGeometry)m).Y) },
            _ => first.Geometry,
        };
        return first with { Geometry = middle };
    }

    private BoxGeometry MiddleBox(BoxGeometry like)
    {
        double left = Median(m => ((BoxGeometry)m).X);
        double top = Median(m => ((BoxGeometry)m).Y);
        double right = Median(m => ((BoxGeometry)m).X + ((BoxGeometry)m).Width);
        double bottom = Median(m => ((BoxGeometry)m).Y + ((BoxGeometry)m).Height);
        return like with { X = left, Y = top, Width = right - left, Height = bottom - top };
    }

    private double Median(Func<Geometry, double> of)
    {
        double[] values = [.. _marks.Select(m => of(m.Mark.Geometry)).Order()];
        int half = values.Length / 2;
        return values.Length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }

    // Above 0 where two marks may be the same thing; greater is nearer.
    private static double Nearness(Geometry a, Geometry b, ReadingPolicy policy)
    {
        if (a is BoxGeometry box && b is BoxGeometry other)
        {
            double overlap = box.Overlap(other);
            return overlap >= policy.BoxOverlap ? overlap : 0;
        }

        if (a is PointGeometry point && b is PointGeometry second)
        {
            double distance = point.Distance(second);
            return distance < policy.PointDistance ? 1 / (1 + distance) : 0;
        }

        return 0;
    }
}
