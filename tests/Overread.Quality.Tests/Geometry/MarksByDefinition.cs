using Overread.Quality.Geometry;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Geometry;

/// <summary>Fusion and matching of marks against searches over places, pairs and cells.</summary>
public sealed class MarksByDefinition
{
    [Theory]
    [InlineData(1, 0.5, 0)]
    [InlineData(2, 0.25, 0)]
    [InlineData(3, 0.6, 3)]
    [InlineData(4, 1.0, 0)]
    [InlineData(5, 0.01, 5)]
    public void Spans_place_by_place(int seed, double share, int shortest)
    {
        SeededRandom random = new((ulong)seed);
        const int Length = 60;
        for (int round = 0; round < 20; round++)
        {
            MarkedSpan[][] readers = new MarkedSpan[4][];
            for (int r = 0; r < 4; r++)
            {
                readers[r] = new MarkedSpan[random.Next(7)];
                for (int s = 0; s < readers[r].Length; s++)
                {
                    int start = random.Next(Length - 12);
                    readers[r][s] = new MarkedSpan(start, start + 1 + random.Next(11), random.Next(2));
                }
            }

            List<(MarkedSpan Span, double Share)> wanted = [];
            for (int category = 0; category < 2; category++)
            {
                int[] marks =
                [
                    .. Enumerable
                        .Range(0, Length + 1)
                        .Select(at =>
                            readers.Count(spans =>
                                spans.Any(s => s.Category == category && s.Start <= at && at < s.End)
                            )
                        ),
                ];
                int start = -1;
                for (int at = 0; at <= Length; at++)
                {
                    bool inside = marks[at] > 0 && marks[at] >= (share * 4) - 1e-9;
                    if (inside && start < 0)
                    {
                        start = at;
                    }
                    else if (!inside && start >= 0)
                    {
                        if (at - start >= shortest)
                        {
                            wanted.Add((new MarkedSpan(start, at, category), marks[start..at].Average() / 4));
                        }

                        start = -1;
                    }
                }
            }

            IReadOnlyList<(MarkedSpan Span, double Share)> found = SpanFusion.Fuse(readers, share, shortest);
            wanted = [.. wanted.OrderBy(w => w.Span.Start).ThenBy(w => w.Span.Category)];
            Assert.Equal(wanted.Select(w => w.Span), found.Select(f => f.Span));
            Assert.All(wanted.Zip(found), p => Assert.Equal(p.First.Share, p.Second.Share, 1e-12));
        }
    }

    [Theory]
    [InlineData(1, 0.3, 0.5)]
    [InlineData(2, 0.1, 0.3)]
    [InlineData(3, 0.6, 0.0)]
    public void Boxes_join_the_likest_group_without_their_reader(int seed, double least, double share)
    {
        SeededRandom random = new((ulong)seed);
        for (int round = 0; round < 15; round++)
        {
            Box[][] readers = new Box[4][];
            for (int r = 0; r < 4; r++)
            {
                readers[r] = new Box[random.Next(5)];
                for (int b = 0; b < readers[r].Length; b++)
                {
                    (int x, int y) = (random.Next(8), random.Next(5));
                    readers[r][b] = new Box(x, y, x + 3 + random.Next(4), y + 3 + random.Next(4));
                }
            }

            List<List<(Box Box, int Reader)>> groups = [];
            foreach (
                (Box box, int reader) in readers
                    .SelectMany((boxes, r) => boxes.Select(b => (b, r)))
                    .OrderByDescending(e => e.b.Area)
                    .ThenBy(e => e.b.X0)
                    .ThenBy(e => e.b.Y0)
                    .ThenBy(e => e.b.X1)
            )
            {
                List<(Box Box, int Reader)>? best = null;
                double likeness = least;
                foreach (List<(Box Box, int Reader)> group in groups.Where(g => !g.Any(e => e.Reader == reader)))
                {
                    double own = Overlap(Mean(group), box);
                    if (own >= least && (best is null || own > likeness))
                    {
                        (best, likeness) = (group, own);
                    }
                }

                if (best is null)
                {
                    groups.Add([(box, reader)]);
                }
                else
                {
                    best.Add((box, reader));
                }
            }

            (Box, int)[] wanted =
            [
                .. groups
                    .Where(g => g.Count >= share * 4)
                    .Select(g => (Mean(g), g.Count))
                    .OrderByDescending(e => e.Count)
                    .ThenBy(e => e.Item1.X0),
            ];
            Assert.Equal(wanted, BoxFusion.Fuse(readers, least, share));
        }

        static Box Mean(List<(Box Box, int Reader)> g) =>
            new(g.Average(e => e.Box.X0), g.Average(e => e.Box.Y0), g.Average(e => e.Box.X1), g.Average(e => e.Box.Y1));
    }

