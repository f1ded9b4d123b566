namespace Overread.Domain.Modalities.Imaging;

/// <summary>
/// What a closed line goes around; the last corner is joined to the first. Where the line crosses itself, what it goes around
/// twice lies outside (the even-odd rule).
/// </summary>
/// <param name="File">The image file of the item.</param>
/// <param name="Frame">Frame number from 0.</param>
/// <param name="Points">The corners in their order, 3 to 1000.</param>
public sealed record PolygonRegion(string File, int Frame, IReadOnlyList<PolygonPoint> Points)
    : ImageRegion(File, Frame)
{
    /// <summary>Two are equal where each corner is.</summary>
    public bool Equals(PolygonRegion? other) => base.Equals(other) && Points.SequenceEqual(other.Points);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = new();
        hash.Add(base.GetHashCode());
        foreach (PolygonPoint point in Points)
        {
            hash.Add(point);
        }

        return hash.ToHashCode();
    }
}
