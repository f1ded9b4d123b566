namespace Overread.Dicom.PixelText;

/// <summary>A rectangle of pixels, counted from the upper left corner.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public readonly record struct PixelBox(int Left, int Top, int Width, int Height)
{
    /// <summary>First column behind the box.</summary>
    public int Right => Left + Width;

    /// <summary>First row below the box.</summary>
    public int Bottom => Top + Height;

    /// <summary>Pixels that two boxes share.</summary>
    public long Overlap(PixelBox other)
    {
        long width = Math.Min(Right, other.Right) - Math.Max(Left, other.Left);
        long height = Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top);
        return width > 0 && height > 0 ? width * height : 0;
    }

    /// <summary>The box made larger on every side and cut to a picture.</summary>
    public PixelBox Grown(int by, int width, int height)
    {
        int left = Math.Max(0, Left - by);
        int top = Math.Max(0, Top - by);
        return new PixelBox(left, top, Math.Min(width, Right + by) - left, Math.Min(height, Bottom + by) - top);
    }
}
