using System.Buffers.Binary;

namespace Overread.Dicom.Pixels.Codecs;

/// <summary>What the headers of a JPEG stream say (ISO/IEC 10918-1 annex B), read before anything is decoded.</summary>
internal sealed record JpegStreamFacts(
    int Process,
    int Precision,
    int Rows,
    int Columns,
    int Components,
    bool HasJfif,
    int AdobeTransform
)
{
    /// <summary>True for process 14.</summary>
    internal bool IsLossless => Process == 0xC3;

    /// <summary>True for processes 6, 8, 10 and 12.</summary>
    internal bool IsProgressive => Process == 0xC2;

    /// <summary>Refuses a header that says more than its segment holds: what lies behind it belongs to something else.</summary>
    internal static void MustHold(bool holds)
    {
        if (!holds)
        {
            throw new FrameCodecException("a JPEG header that is longer than its segment");
        }
    }

    internal static JpegStreamFacts Read(ReadOnlySpan<byte> stream)
    {
        bool jfif = false;
        int adobe = -1;
        int at = 2;
        if (stream.Length < 4 || stream[0] != 0xFF || stream[1] != 0xD8)
        {
            throw new FrameCodecException("no JPEG stream");
        }

        while (at + 4 <= stream.Length)
        {
            if (stream[at] != 0xFF)
            {
                at++;
                continue;
            }

            int marker = stream[at + 1];
            if (marker is 0xFF or 0x00 or 0x01 or (>= 0xD0 and <= 0xD8))
            {
                at += marker == 0xFF ? 1 : 2;
                continue;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(stream[(at + 2)..]);
            if (length < 2)
            {
                throw new FrameCodecException("a JPEG segment shorter than its length");
            }

            ReadOnlySpan<byte> body = stream[Math.Min(stream.Length, at + 4)..Math.Min(stream.Length, at + 2 + length)];
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) && body.Length >= 6)
            {
                return new JpegStreamFacts(
                    marker,
                    body[0],
                    BinaryPrimitives.ReadUInt16BigEndian(body[1..]),
                    BinaryPrimitives.ReadUInt16BigEndian(body[3..]),
                    body[5],
                    jfif,
                    adobe
                );
            }

            if (marker is 0xDA or 0xD9)
            {
                break;
            }

            jfif |= marker == 0xE0 && body.StartsWith("JFIF"u8);
            if (marker == 0xEE && body.Length >= 12 && body.StartsWith("Adobe"u8))
            {
                adobe = body[11];
            }

            at += 2 + length;
        }

        throw new FrameCodecException("a JPEG stream without a frame header");
    }
}
