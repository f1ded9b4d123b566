namespace Overread.Domain.Reads;

/// <summary>A point.</summary>
/// <param name="File">The image file of the item.</param>
/// <param name="Frame">Frame number from 0.</param>
/// <param name="X">Pixels from the left edge.</param>
/// <param name="Y">Pixels from the upper edge.</param>
public sealed record PointGeometry(string File, int Frame, double X, double Y) : Geometry(File, Frame)
{
    /// <inheritdoc/>
    public override bool LiesOn(int width, int height) => X >= -1 && Y >= -1 && X <= width + 1 && Y <= height + 1;

    /// <summary>Distance in pixels to another point; infinite on another image or frame.</summary>
    public double Distance(PointGeometry other) =>
        File != other.File || Frame != other.Frame
            ? double.PositiveInfinity
            : Math.Sqrt(((X - other.X) * (X - other.X)) + ((Y - other.Y) * (Y - other.Y)));
}
