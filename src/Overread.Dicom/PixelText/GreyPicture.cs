using Overread.Dicom.Pixels;

namespace Overread.Dicom.PixelText;

/// <summary>Grey values of a frame, row by row, dark 0 to bright 255.</summary>
internal sealed class GreyPicture(byte[] pixels, int width, int height)
{
    internal byte[] Pixels { get; } = pixels;

    internal int Width { get; } = width;

    internal int Height { get; } = height;

    internal byte this[int x, int y] => Pixels[(y * Width) + x];

    internal static GreyPicture Of(RenderedFrame frame)
    {
        if (!frame.IsColor)
        {
            return new GreyPicture(frame.Pixels, frame.Width, frame.Height);
        }

        byte[] grey = new byte[frame.Width * frame.Height];
        for (int i = 0; i < grey.Length; i++)
        {
            // The brightest channel: coloured text on black stays bright.
            grey[i] = Math.Max(frame.Pixels[i * 3], Math.Max(frame.Pixels[(i * 3) + 1], frame.Pixels[(i * 3) + 2]));
        }

        return new GreyPicture(grey, frame.Width, frame.Height);
    }

    /// <summary>Black and white exchanged.</summary>
    internal GreyPicture Inverse()
    {
        byte[] inverse = new byte[Pixels.Length];
        for (int i = 0; i < inverse.Length; i++)
        {
            inverse[i] = (byte)(255 - Pixels[i]);
        }

        return new GreyPicture(inverse, Width, Height);
    }

    /// <summary>Another size, by lines between the centres of pixels.</summary>
    internal GreyPicture Scaled(double factor)
    {
        int wide = Math.Max(1, (int)Math.Round(Width * factor));
        int high = Math.Max(1, (int)Math.Round(Height * factor));
        byte[] scaled = new byte[wide * high];
        for (int y = 0; y < high; y++)
        {
            double v = Math.Clamp(((y + 0.5) / factor) - 0.5, 0, Height - 1);
            int top = (int)v;
            int below = Math.Min(top + 1, Height - 1);
            double fv = v - top;
            for (int x = 0; x < wide; x++)
            {
                double u = Math.Clamp(((x + 0.5) / factor) - 0.5, 0, Width - 1);
                int left = (int)u;
                int right = Math.Min(left + 1, Width - 1);
                double fu = u - left;
                double upper = (this[left, top] * (1 - fu)) + (this[right, top] * fu);
                double lower = (this[left, below] * (1 - fu)) + (this[right, below] * fu);
                scaled[(y * wide) + x] = (byte)((upper * (1 - fv)) + (lower * fv) + 0.5);
            }
        }

        return new GreyPicture(scaled, wide, high);
    }
}
