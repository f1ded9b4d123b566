using Overread.Quality.Geometry;

namespace Overread.Quality.Tests.Geometry;

public sealed class FusionTests
{
    [Fact]
    public void Spans_are_kept_where_enough_readers_marked_them()
    {
        MarkedSpan[][] readers =
        [
            [new(0, 10), new(20, 30, 1)],
            [new(4, 12), new(20, 30)],
            [new(6, 16)],
            [],
        ];
        Assert.Equal([(new MarkedSpan(4, 12), 20.0 / 32)], SpanFusion.Fuse(readers));
        Assert.Equal([new MarkedSpan(6, 10)], SpanFusion.Fuse(readers, 0.75).Select(entry => entry.Span));
        Assert.Equal(
            [new MarkedSpan(0, 16), new MarkedSpan(20, 30), new MarkedSpan(20, 30, 1)],
            SpanFusion.Fuse(readers, 0.25).Select(entry => entry.Span)
        );
        Assert.Equal([new MarkedSpan(0, 16)], SpanFusion.Fuse(readers, 0.25, 11).Select(entry => entry.Span));
        Assert.Equal([new MarkedSpan(0, 16)], SpanFusion.Fuse(readers, 0.25, 16).Select(entry => entry.Span));
        Assert.Equal(SpanFusion.Fuse(readers), SpanFusion.Fuse([.. readers.Reverse()]));
        Assert.Empty(
            SpanFusion.Fuse([
                [],
                [],
            ])
        );
    }

    [Fact]
    public void A_readers_own_overlap_counts_once_and_touching_spans_are_one()
    {
        MarkedSpan[][] readers =
        [
            [new(0, 6), new(2, 4), new(5, 9), new(9, 12)],
            [new(0, 12)],
            [],
        ];
        Assert.Equal([(new MarkedSpan(0, 12), 2.0 / 3)], SpanFusion.Fuse(readers, 0.6));
    }

