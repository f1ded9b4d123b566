using Overread.Domain.Marks;
using Overread.Domain.Protocols;

namespace Overread.Domain.Modalities.Imaging;

/// <summary>Points: by their distance in pixels, or in millimetres where the image's spacing is known.</summary>
public sealed class PointKind : ImageRegionKind<PointRegion>
{
    private PointKind() { }

    /// <summary>The one instance.</summary>
    public static PointKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "point";

    /// <inheritdoc/>
    public override string Plural => "points";

    /// <inheritdoc/>
    public override IReadOnlyList<MatchMeasure> Measures { get; } =
    [new("distance", "distance", 0, null, false, ["px", "mm"])];

    /// <inheritdoc/>
    public override MatchRule UsualRule { get; } = new("distance", 10, "px");

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns { get; } = ["frame", "x", "y"];

    /// <inheritdoc/>
    public override MatchRule? RuleOf(ReadingPolicy policy) =>
        policy.PointDistance is { } distance ? new("distance", distance, "px") : null;

    /// <inheritdoc/>
    public override bool LargerIsNearer(MatchRule rule) => false;

    /// <inheritdoc/>
    protected override bool LiesOn(PointRegion region, ImageContent image) =>
        region is { X: >= -1, Y: >= -1 } && region.X <= image.Width + 1 && region.Y <= image.Height + 1;

    /// <inheritdoc/>
    protected override double? Measure(PointRegion first, PointRegion second, MatchRule rule, ImageContent? image) =>
        Distance(first.X - second.X, first.Y - second.Y, rule, image);

    /// <inheritdoc/>
    protected override PointRegion Middle(IReadOnlyList<PointRegion> regions) =>
        regions[0] with
        {
            X = Median(regions.Select(p => p.X)),
            Y = Median(regions.Select(p => p.Y)),
        };

    /// <inheritdoc/>
    protected override IReadOnlyList<double> Values(PointRegion region) => [region.Frame, region.X, region.Y];
}
