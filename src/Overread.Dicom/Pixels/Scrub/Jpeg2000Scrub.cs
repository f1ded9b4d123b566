using System.Buffers;
using System.Buffers.Binary;

namespace Overread.Dicom.Pixels.Scrub;

/// <summary>
/// Writes a JPEG 2000 or HTJ2K codestream (ISO/IEC 15444-1 annex A, 15444-15) anew without comments, unknown segments and
/// what follows its end; of a JP2 file around it only what tells how colors are mapped stays. Packets are copied byte for byte.
/// </summary>
internal static class Jpeg2000Scrub
{
    private const int TileLengths = 0x55;
    private const int Comment = 0x64;
    private const int StartOfTile = 0x90;
    private const int StartOfData = 0x93;
    private const int EndOfCode = 0xD9;

    /// <summary>True where the stream could be followed.</summary>
    internal static bool TryScrub(ReadOnlySpan<byte> stream, ArrayBufferWriter<byte> output) =>
        stream.Length >= 12 && stream[4..8].SequenceEqual("jP  "u8)
            ? TryBoxes(stream, output)
            : TryCode(stream, output);

    /// <summary>Boxes of a JP2 file (annex I).</summary>
    private static bool TryBoxes(ReadOnlySpan<byte> stream, ArrayBufferWriter<byte> output)
    {
        ReadOnlySpan<byte> header = default;
        ReadOnlySpan<byte> code = default;
        for (int at = 0; at + 8 <= stream.Length; )
        {
            if (!TryBox(stream[at..], out ReadOnlySpan<byte> type, out int start, out int length))
            {
                return false;
            }

            ReadOnlySpan<byte> body = stream.Slice(at + start, length - start);
            if (type.SequenceEqual("jp2h"u8))
            {
                header = body;
            }
            else if (type.SequenceEqual("jp2c"u8))
            {
                code = body;
                break;
            }

            at += length;
        }

        if (code.IsEmpty)
        {
            return false;
        }

        // DICOM wants the codestream alone (PS3.5 A.4.4); a palette or a mapping of channels is needed to read it.
        if (header.IndexOf("pclr"u8) < 0 && header.IndexOf("cdef"u8) < 0)
        {
            return TryCode(code, output);
        }

        ArrayBufferWriter<byte> clean = new(code.Length);
        if (!TryCode(code, clean) || !TryHeader(header, out byte[] kept))
        {
            return false;
        }

        WriteBox("jP  "u8, [0x0D, 0x0A, 0x87, 0x0A], output);
        WriteBox("ftyp"u8, "jp2 \0\0\0\0jp2 "u8, output);
        WriteBox("jp2h"u8, kept, output);
        WriteBox("jp2c"u8, clean.WrittenSpan, output);
        return true;
    }

    private static bool TryHeader(ReadOnlySpan<byte> header, out byte[] kept)
    {
        ArrayBufferWriter<byte> output = new();
        kept = [];
        for (int at = 0; at + 8 <= header.Length; )
        {
            if (!TryBox(header[at..], out ReadOnlySpan<byte> type, out int start, out int length))
            {
                return false;
            }

            ReadOnlySpan<byte> body = header.Slice(at + start, length - start);
            bool colors = type.SequenceEqual("colr"u8);
            if (colors && body.Length >= 7 && body[0] == 1)
            {
                WriteBox(type, body[..7], output);
            }
            else if (
                type.SequenceEqual("ihdr"u8)
                || type.SequenceEqual("bpcc"u8)
                || type.SequenceEqual("pclr"u8)
                || type.SequenceEqual("cmap"u8)
                || type.SequenceEqual("cdef"u8)
            )
            {
                WriteBox(type, body, output);
            }

            at += length;
        }

        kept = output.WrittenSpan.ToArray();
        return true;
    }

    private static bool TryBox(ReadOnlySpan<byte> at, out ReadOnlySpan<byte> type, out int start, out int length)
    {
        type = at[4..8];
        uint said = BinaryPrimitives.ReadUInt32BigEndian(at);
        start = 8;
        length = said > int.MaxValue ? -1 : (int)said;
        if (said == 0)
        {
            length = at.Length;
        }
        else if (said == 1 && at.Length >= 16)
        {
            ulong large = BinaryPrimitives.ReadUInt64BigEndian(at[8..]);
            start = 16;
            length = large > int.MaxValue ? -1 : (int)large;
        }

        return length >= start && length <= at.Length;
    }

    private static void WriteBox(ReadOnlySpan<byte> type, ReadOnlySpan<byte> body, ArrayBufferWriter<byte> output)
    {
        Span<byte> head = output.GetSpan(8);
        BinaryPrimitives.WriteUInt32BigEndian(head, (uint)(body.Length + 8));
        type.CopyTo(head[4..]);
        output.Advance(8);
        output.Write(body);
    }

