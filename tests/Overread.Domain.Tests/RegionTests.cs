using System.Text.Json;
using CsCheck;
using Overread.Domain.Marks;
using Overread.Domain.Modalities;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Record;

namespace Overread.Domain.Tests;

public class RegionTests
{
    private static readonly ImageContent Image = new(100, 80, 3) { SpacingX = 0.5, SpacingY = 2 };
    private static readonly MatchRule Iou = new("iou", 0.5);
    private static readonly MatchRule Pixels = new("distance", 10, "px");
    private static readonly MatchRule Millimetres = new("distance", 10, "mm");

    [Theory]
    [InlineData(0, 0, 100, 80, true)]
    [InlineData(-1, -1, 102, 82, true)]
    [InlineData(-1.1, 0, 10, 10, false)]
    [InlineData(0, -1.1, 10, 10, false)]
    [InlineData(91, 0, 10.1, 10, false)]
    [InlineData(0, 71, 10, 10.1, false)]
    [InlineData(5, 5, 0, 10, false)]
    [InlineData(5, 5, 10, 0, false)]
    [InlineData(5, 5, -1, 10, false)]
    public void A_box_lies_on_its_image_within_one_pixel(double x, double y, double width, double height, bool lies) =>
        Assert.Equal(lies, BoxKind.Instance.Misfit(new BoxRegion("f", 2, x, y, width, height), Image) is null);

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(101, 81, true)]
    [InlineData(-1, -1, true)]
    [InlineData(101.1, 0, false)]
    [InlineData(0, 81.1, false)]
    [InlineData(-1.1, 0, false)]
    [InlineData(0, -1.1, false)]
    public void A_point_lies_on_its_image_within_one_pixel(double x, double y, bool lies) =>
        Assert.Equal(lies, PointKind.Instance.Misfit(new PointRegion("f", 0, x, y), Image) is null);

    [Theory]
    [InlineData(-1, "frame")]
    [InlineData(0, null)]
    [InlineData(2, null)]
    [InlineData(3, "frame")]
    public void A_region_lies_on_a_frame_that_there_is(int frame, string? fault)
    {
        string? misfit = PointKind.Instance.Misfit(new PointRegion("f", frame, 1, 1), Image);
        Assert.Equal(fault is null, misfit is null);
        Assert.Contains(fault ?? "", misfit ?? "", StringComparison.Ordinal);
    }

    private sealed record NoImage : FileContent;

    [Fact]
    public void A_region_lies_in_a_file_of_its_own_modality()
    {
        Assert.Contains(
            "no image",
            BoxKind.Instance.Misfit(new BoxRegion("f", 0, 1, 1, 2, 2), new NoImage()),
            StringComparison.Ordinal
        );
        Assert.NotNull(BoxKind.Instance.Misfit(new PointRegion("f", 0, 1, 1), Image));
    }

    [Theory]
    [InlineData(0, 0, 10, 10, 1)]
    [InlineData(5, 0, 10, 10, 50.0 / 150)]
    [InlineData(5, 5, 10, 10, 25.0 / 175)]
    [InlineData(10, 0, 10, 10, 0)]
    [InlineData(0, 10, 10, 10, 0)]
    [InlineData(30, 40, 10, 10, 0)]
    [InlineData(30, 2, 10, 5, 0)]
    [InlineData(2, 2, 5, 5, 0.25)]
    public void Overlap_is_intersection_over_union(double x, double y, double width, double height, double expected)
    {
        BoxRegion first = new("f", 0, 0, 0, 10, 10);
        BoxRegion second = new("f", 0, x, y, width, height);
        Assert.Equal(expected, BoxKind.Overlap(first, second), 12);
        Assert.Equal(expected, BoxKind.Instance.Measure(second, first, Iou, null)!.Value, 12);
    }

    [Fact]
    public void What_lies_in_another_file_or_frame_cannot_be_measured_and_is_never_the_same()
    {
        BoxRegion box = new("f", 0, 0, 0, 10, 10);
        Assert.Null(BoxKind.Instance.Measure(box, box with { Frame = 1 }, Iou, Image));
        Assert.Null(BoxKind.Instance.Measure(box, box with { File = "g" }, Iou, Image));
        Assert.Equal(0, BoxKind.Instance.Likeness(box, box with { Frame = 1 }, Iou, Image));
        Assert.Equal(1, BoxKind.Instance.Likeness(box, box, Iou, Image));
    }

    [Theory]
    [InlineData(3, 4, 5)]
    [InlineData(0, 0, 0)]
    [InlineData(-6, 8, 10)]
    public void Points_are_measured_by_their_distance_in_pixels(double dx, double dy, double expected) =>
        Assert.Equal(
            expected,
            PointKind
                .Instance.Measure(
                    new PointRegion("f", 0, 50, 50),
                    new PointRegion("f", 0, 50 + dx, 50 + dy),
                    Pixels,
                    null
                )!
                .Value,
            12
        );

    [Fact]
    public void Millimetres_need_the_spacing_of_the_image()
    {
        PointRegion a = new("f", 0, 10, 10);
        PointRegion b = new("f", 0, 16, 12);
        // 6 columns of 0.5 mm and 2 rows of 2 mm: 3 and 4.
        Assert.Equal(5, PointKind.Instance.Measure(a, b, Millimetres, Image)!.Value, 12);
        Assert.Null(PointKind.Instance.Measure(a, b, Millimetres, new ImageContent(100, 80, 1)));
        Assert.Null(PointKind.Instance.Measure(a, b, Millimetres, Image with { SpacingY = null }));
        Assert.Null(PointKind.Instance.Measure(a, b, Millimetres, null));
        Assert.Equal(0, PointKind.Instance.Likeness(a, b, Millimetres, null));
    }

    [Fact]
    public void Boxes_can_be_measured_by_the_distance_of_their_centres()
    {
        BoxRegion a = new("f", 0, 10, 10, 4, 6);
        BoxRegion b = new("f", 0, 14, 12, 2, 10);
        // Centres (12, 13) and (15, 17).
        Assert.Equal(5, BoxKind.Instance.Measure(a, b, Pixels, null)!.Value, 12);
        Assert.False(BoxKind.Instance.LargerIsNearer(Pixels));
        Assert.True(BoxKind.Instance.LargerIsNearer(Iou));
    }

    [Theory]
    [InlineData(9.99, true)]
    [InlineData(10, false)]
    [InlineData(11, false)]
    public void Under_the_distance_of_the_rule_two_points_are_the_same(double distance, bool same)
    {
        PointRegion at = new("f", 0, 0, 0);
        Assert.Equal(same, PointKind.Instance.Likeness(at, at with { X = distance }, Pixels, null) > 0);
    }

    [Fact]
    public void From_the_overlap_of_the_rule_on_two_boxes_are_the_same()
    {
        BoxRegion box = new("f", 0, 0, 0, 10, 10);
        Assert.Equal(0.5, BoxKind.Instance.Likeness(box, box with { Width = 5 }, Iou, null), 12);
        Assert.Equal(0, BoxKind.Instance.Likeness(box, box with { Width = 4.99 }, Iou, null));
    }

    [Fact]
    public void Nearer_is_likelier() =>
        Gen.Int[0, 9_900]
            .Select(Gen.Int[0, 9_900])
            .Sample(
                (x, y) =>
                {
                    (double a, double b) = (x / 1000.0, y / 1000.0);
                    PointRegion at = new("f", 0, 0, 0);
                    double one = PointKind.Instance.Likeness(at, at with { X = a }, Pixels, null);
                    double two = PointKind.Instance.Likeness(at, at with { X = b }, Pixels, null);
                    Assert.Equal(a.CompareTo(b), two.CompareTo(one));
                }
            );

    [Fact]
    public void The_middle_of_marks_is_the_median_of_each_edge_and_stays_in_file_and_frame()
    {
        BoxRegion middle = (BoxRegion)
            BoxKind.Instance.Middle([
                new BoxRegion("f", 1, 10, 10, 20, 20),
                new BoxRegion("f", 1, 12, 11, 20, 30),
                new BoxRegion("f", 1, 40, 12, 1, 1),
            ]);
        Assert.Equal(new BoxRegion("f", 1, 12, 11, 20, 19), middle);
        PointRegion point = (PointRegion)
            PointKind.Instance.Middle([new PointRegion("f", 2, 1, 10), new PointRegion("f", 2, 3, 20)]);
        Assert.Equal(new PointRegion("f", 2, 2, 15), point);
    }

    [Fact]
    public void A_shape_has_one_value_per_column()
    {
        Assert.Equal(["frame", "x", "y", "width", "height"], BoxKind.Instance.Columns);
        Assert.Equal([1, 2, 3, 4, 5], BoxKind.Instance.Values(new BoxRegion("f", 1, 2, 3, 4, 5)));
        Assert.Equal(["frame", "x", "y"], PointKind.Instance.Columns);
        Assert.Equal([1, 2, 3], PointKind.Instance.Values(new PointRegion("f", 1, 2, 3)));
    }

    [Theory]
    [InlineData("""{"kind":"box","frame":1,"x":2,"y":3,"width":4,"height":5,"file":"f"}""")]
    [InlineData("""{"kind":"point","frame":1,"x":2,"y":3,"file":"f"}""")]
    public void A_region_is_read_back_as_the_record_has_it(string json)
    {
        Region region = JsonSerializer.Deserialize<Region>(json, EventJson.Options)!;
        Assert.Equal(
            region,
            JsonSerializer.Deserialize<Region>(JsonSerializer.Serialize(region, EventJson.Options), EventJson.Options)
        );
        Assert.Equal("f", region.File);
        Assert.Contains(DomainModalities.KindOf(region).Name, json, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_shape_and_content_of_the_assembly_belongs_to_a_modality()
    {
        static HashSet<Type> Of<T>() =>
            [.. typeof(T).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(T)) && !t.IsAbstract)];
        Assert.Equal(Of<Region>(), DomainModalities.Regions.Select(r => r.Region).ToHashSet());
        Assert.Equal(
            Of<FileContent>(),
            DomainModalities.All.SelectMany(m => m.Contents).Select(c => c.Content).ToHashSet()
        );
        Assert.Throws<ArgumentException>(() => DomainModalities.KindOf(new Strange("f")));
    }

    private sealed record Strange(string File) : Region(File);
}
