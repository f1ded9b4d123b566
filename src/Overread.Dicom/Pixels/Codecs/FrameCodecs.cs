using System.IO.Compression;

namespace Overread.Dicom.Pixels.Codecs;

/// <summary>Sends a stored frame to the codec of its transfer syntax and brings the result into one layout.</summary>
internal static class FrameCodecs
{
    internal static PixelFrame Decode(TransferSyntax syntax, ImageFacts facts, byte[] stored, bool encapsulated) =>
        syntax.Pixels switch
        {
            _ when !encapsulated => Native(facts, stored),
            PixelEncoding.Rle or PixelEncoding.Deflate or PixelEncoding.Uncompressed when facts.BitsAllocated == 1 =>
                PackedBits(syntax, facts, stored),
            PixelEncoding.Uncompressed => Native(facts, stored),
            PixelEncoding.Rle => new PixelFrame(facts with { Planar = false }, RleCodec.Decode(stored, facts)),
            PixelEncoding.Jpeg or PixelEncoding.JpegLossless => JpegCodec.Decode(stored, facts),
            PixelEncoding.JpegLs => JpegLsDecoder.Decode(stored, facts),
            PixelEncoding.Jpeg2000 => Jpeg2000Codec.Decode(stored, facts),
            PixelEncoding.Deflate => Native(facts, Inflate(stored, facts)),
            _ => throw new FrameCodecException($"nothing here decodes {syntax.Name}"),
        };

    /// <summary>Bits are packed eight to a byte before they are compressed, each frame from a byte of its own.</summary>
    private static PixelFrame PackedBits(TransferSyntax syntax, ImageFacts facts, byte[] stored)
    {
        int count = (int)facts.Pixels * facts.Samples;
        ImageFacts bytes = facts with
        {
            Rows = 1,
            Columns = (count + 7) / 8,
            Samples = 1,
            BitsAllocated = 8,
            Planar = false,
        };
        ReadOnlySpan<byte> packed = Decode(syntax, bytes, stored, true).Data.Span;
        byte[] samples = new byte[count];
        for (int i = 0; i < count; i++)
        {
            samples[i] = (byte)(packed[i >> 3] >> (i & 7) & 1);
        }

        return new PixelFrame(facts, samples);
    }

    private static PixelFrame Native(ImageFacts facts, byte[] stored)
    {
        if (facts.IsHalved)
        {
            return Expand422(facts, stored);
        }

        if (stored.Length < facts.FrameBytes)
        {
            throw new FrameCodecException($"a frame of {stored.Length} of {facts.FrameBytes} bytes");
        }

        ReadOnlyMemory<byte> data = stored.AsMemory(0, (int)facts.FrameBytes);
        return facts.Planar
            ? new PixelFrame(facts with { Planar = false }, Interleave(data.Span, facts))
            : new PixelFrame(facts, data);
    }

    private static byte[] Interleave(ReadOnlySpan<byte> planes, ImageFacts facts)
    {
        byte[] samples = new byte[planes.Length];
        int bytes = facts.SampleBytes;
        int pixels = (int)facts.Pixels;
        for (int sample = 0; sample < facts.Samples; sample++)
        {
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                planes
                    .Slice(((sample * pixels) + pixel) * bytes, bytes)
                    .CopyTo(samples.AsSpan(((pixel * facts.Samples) + sample) * bytes));
            }
        }

        return samples;
    }

    /// <summary>Y Y B R for two pixels becomes Y B R for each.</summary>
    private static PixelFrame Expand422(ImageFacts facts, byte[] stored)
    {
        long needed = facts.Pixels * 2;
        if (facts.SampleBytes != 1 || stored.Length < needed || facts.Columns % 2 == 1)
        {
            throw new FrameCodecException("4:2:2 data that do not fit rows and columns");
        }

        byte[] samples = new byte[facts.FrameBytes];
        for (int pair = 0; pair < facts.Pixels / 2; pair++)
        {
            ReadOnlySpan<byte> four = stored.AsSpan(pair * 4, 4);
            Span<byte> six = samples.AsSpan(pair * 6, 6);
            six[0] = four[0];
            six[1] = four[2];
            six[2] = four[3];
            six[3] = four[1];
            six[4] = four[2];
            six[5] = four[3];
        }

        string photometric = facts.Photometric.Replace("_422", "", StringComparison.Ordinal);
        return new PixelFrame(facts with { Photometric = photometric, Planar = false }, samples);
    }

    private static byte[] Inflate(byte[] stored, ImageFacts facts)
    {
        byte[] samples = new byte[facts.FrameBytes];
        try
        {
            using DeflateStream deflate = new(new MemoryStream(stored), CompressionMode.Decompress);
            int read = deflate.ReadAtLeast(samples, samples.Length, throwOnEndOfStream: false);
            return read == samples.Length
                ? samples
                : throw new FrameCodecException($"a deflated frame of {read} of {samples.Length} bytes");
        }
        catch (InvalidDataException exception)
        {
            throw new FrameCodecException("a damaged deflated frame", exception);
        }
    }
}
