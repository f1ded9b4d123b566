using Overread.Domain.Marks;

namespace Overread.Domain.Modalities.Imaging;

/// <summary>What shapes on images have in common: a file with a matrix of pixels, and a frame.</summary>
/// <typeparam name="T">The region.</typeparam>
public abstract class ImageRegionKind<T> : RegionKind
    where T : ImageRegion
{
    /// <inheritdoc/>
    public sealed override Type Region => typeof(T);

    /// <inheritdoc/>
    public sealed override string? Misfit(Region region, FileContent content)
    {
        if (region is not T shape || content is not ImageContent image)
        {
            return "The mark lies in a file that is no image.";
        }

        return shape.Frame < 0 || shape.Frame >= image.Frames ? "The mark lies on a frame that the image does not have."
            : Unmeasurable(shape) is { } why ? why
            : LiesOn(shape, image) ? null
            : "The mark lies outside the image.";
    }

    /// <inheritdoc/>
    public sealed override double? Measure(Region first, Region second, MatchRule rule, FileContent? content) =>
        first is T a && second is T b && a.File == b.File && a.Frame == b.Frame
            ? Measure(a, b, rule, content as ImageContent)
            : null;

    /// <inheritdoc/>
    public sealed override Region Middle(IReadOnlyList<Region> regions) => Middle([.. regions.Cast<T>()]);

    /// <inheritdoc/>
    public sealed override IReadOnlyList<double> Values(Region region) => Values((T)region);

    /// <summary>Why its extent is none that anybody could measure, as a sentence; null when it is one.</summary>
    protected virtual string? Unmeasurable(T region) => null;

    /// <summary>True when it lies on the image, within one pixel.</summary>
    protected abstract bool LiesOn(T region, ImageContent image);

    /// <summary>Nearness of two on one frame; see <see cref="RegionKind.Measure"/>.</summary>
    protected abstract double? Measure(T first, T second, MatchRule rule, ImageContent? image);

    /// <summary>The middle; see <see cref="RegionKind.Middle"/>.</summary>
    protected abstract T Middle(IReadOnlyList<T> regions);

    /// <summary>The coordinates, as <see cref="RegionKind.Columns"/> names them.</summary>
    protected abstract IReadOnlyList<double> Values(T region);

    /// <summary>Distance of two places in the rule's unit; null for millimetres where the image's spacing is unknown.</summary>
    protected static double? Distance(double dx, double dy, MatchRule rule, ImageContent? image)
    {
        if (rule.Unit != "mm")
        {
            return Math.Sqrt((dx * dx) + (dy * dy));
        }

        return image is { SpacingX: { } sx, SpacingY: { } sy }
            ? Math.Sqrt((dx * sx * dx * sx) + (dy * sy * dy * sy))
            : null;
    }
}
