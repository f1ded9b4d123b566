using Overread.Dicom.Pixels;
using Overread.Dicom.PixelText;

namespace Overread.Ocr;

/// <summary>A picture by planes: one of values 0 to 255 for each colour, blue first; one for grey, which is the frame's own.</summary>
internal sealed class PlanarPicture
{
    private PlanarPicture(byte[][] planes, int width, int height)
    {
        Planes = planes;
        Width = width;
        Height = height;
    }

    /// <summary>One plane where the picture is grey, else three.</summary>
    internal byte[][] Planes { get; }

    internal int Width { get; }

    internal int Height { get; }

    internal static PlanarPicture Of(RenderedFrame frame)
    {
        if (!frame.IsColor)
        {
            return new PlanarPicture([frame.Pixels], frame.Width, frame.Height);
        }

        int pixels = frame.Width * frame.Height;
        byte[][] planes = [new byte[pixels], new byte[pixels], new byte[pixels]];
        for (int plane = 0; plane < planes.Length; plane++)
        {
            byte[] values = planes[plane];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = frame.Pixels[(i * 3) + 2 - plane];
            }
        }

        return new PlanarPicture(planes, frame.Width, frame.Height);
    }

    /// <summary>A part of it at another size, by lines between the centres of pixels.</summary>
    internal ScaledPicture Scaled(PixelBox part, int width, int height)
    {
        (int[] left, int[] right, float[] across) = Taps(part.Width, width);
        (int[] above, int[] below, float[] down) = Taps(part.Height, height);
        float[][] scaled = [.. Planes.Select(_ => new float[width * height])];
        for (int plane = 0; plane < scaled.Length; plane++)
        {
            byte[] from = Planes[plane];
            float[] to = scaled[plane];
            for (int y = 0; y < height; y++)
            {
                ReadOnlySpan<byte> upper = from.AsSpan(((part.Top + above[y]) * Width) + part.Left, part.Width);
                ReadOnlySpan<byte> lower = from.AsSpan(((part.Top + below[y]) * Width) + part.Left, part.Width);
                Span<float> row = to.AsSpan(y * width, width);
                for (int x = 0; x < row.Length; x++)
                {
                    float high = upper[left[x]] + ((upper[right[x]] - upper[left[x]]) * across[x]);
                    float low = lower[left[x]] + ((lower[right[x]] - lower[left[x]]) * across[x]);
                    row[x] = high + ((low - high) * down[y]);
                }
            }
        }

        return new ScaledPicture(scaled, width, height);
    }

    /// <summary>A part of it, turned so that its text lies upright from left to right.</summary>
    internal PlanarPicture Part(PixelBox box, TextTurn turn)
    {
        bool stands = turn is TextTurn.Left or TextTurn.Right;
        int width = stands ? box.Height : box.Width;
        int height = stands ? box.Width : box.Height;
        byte[][] parts = [.. Planes.Select(_ => new byte[width * height])];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (int u, int v) = turn switch
                {
                    TextTurn.Upright => (x, y),
                    TextTurn.Left => (box.Width - 1 - y, x),
                    TextTurn.Right => (y, box.Height - 1 - x),
                    TextTurn.Over => (box.Width - 1 - x, box.Height - 1 - y),
                    _ => (box.Width - 1 - x, y),
                };
                int at = ((box.Top + v) * Width) + box.Left + u;
                for (int plane = 0; plane < parts.Length; plane++)
                {
                    parts[plane][(y * width) + x] = Planes[plane][at];
                }
            }
        }

        return new PlanarPicture(parts, width, height);
    }

    private static (int[] First, int[] Second, float[] Share) Taps(int from, int to)
    {
        int[] first = new int[to];
        int[] second = new int[to];
        float[] share = new float[to];
        double step = (double)from / to;
        for (int i = 0; i < to; i++)
        {
            double at = Math.Clamp(((i + 0.5) * step) - 0.5, 0, from - 1);
            first[i] = (int)at;
            second[i] = Math.Min(first[i] + 1, from - 1);
            share[i] = (float)(at - first[i]);
        }

        return (first, second, share);
    }
}
