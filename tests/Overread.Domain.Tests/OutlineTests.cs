using System.Text.Json;
using CsCheck;
using Overread.Domain.Marks;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Record;

namespace Overread.Domain.Tests;

/// <summary>Outlines: where they lie, how near two are, what their middle is.</summary>
public class OutlineTests
{
    private static readonly ImageContent Image = new(100, 80, 3) { SpacingX = 0.5, SpacingY = 2 };
    private static readonly MatchRule Iou = new("iou", 0.5);
    private static readonly PolygonRegion Square = Outline(10, 10, 20, 10, 20, 20, 10, 20);

    /// <summary>Corners around a centre, each at an own distance: lines that never cross themselves.</summary>
    private static readonly Gen<PolygonRegion> Stars = Gen.Select(
        Gen.Double[1, 15].Array[3, 40],
        Gen.Double[30, 60],
        Gen.Double[30, 50],
        (radii, x, y) => Around(radii, x, y)
    );

    [Theory]
    [InlineData(true, "0 0 100 0 100 80 0 80")]
    [InlineData(true, "-1 -1 101 -1 50 81")]
    [InlineData(false, "-1.1 0 10 0 10 10")]
    [InlineData(false, "0 0 101.1 0 10 10")]
    [InlineData(false, "0 -1.1 10 0 10 10")]
    [InlineData(false, "0 0 10 0 10 81.1")]
    [InlineData(false, "5 5 10 10")]
    [InlineData(false, "5 5 10 10 15 15")]
    [InlineData(false, "5 5 5 5 5 5")]
    public void An_outline_goes_around_something_on_its_image(bool lies, string numbers) =>
        Assert.Equal(
            lies,
            PolygonKind.Instance.Misfit(Outline([.. numbers.Split(' ').Select(double.Parse)]), Image) is null
        );

