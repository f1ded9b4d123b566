using System.Buffers.Binary;

namespace Overread.Dicom.Pixels.Scrub;

/// <summary>
/// Blanks texts inside video without moving a byte, for containers point into it: user data of MPEG-2 (ISO/IEC 13818-2),
/// unregistered messages of H.264 and HEVC (SEI), boxes of notes and names of handlers of an MP4 file, and what stands behind the end of a sequence.
/// </summary>
internal static class VideoScrub
{
    private const byte Blank = 0x20;
    private const int PacketLength = 188;

    // Start codes of ISO/IEC 13818-2, table 6-1.
    private const byte SequenceHeader = 0xB3;
    private const byte EndOfSequence = 0xB7;

    // Of a handler box (ISO/IEC 14496-12, 8.4.3): version, type and reserved words before its name.
    private const int HandlerHead = 24;

    /// <summary>Changes a stream in place; true where something was blanked.</summary>
    internal static bool Scrub(Span<byte> stream)
    {
        bool boxes = stream.Length > 8 && stream[4..8].SequenceEqual("ftyp"u8) && Boxes(stream);
        bool packets = stream.Length > PacketLength && stream[0] == 0x47 && stream[PacketLength] == 0x47;
        return Units(stream, packets) || boxes;
    }

    private static bool Units(Span<byte> stream, bool packets)
    {
        bool changed = false;
        bool mpeg = !packets && stream.StartsWith([(byte)0, (byte)0, (byte)1, SequenceHeader]);
        int at = 0;
        while (at + 4 < stream.Length)
        {
            int next = stream[at..].IndexOf([(byte)0, (byte)0, (byte)1]);
            if (next < 0 || at + next + 4 >= stream.Length)
            {
                break;
            }

            at += next + 3;
            int end = stream[at..].IndexOf([(byte)0, (byte)0, (byte)1]);
            end = end < 0 ? stream.Length : at + end;
            if (packets)
            {
                // What follows in the next packet begins with that packet's header.
                end = Math.Min(end, (at / PacketLength + 1) * PacketLength);
            }

            int kind = stream[at];
            if (kind == 0xB2)
            {
                changed |= Fill(stream[(at + 1)..end]);
            }
            else if (kind == EndOfSequence && mpeg)
            {
                // Behind the end of a sequence nothing is decoded up to the next start code.
                changed |= stream[(at + 1)..end].ContainsAnyExcept((byte)0);
                stream[(at + 1)..end].Clear();
            }
            else if ((kind & 0x9F) == 6 || (kind & 0x7E) >> 1 is 39 or 40)
            {
                int header = (kind & 0x9F) == 6 ? 1 : 2;
                changed |= Message(stream[Math.Min(end, at + header)..end]);
            }
        }

        return changed;
    }

    /// <summary>A message of type 4 or 5 holds whatever an encoder likes, behind sixteen bytes that say whose it is.</summary>
    private static bool Message(Span<byte> payload)
    {
        int at = 0;
        int type = Number(payload, ref at);
        int size = Number(payload, ref at);
        return type is 4 or 5
            && size > 16
            && at + 16 < payload.Length
            && Fill(payload[(at + 16)..Math.Min(payload.Length, at + size)]);
    }

    private static int Number(ReadOnlySpan<byte> payload, ref int at)
    {
        int number = 0;
        while (at < payload.Length)
        {
            byte value = payload[at++];
            number += value;
            if (value != 0xFF)
            {
                break;
            }
        }

        return number;
    }

    private static bool Boxes(Span<byte> boxes)
    {
        bool changed = false;
        for (int at = 0; at + 8 <= boxes.Length; )
        {
            uint said = BinaryPrimitives.ReadUInt32BigEndian(boxes[at..]);
            long length = said == 0 ? boxes.Length - at : said;
            if (length < 8 || at + length > boxes.Length)
            {
                break;
            }

            Span<byte> type = boxes.Slice(at + 4, 4);
            Span<byte> body = boxes.Slice(at + 8, (int)length - 8);
            if (type.SequenceEqual("moov"u8) || type.SequenceEqual("trak"u8) || type.SequenceEqual("mdia"u8))
            {
                changed |= Boxes(body);
            }
            else if (type.SequenceEqual("hdlr"u8) && body.Length > HandlerHead)
            {
                changed |= body[HandlerHead..].ContainsAnyExcept((byte)0);
                body[HandlerHead..].Clear();
            }
            else if (
                type.SequenceEqual("udta"u8)
                || type.SequenceEqual("meta"u8)
                || type.SequenceEqual("uuid"u8)
                || type.SequenceEqual("free"u8)
                || type.SequenceEqual("skip"u8)
            )
            {
                "free"u8.CopyTo(type);
                changed |= body.ContainsAnyExcept((byte)0);
                body.Clear();
            }

            at += (int)length;
        }

        return changed;
    }

    private static bool Fill(Span<byte> text)
    {
        bool changed = text.ContainsAnyExcept(Blank);
        text.Fill(Blank);
        return changed;
    }
}
