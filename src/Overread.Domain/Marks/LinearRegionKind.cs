namespace Overread.Domain.Marks;

/// <summary>A shape along a line, such as a span of text or an interval of a recording: it begins and ends.</summary>
public abstract class LinearRegionKind : RegionKind
{
    /// <summary>Where it begins and ends, half open, in the unit of <see cref="LengthOf"/>.</summary>
    public abstract (double Start, double End) Extent(Region region);

    /// <summary>The length of what a file holds, in its own unit (code points, samples); null where the content is of another modality.</summary>
    public abstract double? LengthOf(FileContent content);
}
