using Overread.Domain.Marks;
using Overread.Domain.Protocols;

namespace Overread.Domain.Modalities.Imaging;

/// <summary>Boxes: by intersection over union, or by the distance of their centres.</summary>
public sealed class BoxKind : ImageRegionKind<BoxRegion>
{
    private const string Iou = "iou";

    // Pixels. Areas of smaller boxes are lost in arithmetic, and nobody draws them.
    private const double Smallest = 1e-6;

    private BoxKind() { }

    /// <summary>The one instance.</summary>
    public static BoxKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "box";

    /// <inheritdoc/>
    public override string Plural => "boxes";

    /// <inheritdoc/>
    public override IReadOnlyList<MatchMeasure> Measures { get; } =
    [
        new(Iou, "intersection over union", 0, 1, false, []),
        new("distance", "distance of the centres", 0, null, false, ["px", "mm"]),
    ];

    /// <inheritdoc/>
    public override MatchRule UsualRule { get; } = new(Iou, 0.5);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns { get; } = ["frame", "x", "y", "width", "height"];

    /// <inheritdoc/>
    public override MatchRule? RuleOf(ReadingPolicy policy) =>
        policy.BoxOverlap is { } overlap ? new(Iou, overlap) : null;

    /// <inheritdoc/>
    public override bool LargerIsNearer(MatchRule rule) => rule.Measure == Iou;

    /// <summary>Intersection over union of two boxes on one frame, 0 to 1.</summary>
    public static double Overlap(BoxRegion first, BoxRegion second)
    {
        double w = Math.Min(first.X + first.Width, second.X + second.Width) - Math.Max(first.X, second.X);
        double h = Math.Min(first.Y + first.Height, second.Y + second.Height) - Math.Max(first.Y, second.Y);
        if (w <= 0 || h <= 0)
        {
            return 0;
        }

        double both = w * h;
        return both / ((first.Width * first.Height) + (second.Width * second.Height) - both);
    }

    /// <inheritdoc/>
    protected override string? Unmeasurable(BoxRegion region) =>
        region is { Width: >= Smallest, Height: >= Smallest }
            ? null
            : "A box is at least a millionth of a pixel wide and high.";

    /// <inheritdoc/>
    protected override bool LiesOn(BoxRegion region, ImageContent image) =>
        region is { Width: > 0, Height: > 0, X: >= -1, Y: >= -1 }
        && region.X + region.Width <= image.Width + 1
        && region.Y + region.Height <= image.Height + 1;

    /// <inheritdoc/>
    protected override double? Measure(BoxRegion first, BoxRegion second, MatchRule rule, ImageContent? image) =>
        rule.Measure == Iou
            ? Overlap(first, second)
            : Distance(
                first.X + (first.Width / 2) - second.X - (second.Width / 2),
                first.Y + (first.Height / 2) - second.Y - (second.Height / 2),
                rule,
                image
            );

    /// <inheritdoc/>
    protected override BoxRegion Middle(IReadOnlyList<BoxRegion> regions)
    {
        double left = Median(regions.Select(b => b.X));
        double top = Median(regions.Select(b => b.Y));
        return regions[0] with
        {
            X = left,
            Y = top,
            Width = Median(regions.Select(b => b.X + b.Width)) - left,
            Height = Median(regions.Select(b => b.Y + b.Height)) - top,
        };
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<double> Values(BoxRegion region) =>
        [region.Frame, region.X, region.Y, region.Width, region.Height];
}