    [Fact]
    public void Spans_and_shares_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentException>(() =>
            SpanFusion.Fuse([
                [new(3, 3)],
            ])
        );
        Assert.Throws<ArgumentException>(() => SpanFusion.Fuse([], 0));
        Assert.Throws<ArgumentException>(() => SpanFusion.Fuse([], 1.01));
        Assert.Empty(SpanFusion.Fuse([], 1));
    }

    [Fact]
    public void Points_join_with_the_nearest_of_other_readers()
    {
        (double, double, double)[][] readers =
        [
            [(0, 0, 0), (50, 0, 0)],
            [(1, 0, 0), (3, 0, 0)],
            [(1.5, 2, 0), (90, 0, 0)],
        ];
        var fused = PointFusion.Fuse(readers, 5);
        Assert.Equal([((1.0, 0.0, 0.0), 3)], fused);
        Assert.Equal(fused, PointFusion.Fuse([.. readers.Reverse()], 5));
        Assert.Equal(
            [((1.0, 0, 0), 3), ((3, 0, 0), 1), ((50, 0, 0), 1), ((90, 0, 0), 1)],
            PointFusion.Fuse(readers, 5, 0.1)
        );

        // Exactly at the largest distance points still join; a hair less and they do not. All three axes count.
        (double, double, double)[][] apart =
        [
            [(0, 0, 0)],
            [(2, 3, 6)],
        ];
        Assert.Equal([((1.0, 1.5, 3.0), 2)], PointFusion.Fuse(apart, 7, 1));
        Assert.Empty(PointFusion.Fuse(apart, 6.99, 1));
        Assert.Empty(
            PointFusion.Fuse(
                [
                    [],
                    [],
                ],
                1
            )
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => PointFusion.Fuse(apart, 0));
    }

    [Fact]
    public void Lines_fuse_whichever_way_they_were_drawn()
    {
        PlanePoint[] first = [new(0, 0), new(10, 0)];
        PlanePoint[] second = [new(10, 2), new(4, 2), new(4, 2), new(0, 2)];
        PlanePoint[] third = [new(0, 7), new(10, 7)];
        (IReadOnlyList<PlanePoint> line, IReadOnlyList<double> distances) = PolylineFusion.Fuse(
            [first, second, third],
            5
        );
        Assert.Equal([new(0, 2), new(2.5, 2), new(5, 2), new(7.5, 2), new(10, 2)], line);
        Assert.Equal([2, 0, 5], distances.Select(value => Math.Round(value, 9)));
        Assert.Equal(line, PolylineFusion.Fuse([third, [.. first.Reverse()], second], 5).Line);
        Assert.Equal([new(0, 1), new(10, 1)], PolylineFusion.Fuse([first, second], 2).Line);
        Assert.Throws<ArgumentException>(() => PolylineFusion.Fuse([]));
        Assert.Throws<ArgumentException>(() => PolylineFusion.Fuse([first, [new(0, 0)]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PolylineFusion.Fuse([first], 1));
    }

    [Fact]
    public void Lines_are_measured_along_their_bends()
    {
        PlanePoint[] bent = [new(0, 0), new(3, 0), new(3, 4), new(3, 7)];
        Assert.Equal(
            [new(0, 0), new(2.5, 0), new(3, 2), new(3, 4.5), new(3, 7)],
            PolylineFusion
                .Fuse([bent], 5)
                .Line.Select(point => new PlanePoint(Math.Round(point.X, 9), Math.Round(point.Y, 9)))
        );
    }

    [Fact]
    public void A_majority_of_polygons_is_the_place_most_readers_marked()
    {
        PlanePoint[] Square(double x, double y, double side) =>
            [new(x, y), new(x + side, y), new(x + side, y + side), new(x, y + side)];
        PlanePoint[][][] readers =
        [
            [Square(0, 0, 10)],
            [Square(2, 0, 10)],
            [Square(4, 0, 10)],
            [],
            [Square(2, 0, 10)],
        ];
        IReadOnlyList<IReadOnlyList<PlanePoint>> fused = PolygonFusion.Fuse(readers, 0.25);
        Assert.Single(fused);
        Assert.Equal(100, PolygonFusion.Area(fused[0]), 1.0);
        Assert.Equal(2, fused[0].Min(point => point.X), 0.02);
        Assert.Equal(12, fused[0].Max(point => point.X), 0.02);
        Assert.Equal(0, fused[0].Min(point => point.Y), 0.02);
        Assert.Equal(10, fused[0].Max(point => point.Y), 0.02);
        Assert.Equal(fused, PolygonFusion.Fuse([.. readers.Reverse()], 0.25, threads: 2));

        // Three of five is a share of 0.6: exactly that is not enough, so that four readers are needed.
        Assert.Equal(60, PolygonFusion.Area(PolygonFusion.Fuse(readers, 0.25, 0.6)[0]), 1.0);
        Assert.Empty(PolygonFusion.Fuse(readers, 0.25, 0.9));
        Assert.Empty(
            PolygonFusion.Fuse(
                [
                    [],
                    [],
                ],
                1
            )
        );
    }

    [Fact]
    public void Holes_and_islands_are_outlines_of_their_own()
    {
        PlanePoint[] Ring(double radius, double x) =>
            [
                .. Enumerable
                    .Range(0, 720)
                    .Select(i => new PlanePoint(
                        x + (radius * Math.Cos(i * Math.PI / 360)),
                        radius * Math.Sin(i * Math.PI / 360)
                    )),
            ];

        // A ring as one polygon that runs around, inwards, back around and out again.
        PlanePoint[] ring = [.. Ring(10, 0), new(10, 0), new(5, 0), .. Ring(5, 0).Reverse(), new(5, 0), new(10, 0)];
        IReadOnlyList<IReadOnlyList<PlanePoint>> fused = PolygonFusion.Fuse(
            [
                [ring, Ring(3, 30)],
            ],
            0.2
        );
        double[] areas = [.. fused.Select(PolygonFusion.Area).Order()];
        Assert.Equal(3, areas.Length);
        Assert.Equal(-Math.PI * 25, areas[0], 0.6);
        Assert.Equal(Math.PI * 9, areas[1], 0.2);
        Assert.Equal(Math.PI * 100, areas[2], 0.6);
    }

    [Fact]
    public void A_saddle_joins_what_its_mean_joins()
    {
        float[] Field(float a, float b, float c, float d) =>
            [-1, -1, -1, -1, -1, a, b, -1, -1, d, c, -1, -1, -1, -1, -1];
        Assert.Single(ContourLines.Zero(Field(3, -1, 3, -1), 4, 4));
        Assert.Equal(2, ContourLines.Zero(Field(1, -3, 1, -3), 4, 4).Count);
        Assert.Single(ContourLines.Zero(Field(-1, 3, -1, 3), 4, 4));
        Assert.Equal(2, ContourLines.Zero(Field(-3, 1, -3, 1), 4, 4).Count);
        foreach (
            List<PlanePoint> line in ContourLines
                .Zero(Field(1, -3, 1, -3), 4, 4)
                .Concat(ContourLines.Zero(Field(-3, 1, -3, 1), 4, 4))
        )
        {
            // A lone node: a diamond that reaches half way to −1 and a quarter of the way to −3.
            Assert.Equal(0.28125, PolygonFusion.Area(line), 1e-12);
        }

        // Every neighbourhood of nodes gives lines that close, and whose area is that of the marked part.
        for (int pattern = 1; pattern < 512; pattern++)
        {
            float[] field = new float[25];
            Array.Fill(field, -1);
            for (int bit = 0; bit < 9; bit++)
            {
                field[((1 + (bit / 3)) * 5) + 1 + (bit % 3)] = ((pattern >> bit) & 1) == 1 ? 1 : -1;
            }

            List<List<PlanePoint>> lines = ContourLines.Zero(field, 5, 5);
            Assert.All(lines, line => Assert.True(line.Count >= 4));
            double area = lines.Sum(PolygonFusion.Area);
            int marked = System.Numerics.BitOperations.PopCount((uint)pattern);
            Assert.InRange(area, 0.5 * marked - 1e-9, (1.5 * marked) + 1e-9);
        }
    }

    [Fact]
    public void Polygons_that_make_no_sense_are_refused()
    {
        PlanePoint[][][] readers =
        [
            [
                [new(0, 0), new(1e9, 0), new(0, 1e9)],
            ],
        ];
        Assert.Throws<ArgumentException>(() => PolygonFusion.Fuse(readers, 1));
        Assert.Throws<ArgumentException>(() => PolygonFusion.Fuse(readers, 0));
        Assert.Throws<ArgumentException>(() => PolygonFusion.Fuse(readers, 1e7, 1));
        Assert.Throws<ArgumentException>(() => PolygonFusion.Fuse(readers, 1e7, -0.1));
        Assert.Single(PolygonFusion.Fuse(readers, 1e7));
    }
}
