using Overread.Dicom.Pixels.JpegBlanking;

namespace Overread.Dicom.Pixels.Codecs;

/// <summary>Makes samples of quantised coefficients: inverse transform, components brought to one size by repetition, interleaved.</summary>
internal static class JpegPlanes
{
    private static readonly byte[] ZigZag =
    [
        0,
        1,
        8,
        16,
        9,
        2,
        3,
        10,
        17,
        24,
        32,
        25,
        18,
        11,
        4,
        5,
        12,
        19,
        26,
        33,
        40,
        48,
        41,
        34,
        27,
        20,
        13,
        6,
        7,
        14,
        21,
        28,
        35,
        42,
        49,
        56,
        57,
        50,
        43,
        36,
        29,
        22,
        15,
        23,
        30,
        37,
        44,
        51,
        58,
        59,
        52,
        45,
        38,
        31,
        39,
        46,
        53,
        60,
        61,
        54,
        47,
        55,
        62,
        63,
    ];

    // [frequency, place]: half the cosine, with the factor of the mean.
    private static readonly float[] Cosines =
    [
        .. Enumerable
            .Range(0, 64)
            .Select(i =>
                (float)(
                    0.5 * (i / 8 == 0 ? Math.Sqrt(0.5) : 1) * Math.Cos(((2 * (i % 8)) + 1) * (i / 8) * Math.PI / 16)
                )
            ),
    ];

    internal static byte[] Interleave(
        IReadOnlyList<JpegComponent> components,
        ushort[][] quantisation,
        JpegStreamFacts header,
        ImageFacts facts
    )
    {
        byte[] samples = new byte[facts.FrameBytes];
        int across = components.Max(c => c.Across);
        int down = components.Max(c => c.Down);
        int bytes = facts.SampleBytes;
        for (int c = 0; c < components.Count; c++)
        {
            JpegComponent component = components[c];
            ushort[] table =
                quantisation[component.Quantisation]
                ?? throw new FrameCodecException("a component without a quantisation table");
            ushort[] plane = Plane(component, table, header.Precision);
            int stride = component.Stride * 8;
            for (int y = 0; y < facts.Rows; y++)
            {
                int row = y * component.Down / down * stride;
                int at = ((y * facts.Columns * components.Count) + c) * bytes;
                for (int x = 0; x < facts.Columns; x++, at += components.Count * bytes)
                {
                    ushort value = plane[row + (x * component.Across / across)];
                    samples[at] = (byte)value;
                    if (bytes > 1)
                    {
                        samples[at + 1] = (byte)(value >> 8);
                    }
                }
            }
        }

        return samples;
    }

    private static ushort[] Plane(JpegComponent component, ushort[] table, int precision)
    {
        int most = (1 << precision) - 1;
        int middle = 1 << (precision - 1);
        ushort[] plane = new ushort[component.Stride * 8 * component.BlockRows * 8];
        Span<float> block = stackalloc float[64];
        for (int row = 0; row < component.BlockRows; row++)
        {
            for (int column = 0; column < component.Stride; column++)
            {
                ReadOnlySpan<short> coefficients = component.Block(row, column);
                for (int k = 0; k < 64; k++)
                {
                    block[ZigZag[k]] = coefficients[k] * table[k];
                }

                Transform(block);
                for (int i = 0; i < 64; i++)
                {
                    int at = (((row * 8) + (i / 8)) * component.Stride * 8) + (column * 8) + (i % 8);
                    plane[at] = (ushort)Math.Clamp((int)MathF.Round(block[i]) + middle, 0, most);
                }
            }
        }

        return plane;
    }

    /// <summary>The inverse cosine transform (annex A.3.3), rows and then columns.</summary>
    private static void Transform(Span<float> block)
    {
        Span<float> rows = stackalloc float[64];
        rows.Clear();
        for (int v = 0; v < 8; v++)
        {
            for (int u = 0; u < 8; u++)
            {
                float value = block[(v * 8) + u];
                if (value != 0)
                {
                    for (int x = 0; x < 8; x++)
                    {
                        rows[(v * 8) + x] += value * Cosines[(u * 8) + x];
                    }
                }
            }
        }

        block.Clear();
        for (int v = 0; v < 8; v++)
        {
            for (int y = 0; y < 8; y++)
            {
                float weight = Cosines[(v * 8) + y];
                for (int x = 0; x < 8; x++)
                {
                    block[(y * 8) + x] += rows[(v * 8) + x] * weight;
                }
            }
        }
    }
}