    [Fact]
    public void Box_overlap_by_unit_squares()
    {
        SeededRandom random = new(2);
        for (int round = 0; round < 200; round++)
        {
            Box a = Draw();
            Box b = Draw();
            Assert.Equal(Overlap(a, b), a.IntersectionOverUnion(b), 1e-12);
            Assert.Equal((a.X1 - a.X0) * (a.Y1 - a.Y0), a.Area);
        }

        Box Draw()
        {
            (int x, int y) = (random.Next(6), random.Next(6));
            return new Box(x, y, x + random.Next(5), y + random.Next(5));
        }
    }

    [Theory]
    [InlineData(1, 3.0)]
    [InlineData(2, 6.5)]
    public void Points_join_closest_first(int seed, double farthest)
    {
        SeededRandom random = new((ulong)seed);
        for (int round = 0; round < 10; round++)
        {
            (double, double, double)[][] readers =
            [
                .. Enumerable
                    .Range(0, 4)
                    .Select(_ =>
                        Enumerable
                            .Range(0, random.Next(5))
                            .Select(_ => (10 * random.NextDouble(), 10 * random.NextDouble(), 4 * random.NextDouble()))
                            .ToArray()
                    ),
            ];
            List<List<((double X, double Y, double Z) Point, int Reader)>> groups =
            [
                .. readers
                    .SelectMany((points, r) => points.Select(p => (p, r)))
                    .OrderBy(e => e.p)
                    .Select(e => new List<((double X, double Y, double Z), int)> { e }),
            ];
            while (true)
            {
                var pairs =
                    from i in Enumerable.Range(0, groups.Count)
                    from j in Enumerable.Range(i + 1, groups.Count - i - 1)
                    where !groups[i].Select(e => e.Reader).Intersect(groups[j].Select(e => e.Reader)).Any()
                    let d = Distance(groups[i], groups[j])
                    where d <= farthest
                    orderby d
                    select (i, j);
                if (!pairs.Any())
                {
                    break;
                }

                (int a, int b) = pairs.First();
                groups[a].AddRange(groups[b]);
                groups.RemoveAt(b);
            }

            var wanted = groups
                .Where(g => g.Count >= 2)
                .Select(g =>
                    (
                        Point: (
                            Median(g.Select(e => e.Point.X)),
                            Median(g.Select(e => e.Point.Y)),
                            Median(g.Select(e => e.Point.Z))
                        ),
                        g.Count
                    )
                )
                .OrderByDescending(e => e.Count)
                .ThenBy(e => e.Point);
            Assert.Equal(wanted, PointFusion.Fuse(readers, farthest));
        }

        static double Distance(
            List<((double X, double Y, double Z) Point, int Reader)> a,
            List<((double X, double Y, double Z) Point, int Reader)> b
        ) =>
            Math.Sqrt(
                Math.Pow(a.Average(e => e.Point.X) - b.Average(e => e.Point.X), 2)
                    + Math.Pow(a.Average(e => e.Point.Y) - b.Average(e => e.Point.Y), 2)
                    + Math.Pow(a.Average(e => e.Point.Z) - b.Average(e => e.Point.Z), 2)
            );
    }

    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 2)]
    [InlineData(3, 16)]
    public void Lines_step_by_step(int seed, int steps)
    {
        SeededRandom random = new((ulong)seed);
        PlanePoint[][] lines =
        [
            .. Enumerable
                .Range(0, 4)
                .Select(r =>
                {
                    PlanePoint[] drawn =
                    [
                        .. Enumerable
                            .Range(0, 3 + random.Next(5))
                            .Select(i => new PlanePoint((i * 3) + random.NextDouble(), 2 * random.NextNormal())),
                    ];
                    return r % 2 == 0 ? drawn : [.. drawn.Reverse()];
                }),
        ];
        PlanePoint[][] even =
        [
            .. lines.Select(line =>
                Enumerable.Range(0, steps).Select(s => At(line, (double)s / (steps - 1))).ToArray()
            ),
        ];
        double Apart(PlanePoint[] a, PlanePoint[] b) => Math.Sqrt(Math.Min(Sum(a, b), Sum(a, [.. b.Reverse()])));
        PlanePoint[] central = even.OrderBy(a => even.Sum(b => Apart(a, b))).First();
        PlanePoint[] guide = central[0].X <= central[^1].X ? central : [.. central.Reverse()];
        PlanePoint[][] turned =
        [
            .. even.Select(line => Sum(guide, line) <= Sum(guide, [.. line.Reverse()]) ? line : [.. line.Reverse()]),
        ];
        (IReadOnlyList<PlanePoint> found, IReadOnlyList<double> distances) = PolylineFusion.Fuse(lines, steps);
        for (int s = 0; s < steps; s++)
        {
            Assert.Equal(Median(turned.Select(l => l[s].X)), found[s].X, 1e-9);
            Assert.Equal(Median(turned.Select(l => l[s].Y)), found[s].Y, 1e-9);
        }

        for (int r = 0; r < 4; r++)
        {
            Assert.Equal(Math.Sqrt(Sum([.. found], turned[r]) / steps), distances[r], 1e-9);
        }

        static double Sum(PlanePoint[] a, PlanePoint[] b) =>
            a.Zip(b).Sum(p => Math.Pow(p.First.X - p.Second.X, 2) + Math.Pow(p.First.Y - p.Second.Y, 2));
        static PlanePoint At(PlanePoint[] line, double share)
        {
            double[] pieces = [.. line.Zip(line.Skip(1), (a, b) => a.DistanceTo(b))];
            double left = share * pieces.Sum();
            for (int i = 0; i < pieces.Length; i++)
            {
                if (left <= pieces[i] || i == pieces.Length - 1)
                {
                    double part = left / pieces[i];
                    return new PlanePoint(
                        line[i].X + (part * (line[i + 1].X - line[i].X)),
                        line[i].Y + (part * (line[i + 1].Y - line[i].Y))
                    );
                }

                left -= pieces[i];
            }

            return line[^1];
        }
    }

    [Fact]
    public void Marks_match_greedily_at_or_above_the_threshold()
    {
        double[,] likeness =
        {
            { 0.5, 0.9, 0.5 },
            { 0.9, 0.8, 0.1 },
            { 0.5, 0.49, 0.7 },
        };
        MarkMatching found = MarkMatching.Of(3, 3, (i, j) => likeness[i, j], 0.7);
        Assert.Equal([(0, 1, 0.9), (1, 0, 0.9), (2, 2, 0.7)], found.Pairs);
        Assert.Equal([(0, 1, 0.9), (1, 0, 0.9)], MarkMatching.Of(3, 3, (i, j) => likeness[i, j], 0.71).Pairs);
        Assert.Equal(1, found.F1);
        Assert.Equal([(0, 0, 0.0)], MarkMatching.Points([(0, 0, 0)], [(1, 2, 2)], 3).Pairs);
        Assert.Empty(MarkMatching.Points([(0, 0, 0)], [(1, 2, 2)], 2.99).Pairs);
        Assert.Equal([(0, 0, 0.5)], MarkMatching.Points([(5, 7, 9)], [(6, 9, 11)], 6).Pairs);
        Assert.Equal(2 / 6.0, MarkMatching.Spans([(1, 5)], [(3, 7)], 0.3).Pairs[0].Likeness, 1e-12);
        Assert.Equal(1 / 3.0, MarkMatching.Spans([(0, 4)], [(2, 6)], 0.3).Pairs[0].Likeness, 1e-12);
        Assert.Equal(0, MarkMatching.Spans([(0, 4)], [(5, 6)], 0).Pairs[0].Likeness);
        Assert.Equal(0, MarkMatching.Spans([(3, 3)], [(3, 3)], 0).Pairs[0].Likeness);
        Assert.Equal(0.25, MarkMatching.Boxes([new(0, 0, 2, 2)], [new(0, 0, 1, 1)], 0.25).Pairs[0].Likeness);
        Assert.Throws<ArgumentOutOfRangeException>(() => MarkMatching.Points([], [], 0));
    }

    private static double Overlap(Box a, Box b)
    {
        double both = 0;
        double either = 0;
        double step =
            a.X0 == Math.Floor(a.X0) && a.Y0 == Math.Floor(a.Y0) && a.X1 == Math.Floor(a.X1) && a.Y1 == Math.Floor(a.Y1)
                ? 1
                : 0;
        if (step == 0)
        {
            double w = Math.Max(0, Math.Min(a.X1, b.X1) - Math.Max(a.X0, b.X0));
            double h = Math.Max(0, Math.Min(a.Y1, b.Y1) - Math.Max(a.Y0, b.Y0));
            return w * h / (((a.X1 - a.X0) * (a.Y1 - a.Y0)) + ((b.X1 - b.X0) * (b.Y1 - b.Y0)) - (w * h));
        }

        for (int x = 0; x < 20; x++)
        {
            for (int y = 0; y < 20; y++)
            {
                bool inA = x >= a.X0 && x < a.X1 && y >= a.Y0 && y < a.Y1;
                bool inB = x >= b.X0 && x < b.X1 && y >= b.Y0 && y < b.Y1;
                both += inA && inB ? 1 : 0;
                either += inA || inB ? 1 : 0;
            }
        }

        return either > 0 ? both / either : 0;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
