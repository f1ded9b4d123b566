namespace Overread.Imaging.Marks;

/// <summary>The marked part of one slice: a box of pixels and a byte for each of them.</summary>
/// <param name="X">First column.</param>
/// <param name="Y">First row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Values">Row by row; 0 is not marked, 1 is marked, or 1 to 255 of a fraction.</param>
public sealed record MaskPatch(int X, int Y, int Width, int Height, byte[] Values)
{
    /// <summary>Value of a pixel of the slice; 0 outside the box.</summary>
    public byte At(int x, int y) =>
        (uint)(x - X) < (uint)Width && (uint)(y - Y) < (uint)Height ? Values[((y - Y) * Width) + x - X] : (byte)0;

    /// <summary>Marked pixels.</summary>
    public int Count => Values.Length - Values.AsSpan().Count((byte)0);

    /// <summary>Cuts the marked box out of a whole slice.</summary>
    /// <param name="plane">One byte per pixel.</param>
    /// <param name="width">Columns of the slice.</param>
    /// <returns>Null where nothing is marked.</returns>
    public static MaskPatch? Of(ReadOnlySpan<byte> plane, int width)
    {
        int height = plane.Length / width;
        int top = -1;
        int bottom = -1;
        int left = width;
        int right = -1;
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> row = plane.Slice(y * width, width);
            int first = row.IndexOfAnyExcept((byte)0);
            if (first < 0)
            {
                continue;
            }

            top = top < 0 ? y : top;
            bottom = y;
            left = Math.Min(left, first);
            right = Math.Max(right, row.LastIndexOfAnyExcept((byte)0));
        }

        if (top < 0)
        {
            return null;
        }

        int columns = right - left + 1;
        byte[] values = new byte[columns * (bottom - top + 1)];
        for (int y = top; y <= bottom; y++)
        {
            plane.Slice((y * width) + left, columns).CopyTo(values.AsSpan((y - top) * columns));
        }

        return new MaskPatch(left, top, columns, bottom - top + 1, values);
    }

    /// <summary>Puts the patch into a whole slice; what lies outside it is dropped.</summary>
    public void CopyTo(Span<byte> plane, int width)
    {
        int height = plane.Length / width;
        for (int y = Math.Max(0, Y); y < Math.Min(height, Y + Height); y++)
        {
            for (int x = Math.Max(0, X); x < Math.Min(width, X + Width); x++)
            {
                byte value = Values[((y - Y) * Width) + x - X];
                if (value != 0)
                {
                    plane[(y * width) + x] = value;
                }
            }
        }
    }
}