    [Fact]
    public void An_outline_has_a_thousand_corners_at_most()
    {
        Assert.Null(PolygonKind.Instance.Misfit(Around([.. Enumerable.Repeat(9.0, 1000)], 50, 40), Image));
        Assert.Contains(
            "1000",
            PolygonKind.Instance.Misfit(Around([.. Enumerable.Repeat(9.0, 1001)], 50, 40), Image),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("10 10 20 10 20 20 10 20", 1)]
    [InlineData("15 10 25 10 25 20 15 20", 50.0 / 150)]
    [InlineData("10 10 20 10 20 20", 0.5)]
    [InlineData("20 10 30 10 30 20 20 20", 0)]
    [InlineData("60 60 70 60 70 70", 0)]
    // A square on its corner: a quarter of each side's triangle lies outside of the other.
    [InlineData("15 5 25 15 15 25 5 15", 0.5)]
    // Two rectangles side by side, drawn in one line that is gone twice: even and odd.
    [InlineData("10 10 14 10 14 20 16 20 16 10 20 10 20 20 16 20 16 20 14 20 10 20", 80.0 / 100)]
    public void Overlap_is_that_of_what_they_go_around(string numbers, double expected)
    {
        PolygonRegion other = Outline([.. numbers.Split(' ').Select(double.Parse)]);
        Assert.Equal(expected, PolygonKind.Overlap(Square, other), 12);
        Assert.Equal(expected, PolygonKind.Instance.Measure(other, Square, Iou, null)!.Value, 12);
        PolygonRegion backwards = other with { Points = [.. other.Points.Reverse()] };
        Assert.Equal(expected, PolygonKind.Overlap(Square, backwards), 12);
    }

    [Fact]
    public void What_a_line_goes_around_twice_lies_outside()
    {
        // A star of five points drawn in one line: its middle, a pentagon, is gone around twice.
        double[] numbers =
        [
            .. Enumerable
                .Range(0, 5)
                .SelectMany(i =>
                    (double[])[50 + (20 * Math.Sin(4 * Math.PI * i / 5)), 40 - (20 * Math.Cos(4 * Math.PI * i / 5))]
                ),
        ];
        // Five triangles and no pentagon. With R = 20: whole star 10 R² tan 18° / (3 − tan² 18°), pentagon of the inner radius.
        double inner = 20 * Math.Sin(Math.PI / 10) / Math.Sin(7 * Math.PI / 10);
        double whole = 5 * 20 * inner * Math.Sin(Math.PI / 5);
        double pentagon = 2.5 * inner * inner * Math.Sin(2 * Math.PI / 5);
        Assert.Equal(whole - pentagon, AreaOf(Outline(numbers)), 9);
    }

    [Fact]
    public void Areas_of_outlines_that_do_not_cross_themselves_are_those_of_the_shoelace() =>
        Stars.Sample(star =>
        {
            double shoelace = 0;
            for (int i = 0; i < star.Points.Count; i++)
            {
                (PolygonPoint a, PolygonPoint b) = (star.Points[i], star.Points[(i + 1) % star.Points.Count]);
                shoelace += ((a.X * b.Y) - (b.X * a.Y)) / 2;
            }

            Assert.Equal(Math.Abs(shoelace), AreaOf(star), 6);
            Assert.Equal(1, PolygonKind.Overlap(star, star), 9);
        });

    [Fact]
    public void Overlap_is_the_same_from_both_sides_and_under_a_shift() =>
        Gen.Select(Stars, Stars, Gen.Double[-5, 5], Gen.Double[-5, 5])
            .Sample(
                (a, b, x, y) =>
                {
                    double overlap = PolygonKind.Overlap(a, b);
                    Assert.Equal(overlap, PolygonKind.Overlap(b, a), 9);
                    Assert.Equal(overlap, PolygonKind.Overlap(Shifted(a, x, y), Shifted(b, x, y)), 6);
                    Assert.InRange(overlap, 0, 1);
                }
            );

    [Fact]
    public void Outlines_that_are_boxes_overlap_like_boxes() =>
        Gen.Select(Boxes(), Boxes())
            .Sample((a, b) => Assert.Equal(BoxKind.Overlap(a, b), PolygonKind.Overlap(AsOutline(a), AsOutline(b)), 9));

    [Theory]
    [InlineData(0.5)]
    [InlineData(10)]
    [InlineData(19)]
    public void Circles_overlap_in_a_lens(double apart)
    {
        PolygonRegion one = Around([.. Enumerable.Repeat(10.0, 1000)], 40, 40);
        double half = apart / 20;
        double lens = (200 * Math.Acos(half)) - (apart * 10 * Math.Sqrt(1 - (half * half)));
        double expected = lens / ((200 * Math.PI) - lens);
        Assert.Equal(expected, PolygonKind.Overlap(one, Shifted(one, apart, 0)), 4);
    }

    [Fact]
    public void Distance_is_that_of_the_centres_of_gravity()
    {
        // The centre of a triangle is the mean of its corners, wherever more corners stand on its sides.
        PolygonRegion triangle = Outline(0, 0, 10, 0, 20, 0, 30, 0, 0, 30);
        PolygonRegion other = Shifted(triangle, 6, 4);
        Assert.Equal(
            Math.Sqrt(52),
            PolygonKind.Instance.Measure(triangle, other, new("distance", 10, "px"), Image)!.Value,
            9
        );
        // 6 px of 0.5 mm and 4 px of 2 mm.
        Assert.Equal(
            Math.Sqrt(9 + 64),
            PolygonKind.Instance.Measure(triangle, other, new("distance", 10, "mm"), Image)!.Value,
            9
        );
        Assert.Equal(
            Math.Sqrt(2) * 5,
            PolygonKind
                .Instance.Measure(triangle, Outline(14, 14, 16, 14, 16, 16, 14, 16), new("distance", 10, "px"), null)!
                .Value,
            9
        );
        Assert.Null(PolygonKind.Instance.Measure(triangle, other with { Frame = 1 }, Iou, Image));
        Assert.Null(
            PolygonKind.Instance.Measure(triangle, other, new("distance", 1, "mm"), Image with { SpacingX = null })
        );
    }

    [Fact]
    public void The_middle_of_outlines_is_between_them_wherever_each_was_begun()
    {
        PolygonRegion round = Around([.. Enumerable.Repeat(10.0, 90)], 50, 40);
        PolygonRegion turned = round with
        {
            Points =
            [
                .. round
                    .Points.Skip(33)
                    .Concat(round.Points.Take(33))
                    .Reverse()
                    .Select(p => new PolygonPoint(p.X + 4, p.Y)),
            ],
        };
        PolygonRegion middle = (PolygonRegion)PolygonKind.Instance.Middle([round, turned]);
        Assert.InRange(PolygonKind.Overlap(Shifted(round, 2, 0), middle), 0.98, 1);
        // Of three, one far out moves it no further than the second.
        PolygonRegion wide = Around([.. Enumerable.Repeat(14.0, 50)], 50, 40);
        PolygonRegion narrow = Around([.. Enumerable.Repeat(3.0, 50)], 50, 40);
        Assert.InRange(
            PolygonKind.Overlap(round, (PolygonRegion)PolygonKind.Instance.Middle([wide, narrow, round])),
            0.97,
            1
        );
        Assert.Equal(round, PolygonKind.Instance.Middle([round]));
    }

    [Fact]
    public void The_middle_of_any_outlines_is_an_outline_on_the_image() =>
        Stars
            .Array[2, 5]
            .Sample(some =>
                Assert.Null(
                    PolygonKind.Instance.Misfit(PolygonKind.Instance.Middle(some), new ImageContent(200, 200, 1))
                )
            );

    [Fact]
    public void Outlines_are_equal_by_their_corners_and_written_with_them()
    {
        Mark mark = new("m", "f", Square, "a");
        string json = JsonSerializer.Serialize(mark, EventJson.Options);
        Assert.Contains(
            "\"geometry\":{\"kind\":\"polygon\",\"points\":[{\"x\":10,\"y\":10}",
            json,
            StringComparison.Ordinal
        );
        Mark read = JsonSerializer.Deserialize<Mark>(json, EventJson.Options)!;
        Assert.Equal(mark, read);
        Assert.Equal(mark.GetHashCode(), read.GetHashCode());
        Assert.NotEqual(Square, Shifted(Square, 0.01, 0));
        Assert.Equal("10 10 20 10 20 20 10 20", PolygonKind.Instance.Trace(Square));
        Assert.Equal([0, 10, 10, 10, 10, 100], PolygonKind.Instance.Values(Square));
    }

    private static double AreaOf(PolygonRegion region) => PolygonKind.Instance.Values(region)[5];

    private static Gen<BoxRegion> Boxes() =>
        Gen.Select(Gen.Double[0, 20], Gen.Double[0, 20], Gen.Double[1, 20], Gen.Double[1, 20])
            .Select((x, y, w, h) => new BoxRegion("f", 0, x, y, w, h));

    private static PolygonRegion AsOutline(BoxRegion b) =>
        Outline(b.X, b.Y, b.X + b.Width, b.Y, b.X + b.Width, b.Y + b.Height, b.X, b.Y + b.Height);

    private static PolygonRegion Around(double[] radii, double x, double y) =>
        new(
            "f",
            0,
            [
                .. radii.Select(
                    (r, i) =>
                        new PolygonPoint(
                            x + (r * Math.Cos(2 * Math.PI * i / radii.Length)),
                            y + (r * Math.Sin(2 * Math.PI * i / radii.Length))
                        )
                ),
            ]
        );

    private static PolygonRegion Shifted(PolygonRegion region, double x, double y) =>
        region with
        {
            Points = [.. region.Points.Select(p => new PolygonPoint(p.X + x, p.Y + y))],
        };

    private static PolygonRegion Outline(params double[] numbers) =>
        new("f", 0, [.. numbers.Chunk(2).Select(p => new PolygonPoint(p[0], p[1]))]);
}
