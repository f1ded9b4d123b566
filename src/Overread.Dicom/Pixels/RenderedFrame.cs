namespace Overread.Dicom.Pixels;

/// <summary>A frame as it is shown: 8 bit grey, or 8 bit red, green and blue interleaved; rows from the top.</summary>
/// <param name="Width">Pixels per row.</param>
/// <param name="Height">Rows.</param>
/// <param name="IsColor">True for three bytes per pixel, false for one.</param>
/// <param name="Pixels">Width × height × 1 or 3 bytes.</param>
public sealed record RenderedFrame(int Width, int Height, bool IsColor, byte[] Pixels)
{
    /// <summary>Writes the frame as a PNG file.</summary>
    public void WritePng(Stream target) => PngWriter.Write(this, target);

    /// <summary>A part of the frame.</summary>
    /// <param name="left">First column.</param>
    /// <param name="top">First row.</param>
    /// <param name="width">Columns; all of them inside the frame.</param>
    /// <param name="height">Rows; all of them inside the frame.</param>
    internal RenderedFrame Part(int left, int top, int width, int height)
    {
        int size = IsColor ? 3 : 1;
        byte[] part = new byte[width * height * size];
        for (int y = 0; y < height; y++)
        {
            Pixels.AsSpan((((top + y) * Width) + left) * size, width * size).CopyTo(part.AsSpan(y * width * size));
        }

        return new RenderedFrame(width, height, IsColor, part);
    }

    /// <summary>The frame laid on its right side.</summary>
    internal RenderedFrame Turned()
    {
        int size = IsColor ? 3 : 1;
        byte[] turned = new byte[Pixels.Length];
        for (int y = 0; y < Width; y++)
        {
            for (int x = 0; x < Height; x++)
            {
                int from = (((Height - 1 - x) * Width) + y) * size;
                int to = ((y * Height) + x) * size;
                for (int i = 0; i < size; i++)
                {
                    turned[to + i] = Pixels[from + i];
                }
            }
        }

        return new RenderedFrame(Height, Width, IsColor, turned);
    }
}
