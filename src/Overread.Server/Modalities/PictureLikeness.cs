using SkiaSharp;

namespace Overread.Server.Modalities;

/// <summary>
/// A hash by which pictures that look alike are found: of a picture of 17 by 16 grey values, whether each is lighter than the
/// one to its right (difference hash, N. Krawetz 2013, of 256 bits). Contrast, size and coding change few bits of it.
/// </summary>
internal static class PictureLikeness
{
    /// <summary>Bits of a hash.</summary>
    public const int Bits = Side * Side;
    private const int Side = 16;

    // Of a picture that is nearly one grey the hash says nothing.
    private const int LeastSteps = Bits / 8;

    // Two grey values nearer than this are one: coding makes no more difference.
    private const int Noise = 3;

    /// <summary>The hash in hexadecimal; null for bytes that are no picture, or one with hardly anything in it.</summary>
    public static string? Of(byte[] picture)
    {
        using SKCodec? codec = SKCodec.Create(new MemoryStream(picture));
        using SKBitmap? read = codec is null ? null : SKBitmap.Decode(codec);
        if (read is null)
        {
            return null;
        }

        using SKBitmap small = new(new SKImageInfo(Side + 1, Side, SKColorType.Gray8, SKAlphaType.Opaque));
        if (!read.ScalePixels(small, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)))
        {
            return null;
        }

        ReadOnlySpan<byte> grey = small.GetPixelSpan();
        byte[] hash = new byte[Bits / 8];
        int steps = 0;
        for (int i = 0; i < Bits; i++)
        {
            int at = (i / Side * small.RowBytes) + (i % Side);
            steps += Math.Abs(grey[at] - grey[at + 1]) > Noise ? 1 : 0;
            if (grey[at] > grey[at + 1] + Noise)
            {
                hash[i / 8] |= (byte)(1 << (i % 8));
            }
        }

        return steps < LeastSteps ? null : Convert.ToHexStringLower(hash);
    }
}
