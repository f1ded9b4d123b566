using System.Buffers;
using System.Buffers.Binary;

namespace Overread.Dicom.Pixels.Scrub;

/// <summary>
/// Writes a JPEG or JPEG-LS stream (ISO/IEC 10918-1 annex B, 14495-1 annex C) anew without what is not needed to decode it:
/// comments, application data (EXIF, XMP, thumbnails, profiles), bytes between segments, behind tables and behind the end.
/// Tables, headers and coded samples are copied byte for byte.
/// </summary>
public static class JpegScrub
{
    private const int StartOfImage = 0xD8;
    private const int EndOfImage = 0xD9;
    private const int StartOfScan = 0xDA;

    /// <summary>True where the stream could be followed to its end or to its last scan.</summary>
    /// <param name="stream">From the start-of-image marker on.</param>
    /// <param name="isLs">True for JPEG-LS, whose coded samples are stuffed by bits.</param>
    /// <param name="output">Receives the stream; what it holds is void where the answer is false.</param>
    public static bool TryScrub(ReadOnlySpan<byte> stream, bool isLs, ArrayBufferWriter<byte> output)
    {
        if (stream.Length < 4 || stream[0] != 0xFF || stream[1] != StartOfImage)
        {
            return false;
        }

        output.Write(stream[..2]);
        bool scanned = false;
        int at = 2;
        while (NextMarker(stream, ref at) is { } marker)
        {
            if (marker == EndOfImage)
            {
                output.Write<byte>([0xFF, EndOfImage]);
                return true;
            }

            if (marker is >= 0xD0 and <= StartOfImage or 0x01)
            {
                at += 2;
                continue;
            }

            if (at + 4 > stream.Length)
            {
                break;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(stream[(at + 2)..]);
            if (length < 2 || at + 2 + length > stream.Length)
            {
                break;
            }

            ReadOnlySpan<byte> body = stream.Slice(at + 4, length - 2);
            Segment(marker, body, isLs, output);
            at += 2 + length;
            if (marker == StartOfScan)
            {
                scanned = true;
                int end = EndOfScan(stream, at, isLs);
                output.Write(stream[at..end]);
                at = end;
            }
        }

        return scanned;
    }

    /// <summary>Moves to the next marker; what lies before it belongs to nothing.</summary>
    private static int? NextMarker(ReadOnlySpan<byte> stream, ref int at)
    {
        while (at + 1 < stream.Length)
        {
            if (stream[at] == 0xFF && stream[at + 1] is not (0x00 or 0xFF))
            {
                return stream[at + 1];
            }

            at++;
        }

        return null;
    }

    private static void Segment(int marker, ReadOnlySpan<byte> body, bool isLs, ArrayBufferWriter<byte> output)
    {
        switch (marker)
        {
            case 0xE0 when body.Length >= 12 && body.StartsWith("JFIF\0"u8):
                // Its thumbnail is left out: 0 x 0.
                Write(marker, [.. body[..12], 0, 0], output);
                break;
            case 0xEE when body.Length >= 12 && body.StartsWith("Adobe"u8):
                // Says by its last byte how colors were transformed.
                Write(marker, body[..12], output);
                break;
            case 0xE8 when isLs && body.Length == 5 && body.StartsWith("mrfx"u8):
                // Color transform of HP's encoder, without which colors are wrong.
                Write(marker, body, output);
                break;
            case 0xF7 when isLs:
            case >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC):
                Write(marker, Cut(body, body.Length > 5 ? 6 + body[5] * 3 : body.Length), output);
                break;
            case 0xF8 when isLs && body.Length > 0 && body[0] is >= 1 and <= 4:
                Write(marker, body[0] == 1 ? Cut(body, 11) : body, output);
                break;
            case StartOfScan:
                Write(marker, Cut(body, body.Length > 0 ? 4 + body[0] * 2 : 0), output);
                break;
            case 0xDB:
                Write(marker, Cut(body, QuantizationLength(body)), output);
                break;
            case 0xC4:
                Write(marker, Cut(body, HuffmanLength(body)), output);
                break;
            case 0xDD or 0xDC:
                Write(marker, Cut(body, isLs ? body.Length : 2), output);
                break;
            case 0xCC or 0xDE or 0xDF:
                Write(marker, body, output);
                break;
            default:
                // Comments, application data and what no decoder of this process knows.
                break;
        }
    }

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> body, int length) =>
        length < body.Length && length >= 0 ? body[..length] : body;

    /// <summary>Bytes that the tables of a DQT segment take.</summary>
    private static int QuantizationLength(ReadOnlySpan<byte> body)
    {
        int at = 0;
        while (at < body.Length)
        {
            int table = 1 + (body[at] >> 4 == 0 ? 64 : 128);
            if ((body[at] & 0x0F) > 3 || body[at] >> 4 > 1 || at + table > body.Length)
            {
                break;
            }

            at += table;
        }

        return at == 0 ? body.Length : at;
    }

    /// <summary>Bytes that the tables of a DHT segment take.</summary>
    private static int HuffmanLength(ReadOnlySpan<byte> body)
    {
        int at = 0;
        while (at + 17 <= body.Length)
        {
            int codes = 0;
            foreach (byte count in body.Slice(at + 1, 16))
            {
                codes += count;
            }

            if (body[at] >> 4 > 1 || (body[at] & 0x0F) > 3 || codes == 0 || at + 17 + codes > body.Length)
            {
                break;
            }

            at += 17 + codes;
        }

        return at == 0 ? body.Length : at;
    }

    /// <summary>The first byte behind coded samples: a marker that is no stuffing and no restart.</summary>
    private static int EndOfScan(ReadOnlySpan<byte> stream, int at, bool isLs)
    {
        while (at < stream.Length)
        {
            int next = stream[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= stream.Length)
            {
                return stream.Length;
            }

            at += next;
            int follows = stream[at + 1];
            // JPEG stuffs a byte of zero, JPEG-LS a bit of zero: there anything below 0x80 is data.
            bool data = isLs ? follows < 0x80 : follows == 0x00;
            if (!data && follows is not ((>= 0xD0 and <= 0xD7) or 0xFF))
            {
                return at;
            }

            at += follows == 0xFF ? 1 : 2;
        }

        return stream.Length;
    }

    private static void Write(int marker, ReadOnlySpan<byte> body, ArrayBufferWriter<byte> output)
    {
        Span<byte> head = output.GetSpan(4);
        head[0] = 0xFF;
        head[1] = (byte)marker;
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(body.Length + 2));
        output.Advance(4);
        output.Write(body);
    }
}