    private static bool TryCode(ReadOnlySpan<byte> stream, ArrayBufferWriter<byte> output)
    {
        if (stream.Length < 4 || stream[0] != 0xFF || stream[1] != 0x4F)
        {
            return false;
        }

        // The lengths of tiles are told twice: where a tile loses a comment the list, which is optional, goes.
        bool lists = !AnyTileComment(stream);
        output.Write(stream[..2]);
        int at = 2;
        if (!TrySegments(stream, ref at, StartOfTile, lists, output))
        {
            return false;
        }

        while (at + 12 <= stream.Length && stream[at] == 0xFF && stream[at + 1] == StartOfTile)
        {
            if (!TryTile(stream, ref at, output))
            {
                return false;
            }
        }

        bool ended = at + 1 < stream.Length && stream[at] == 0xFF && stream[at + 1] == EndOfCode;
        if (ended)
        {
            output.Write<byte>([0xFF, EndOfCode]);
        }

        // A stream that breaks off inside its last tile is copied as far as it goes.
        return ended || at >= stream.Length - 1;
    }

    /// <summary>Segments of a header, up to a marker that ends it; that marker is not consumed.</summary>
    private static bool TrySegments(
        ReadOnlySpan<byte> stream,
        ref int at,
        int until,
        bool lists,
        ArrayBufferWriter<byte> output
    )
    {
        while (at + 4 <= stream.Length && stream[at] == 0xFF)
        {
            int marker = stream[at + 1];
            if (marker == until)
            {
                return true;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(stream[(at + 2)..]);
            if (length < 2 || at + 2 + length > stream.Length)
            {
                return false;
            }

            if (Needed(marker) && (lists || marker != TileLengths))
            {
                output.Write(stream.Slice(at, 2 + length));
            }

            at += 2 + length;
        }

        return at + 1 < stream.Length && stream[at] == 0xFF && stream[at + 1] == until;
    }

    /// <summary>Segments that a decoder reads: sizes, coding, quantization, regions, progressions, packet headers, capabilities.</summary>
    private static bool Needed(int marker) =>
        marker
            is 0x50
                or 0x51
                or 0x52
                or 0x53
                or TileLengths
                or 0x56
                or 0x57
                or 0x58
                or 0x59
                or 0x5C
                or 0x5D
                or 0x5E
                or 0x5F
                or 0x60
                or 0x61
                or 0x63;

    private static bool TryTile(ReadOnlySpan<byte> stream, ref int at, ArrayBufferWriter<byte> output)
    {
        int begin = at;
        uint said = BinaryPrimitives.ReadUInt32BigEndian(stream[(at + 6)..]);
        int end =
            said == 0 ? EndOfLast(stream, at)
            : said < 14 ? -1
            : (int)Math.Min(stream.Length, at + (long)said);
        if (end < 0)
        {
            return false;
        }

        ArrayBufferWriter<byte> header = new();
        header.Write(stream.Slice(at, 12));
        at += 12;
        if (!TrySegments(stream, ref at, StartOfData, true, header))
        {
            return false;
        }

        byte[] written = header.WrittenSpan.ToArray();
        if (said != 0)
        {
            long removed = at - begin - written.Length;
            BinaryPrimitives.WriteUInt32BigEndian(written.AsSpan(6), (uint)(said - removed));
        }

        output.Write(written);
        output.Write(stream[at..end]);
        at = end;
        return true;
    }

    /// <summary>A last tile without a length ends where the codestream does: no packet holds a marker above 0xFF8F.</summary>
    private static int EndOfLast(ReadOnlySpan<byte> stream, int at)
    {
        int data = stream[at..].IndexOf([(byte)0xFF, (byte)StartOfData]);
        if (data < 0)
        {
            return -1;
        }

        int end = stream[(at + data)..].IndexOf([(byte)0xFF, (byte)EndOfCode]);
        return end < 0 ? stream.Length : at + data + end;
    }

    private static bool AnyTileComment(ReadOnlySpan<byte> stream)
    {
        int at = 2;
        ArrayBufferWriter<byte> nowhere = new();
        if (!TrySegments(stream, ref at, StartOfTile, true, nowhere))
        {
            return false;
        }

        while (at + 12 <= stream.Length && stream[at] == 0xFF && stream[at + 1] == StartOfTile)
        {
            uint said = BinaryPrimitives.ReadUInt32BigEndian(stream[(at + 6)..]);
            int inside = at + 12;
            while (inside + 4 <= stream.Length && stream[inside] == 0xFF && stream[inside + 1] != StartOfData)
            {
                if (!Needed(stream[inside + 1]))
                {
                    return true;
                }

                inside += 2 + BinaryPrimitives.ReadUInt16BigEndian(stream[(inside + 2)..]);
            }

            if (said == 0 || at + (long)said > stream.Length)
            {
                return false;
            }

            at += (int)said;
        }

        return false;
    }
}
