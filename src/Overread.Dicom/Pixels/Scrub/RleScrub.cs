using System.Buffers;
using System.Buffers.Binary;

namespace Overread.Dicom.Pixels.Scrub;

/// <summary>
/// Writes an RLE frame (PS3.5 annex G) anew: each segment ends where its last sample does, nothing stands between segments,
/// behind them, or in offsets that are not used.
/// </summary>
internal static class RleScrub
{
    private const int HeaderLength = 64;

    /// <summary>True where the segments could be followed.</summary>
    /// <param name="frame">One frame.</param>
    /// <param name="samples">Bytes that each segment decodes to: rows × columns.</param>
    /// <param name="output">Receives the frame.</param>
    internal static bool TryScrub(ReadOnlySpan<byte> frame, long samples, ArrayBufferWriter<byte> output)
    {
        if (frame.Length < HeaderLength)
        {
            return false;
        }

        uint count = BinaryPrimitives.ReadUInt32LittleEndian(frame);
        if (count is 0 or > 15)
        {
            return false;
        }

        byte[] header = new byte[HeaderLength];
        BinaryPrimitives.WriteUInt32LittleEndian(header, count);
        ArrayBufferWriter<byte> body = new(frame.Length);
        for (int i = 0; i < count; i++)
        {
            long start = BinaryPrimitives.ReadUInt32LittleEndian(frame[(4 + i * 4)..]);
            long end = i + 1 < count ? BinaryPrimitives.ReadUInt32LittleEndian(frame[(8 + i * 4)..]) : frame.Length;
            if (start < HeaderLength || end > frame.Length || end < start)
            {
                return false;
            }

            ReadOnlySpan<byte> segment = frame[(int)start..(int)end];
            int length = LengthOf(segment, samples);
            if (length < 0)
            {
                return false;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(
                header.AsSpan(4 + i * 4),
                (uint)(HeaderLength + body.WrittenCount)
            );
            body.Write(segment[..length]);
            if (length % 2 == 1)
            {
                body.Write<byte>([0]);
            }
        }

        output.Write(header);
        output.Write(body.WrittenSpan);
        return true;
    }

    /// <summary>Bytes of a segment up to its last sample; -1 where they give fewer.</summary>
    private static int LengthOf(ReadOnlySpan<byte> segment, long samples)
    {
        int at = 0;
        long decoded = 0;
        while (decoded < samples)
        {
            if (at >= segment.Length)
            {
                return -1;
            }

            int code = (sbyte)segment[at];
            if (code == -128)
            {
                at++;
            }
            else if (code >= 0)
            {
                decoded += code + 1;
                at += code + 2;
            }
            else
            {
                decoded += 1 - code;
                at += 2;
            }
        }

        return at <= segment.Length ? at : -1;
    }
}
