using System.Buffers.Binary;

namespace Overread.Dicom.Pixels.Codecs;

/// <summary>RLE lossless, PS3.5 annex G: each byte plane of each sample packed by run lengths, rows apart.</summary>
internal static class RleCodec
{
    private const int HeaderSize = 64;

    /// <summary>Decodes to samples interleaved by pixel, little endian.</summary>
    internal static byte[] Decode(ReadOnlySpan<byte> packed, ImageFacts facts)
    {
        if (packed.Length < HeaderSize)
        {
            throw new FrameCodecException("an RLE frame shorter than its header");
        }

        int segments = (int)BinaryPrimitives.ReadUInt32LittleEndian(packed);
        int bytes = facts.SampleBytes;
        if (segments != facts.Samples * bytes)
        {
            throw new FrameCodecException($"{segments} RLE segments where {facts.Samples * bytes} are needed");
        }

        int pixels = (int)facts.Pixels;
        byte[] samples = new byte[facts.FrameBytes];
        int step = facts.Samples * bytes;
        for (int segment = 0; segment < segments; segment++)
        {
            uint start = BinaryPrimitives.ReadUInt32LittleEndian(packed[(4 + (segment * 4))..]);
            uint end =
                segment + 1 < segments
                    ? BinaryPrimitives.ReadUInt32LittleEndian(packed[(8 + (segment * 4))..])
                    : (uint)packed.Length;
            if (start < HeaderSize || end < start || end > packed.Length)
            {
                throw new FrameCodecException("RLE segments that do not fit the frame");
            }

            // The first segment of a sample holds its most significant byte.
            int sample = segment / bytes;
            int at = (sample * bytes) + (bytes - 1 - (segment % bytes));
            Unpack(packed[(int)start..(int)end], samples.AsSpan(at), step, pixels);
        }

        return samples;
    }

    /// <summary>Encodes samples interleaved by pixel; every row is packed by itself, as the standard wants.</summary>
    internal static byte[] Encode(ReadOnlySpan<byte> samples, ImageFacts facts)
    {
        int bytes = facts.SampleBytes;
        int segments = facts.Samples * bytes;
        if (segments > 15)
        {
            throw new FrameCodecException("more than 15 RLE segments");
        }

        List<byte> packed = [.. new byte[HeaderSize]];
        uint[] starts = new uint[segments];
        byte[] row = new byte[facts.Columns];
        for (int segment = 0; segment < segments; segment++)
        {
            starts[segment] = (uint)packed.Count;
            int at = (segment / bytes * bytes) + (bytes - 1 - (segment % bytes));
            for (int y = 0; y < facts.Rows; y++)
            {
                for (int x = 0; x < row.Length; x++)
                {
                    row[x] = samples[(((y * facts.Columns) + x) * segments) + at];
                }

                PackRow(row, packed);
            }

            if ((packed.Count & 1) == 1)
            {
                packed.Add(0);
            }
        }

        byte[] result = [.. packed];
        BinaryPrimitives.WriteUInt32LittleEndian(result, (uint)segments);
        for (int i = 0; i < segments; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(result.AsSpan(4 + (i * 4)), starts[i]);
        }

        return result;
    }

    private static void Unpack(ReadOnlySpan<byte> packed, Span<byte> target, int step, int count)
    {
        int done = 0;
        int i = 0;
        while (done < count && i < packed.Length)
        {
            sbyte code = (sbyte)packed[i++];
            if (code >= 0)
            {
                int literal = Math.Min(code + 1, Math.Min(packed.Length - i, count - done));
                for (int k = 0; k < literal; k++)
                {
                    target[done++ * step] = packed[i++];
                }
            }
            else if (code != -128 && i < packed.Length)
            {
                byte value = packed[i++];
                int run = Math.Min(1 - code, count - done);
                for (int k = 0; k < run; k++)
                {
                    target[done++ * step] = value;
                }
            }
        }

        if (done < count)
        {
            throw new FrameCodecException($"an RLE segment of {done} of {count} bytes");
        }
    }

    private static void PackRow(ReadOnlySpan<byte> row, List<byte> packed)
    {
        int i = 0;
        while (i < row.Length)
        {
            int run = 1;
            while (i + run < row.Length && run < 128 && row[i + run] == row[i])
            {
                run++;
            }

            if (run >= 3)
            {
                packed.Add((byte)(1 - run));
                packed.Add(row[i]);
                i += run;
                continue;
            }

            int start = i;
            while (i < row.Length && i - start < 128)
            {
                if (i + 2 < row.Length && row[i] == row[i + 1] && row[i] == row[i + 2])
                {
                    break;
                }

                i++;
            }

            packed.Add((byte)(i - start - 1));
            foreach (byte value in row[start..i])
            {
                packed.Add(value);
            }
        }
    }
}
