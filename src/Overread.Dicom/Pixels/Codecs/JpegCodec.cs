using JpegLibrary;

namespace Overread.Dicom.Pixels.Codecs;

/// <summary>JPEG processes 1, 2 and 4 (baseline, extended, 8 and 12 bit) by JpegLibrary; progressive ones and lossless ones by codecs of our own.</summary>
internal static class JpegCodec
{
    /// <summary>Decodes to samples interleaved by pixel.</summary>
    internal static PixelFrame Decode(byte[] stored, ImageFacts facts)
    {
        JpegStreamFacts stream = JpegStreamFacts.Read(stored);
        if (stream.Rows != facts.Rows || stream.Columns != facts.Columns || stream.Components != facts.Samples)
        {
            throw new FrameCodecException(
                $"a JPEG of {stream.Columns}×{stream.Rows}×{stream.Components} where the object says {facts.Columns}×{facts.Rows}×{facts.Samples}"
            );
        }

        if (stream.IsLossless)
        {
            return JpegLosslessCodec.Decode(stored, facts);
        }

        if (stream.Precision > 8 && facts.SampleBytes < 2)
        {
            throw new FrameCodecException($"a JPEG of {stream.Precision} bits in samples of {facts.BitsAllocated}");
        }

        if (stream.IsProgressive)
        {
            byte[] decoded = JpegProgressiveCodec.Decode(stored, facts, stream);
            return new PixelFrame(facts with { Planar = false, Photometric = Photometric(facts, stream) }, decoded);
        }

        byte[] samples = new byte[facts.FrameBytes];
        try
        {
            JpegDecoder decoder = new();
            decoder.SetInput(stored);
            decoder.Identify();
            decoder.SetOutputWriter(new BlockWriter(samples, facts, stream.Precision));
            decoder.Decode();
        }
        catch (Exception exception)
            when (exception
                    is InvalidDataException
                        or InvalidOperationException
                        or NotSupportedException
                        or ArgumentException
                        or IndexOutOfRangeException
                        or NullReferenceException
                        or OverflowException
                        or DivideByZeroException
            )
        {
            // What the library throws for damage is not documented; none of it may pass this wall.
            throw new FrameCodecException("a damaged JPEG stream", exception);
        }

        return new PixelFrame(facts with { Planar = false, Photometric = Photometric(facts, stream) }, samples);
    }

    /// <summary>
    /// The colour model of the decoded samples. What an Adobe or JFIF marker says about the stream goes before what the
    /// object says, which is wrong often (PS3.5 section 8.2.1).
    /// </summary>
    internal static string Photometric(ImageFacts facts, JpegStreamFacts stream) =>
        facts.Samples != 3 ? facts.Photometric
        : stream.AdobeTransform == 0 ? "RGB"
        : stream.AdobeTransform == 1 || stream.HasJfif ? "YBR_FULL"
        : facts.Photometric.StartsWith("YBR", StringComparison.Ordinal) ? "YBR_FULL"
        : facts.Photometric;

    private sealed class BlockWriter(byte[] samples, ImageFacts facts, int precision) : JpegBlockOutputWriter
    {
        private readonly int _most = (1 << precision) - 1;

        public override void WriteBlock(ref short blockRef, int componentIndex, int x, int y)
        {
            if (componentIndex >= facts.Samples || x >= facts.Columns || y >= facts.Rows)
            {
                return;
            }

            int width = Math.Min(8, facts.Columns - x);
            int height = Math.Min(8, facts.Rows - y);
            ReadOnlySpan<short> block = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(
                ref blockRef,
                64
            );
            int bytes = facts.SampleBytes;
            for (int v = 0; v < height; v++)
            {
                int at = ((((y + v) * facts.Columns) + x) * facts.Samples + componentIndex) * bytes;
                for (int u = 0; u < width; u++, at += facts.Samples * bytes)
                {
                    int value = Math.Clamp((int)block[(v * 8) + u], 0, _most);
                    samples[at] = (byte)value;
                    if (bytes > 1)
                    {
                        samples[at + 1] = (byte)(value >> 8);
                    }
                }
            }
        }
    }
}
