using System.Globalization;
using Overread.Domain.Marks;
using Overread.Domain.Modalities.Imaging.Outlines;

namespace Overread.Domain.Modalities.Imaging;

/// <summary>Outlines: by intersection over union of what they go around, or by the distance of the centres of gravity.</summary>
public sealed class PolygonKind : ImageRegionKind<PolygonRegion>
{
    /// <summary>Corners of one outline at most: a line around a whole picture has fewer, and two outlines are compared in a moment.</summary>
    public const int MostPoints = 1000;

    private const string Iou = "iou";

    // Square pixels. Smaller areas are lost in arithmetic, and nobody draws them.
    private const double Smallest = 1e-6;

    private PolygonKind() { }

    /// <summary>The one instance.</summary>
    public static PolygonKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "polygon";

    /// <inheritdoc/>
    public override string Plural => "outlines";

    /// <inheritdoc/>
    public override IReadOnlyList<MatchMeasure> Measures { get; } =
    [
        new(Iou, "intersection over union", 0, 1, false, []),
        new("distance", "distance of the centres", 0, null, false, ["px", "mm"]),
    ];

    /// <inheritdoc/>
    public override MatchRule UsualRule { get; } = new(Iou, 0.5);

    /// <summary>The box around it, and the area inside in square pixels; the corners stand in <see cref="Trace"/>.</summary>
    public override IReadOnlyList<string> Columns { get; } = ["frame", "x", "y", "width", "height", "area"];

    /// <inheritdoc/>
    public override string? TraceColumn => "points";

    /// <inheritdoc/>
    public override bool LargerIsNearer(MatchRule rule) => rule.Measure == Iou;

    /// <summary>Intersection over union of what two outlines on one frame go around, 0 to 1.</summary>
    public static double Overlap(PolygonRegion first, PolygonRegion second) =>
        OutlineArea.Overlap(first.Points, second.Points);

    /// <summary>The box around it, pixels.</summary>
    public static BoxRegion Around(PolygonRegion region)
    {
        OutlineBounds bounds = OutlineBounds.Of(region.Points);
        return new(
            region.File,
            region.Frame,
            bounds.Left,
            bounds.Top,
            bounds.Right - bounds.Left,
            bounds.Bottom - bounds.Top
        );
    }

    /// <summary>What it goes around, square pixels.</summary>
    public static double Area(PolygonRegion region) => OutlineArea.Of(region.Points).Area;

    /// <summary>x and y of each corner in turn, with blanks between.</summary>
    public override string? Trace(Overread.Domain.Marks.Region region) =>
        string.Join(
            ' ',
            ((PolygonRegion)region).Points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X} {p.Y}"))
        );

    /// <inheritdoc/>
    protected override string? Unmeasurable(PolygonRegion region) =>
        region.Points is not { Count: >= 3 and <= MostPoints } ? $"An outline has 3 to {MostPoints} corners."
        : region.Points.All(p => double.IsFinite(p.X) && double.IsFinite(p.Y)) && Area(region) >= Smallest ? null
        : "An outline goes around something.";

    /// <inheritdoc/>
    protected override bool LiesOn(PolygonRegion region, ImageContent image)
    {
        OutlineBounds bounds = OutlineBounds.Of(region.Points);
        return bounds is { Left: >= -1, Top: >= -1 }
            && bounds.Right <= image.Width + 1
            && bounds.Bottom <= image.Height + 1;
    }

    /// <inheritdoc/>
    protected override double? Measure(PolygonRegion first, PolygonRegion second, MatchRule rule, ImageContent? image)
    {
        if (rule.Measure == Iou)
        {
            return Overlap(first, second);
        }

        PolygonPoint a = OutlineArea.Of(first.Points).Centre;
        PolygonPoint b = OutlineArea.Of(second.Points).Centre;
        return Distance(a.X - b.X, a.Y - b.Y, rule, image);
    }

    /// <inheritdoc/>
    protected override PolygonRegion Middle(IReadOnlyList<PolygonRegion> regions) =>
        regions[0] with
        {
            Points = MiddleOutline.Of([.. regions.Select(r => r.Points)]),
        };

    /// <inheritdoc/>
    protected override IReadOnlyList<double> Values(PolygonRegion region)
    {
        BoxRegion box = Around(region);
        return [region.Frame, box.X, box.Y, box.Width, box.Height, Area(region)];
    }
}
