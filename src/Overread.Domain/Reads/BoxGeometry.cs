namespace Overread.Domain.Reads;

/// <summary>An axis-parallel box.</summary>
/// <param name="File">The image file of the item.</param>
/// <param name="Frame">Frame number from 0.</param>
/// <param name="X">Left edge, pixels.</param>
/// <param name="Y">Upper edge, pixels.</param>
/// <param name="Width">Greater than 0, pixels.</param>
/// <param name="Height">Greater than 0, pixels.</param>
public sealed record BoxGeometry(string File, int Frame, double X, double Y, double Width, double Height)
    : Geometry(File, Frame)
{
    /// <inheritdoc/>
    public override bool LiesOn(int width, int height) =>
        Width > 0 && Height > 0 && X >= -1 && Y >= -1 && X + Width <= width + 1 && Y + Height <= height + 1;

    /// <summary>Intersection over union with another box, 0 to 1; 0 on another image or frame.</summary>
    public double Overlap(BoxGeometry other)
    {
        if (File != other.File || Frame != other.Frame)
        {
            return 0;
        }

        double w = Math.Min(X + Width, other.X + other.Width) - Math.Max(X, other.X);
        double h = Math.Min(Y + Height, other.Y + other.Height) - Math.Max(Y, other.Y);
        if (w <= 0 || h <= 0)
        {
            return 0;
        }

        double both = w * h;
        return both / ((Width * Height) + (other.Width * other.Height) - both);
    }
}
