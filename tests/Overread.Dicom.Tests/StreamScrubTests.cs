using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Overread.Dicom.Pixels.Scrub;

namespace Overread.Dicom.Tests;

/// <summary>The places in coded streams where a text can stand, one by one.</summary>
public sealed class StreamScrubTests
{
    private static readonly byte[] Text = Encoding.ASCII.GetBytes("Quillfeather^Ottoline");
    private static readonly byte[] Frame = Segment(0xC0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0]);
    private static readonly byte[] Scan = [.. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 0x12, 0xFF, 0x00, 0xFF, 0xD0, 0x34];
    private static readonly byte[] Tables = Segment(0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]);
    private static readonly byte[] Plain = [0xFF, 0xD8, .. Tables, .. Frame, .. Scan, 0xFF, 0xD9];

    public static TheoryData<string, byte[]> JpegPlaces =>
        new()
        {
            { "between segments", [0xFF, 0xD8, .. Tables, .. Text, .. Frame, .. Scan, 0xFF, 0xD9] },
            {
                "behind a table",
                [0xFF, 0xD8, .. Segment(0xDB, [.. Tables[4..], .. Text]), .. Frame, .. Scan, 0xFF, 0xD9]
            },
            {
                "behind a frame header",
                [0xFF, 0xD8, .. Tables, .. Segment(0xC0, [.. Frame[4..], .. Text]), .. Scan, 0xFF, 0xD9]
            },
            { "between scans", [0xFF, 0xD8, .. Tables, .. Frame, .. Scan, .. Segment(0xFE, Text), 0xFF, 0xD9] },
            { "behind the end", [.. Plain, .. Text] },
            { "in a second picture", [.. Plain, 0xFF, 0xD8, .. Segment(0xFE, Text), .. Plain[2..]] },
            { "in an unknown segment", [0xFF, 0xD8, .. Segment(0xF0, Text), .. Plain[2..]] },
        };

    [Theory]
    [MemberData(nameof(JpegPlaces))]
    public void A_jpeg_loses_texts_and_nothing_else(string place, byte[] stream)
    {
        ArrayBufferWriter<byte> output = new();
        Assert.True(JpegScrub.TryScrub(stream, false, output), place);
        Assert.Equal(Plain, output.WrittenSpan.ToArray());
    }

    [Fact]
    public void A_jfif_header_loses_its_thumbnail()
    {
        byte[] jfif = [.. "JFIF\0"u8, 1, 2, 0, 0, 1, 0, 1];
        byte[] stream = [0xFF, 0xD8, .. Segment(0xE0, [.. jfif, 2, 3, .. Text]), .. Plain[2..]];
        ArrayBufferWriter<byte> output = new();
        Assert.True(JpegScrub.TryScrub(stream, false, output));
        Assert.Equal([0xFF, 0xD8, .. Segment(0xE0, [.. jfif, 0, 0]), .. Plain[2..]], output.WrittenSpan.ToArray());
    }

    [Fact]
    public void Of_a_jp2_file_the_codestream_stays()
    {
        byte[] code = Code();
        byte[] stream =
        [
            .. Box("jP  ", [0x0D, 0x0A, 0x87, 0x0A]),
            .. Box("ftyp", "jp2 \0\0\0\0jp2 "u8),
            .. Box("jp2h", Box("ihdr", new byte[14])),
            .. Box("uuid", Text),
            .. Box("xml ", Text),
            .. Box("jp2c", code),
            .. Text,
        ];
        ArrayBufferWriter<byte> output = new();
        Assert.True(Jpeg2000Scrub.TryScrub(stream, output));
        Assert.Equal(code, output.WrittenSpan.ToArray());
    }

    [Fact]
    public void An_rle_frame_has_nothing_between_its_segments_and_in_unused_offsets()
    {
        byte[] segment = [3, 1, 2, 3, 4, 0x80];
        byte[] frame = new byte[64];
        BinaryPrimitives.WriteUInt32LittleEndian(frame, 2);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), 64 + 8);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(8), 64 + 8 + 6 + 21);
        Text.AsSpan(0, 20).CopyTo(frame.AsSpan(40));
        byte[] planted = [.. frame, .. Text.AsSpan(0, 8), .. segment, .. Text, .. segment, .. Text];
        ArrayBufferWriter<byte> output = new();
        Assert.True(RleScrub.TryScrub(planted, 4, output));
        Assert.True(output.WrittenSpan.IndexOf("Quill"u8) < 0 && output.WrittenSpan.IndexOf("Ottoline"u8) < 0);
        Assert.Equal([3, 1, 2, 3, 4, 0, 3, 1, 2, 3, 4, 0], output.WrittenSpan[64..].ToArray());
    }

    /// <summary>The smallest stream with the markers that one must have.</summary>
    private static byte[] Code()
    {
        byte[] tile = [0xFF, 0x90, 0, 10, 0, 0, 0, 0, 0, 18, 0, 1, 0xFF, 0x93, 1, 2, 3, 4];
        return
        [
            0xFF,
            0x4F,
            .. Segment(0x51, new byte[38]),
            .. Segment(0x52, new byte[10]),
            .. Segment(0x5C, [0, 1]),
            .. tile,
            0xFF,
            0xD9,
        ];
    }

    private static byte[] Segment(byte marker, byte[] body)
    {
        byte[] segment = [0xFF, marker, 0, 0, .. body];
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)(body.Length + 2));
        return segment;
    }

    private static byte[] Box(string type, ReadOnlySpan<byte> body)
    {
        byte[] box = [0, 0, 0, (byte)(body.Length + 8), .. Encoding.ASCII.GetBytes(type), .. body];
        return box;
    }
}
