using System.Text;
using Overread.Dicom.Pixels.Scrub;

namespace Overread.Dicom.Tests;

/// <summary>Texts inside video are blanked in place: no byte moves, and nothing else changes.</summary>
public sealed class VideoScrubTests
{
    private static readonly byte[] Text = Encoding.ASCII.GetBytes("Quillfeather^Ottoline");

    [Fact]
    public void User_data_of_mpeg_2_is_blanked()
    {
        byte[] head = [0, 0, 1, 0xB3, 1, 2, 3, 4, 0, 0, 1, 0xB2];
        byte[] tail = [0, 0, 1, 0xB8, 5, 6, 7, 8, 0, 0, 1, 0x00, 9, 9];
        byte[] stream = [.. head, .. Text, .. tail];
        Assert.True(VideoScrub.Scrub(stream));
        Assert.Equal([.. head, .. Enumerable.Repeat((byte)0x20, Text.Length), .. tail], stream);
        Assert.False(VideoScrub.Scrub(stream));
    }

    [Fact]
    public void An_unregistered_message_of_h264_is_blanked_behind_its_owner()
    {
        byte[] owner = new byte[16];
        byte[] head = [0, 0, 1, 0x06, 5, (byte)(16 + Text.Length), .. owner];
        byte[] tail = [0x80, 0, 0, 1, 0x65, 1, 2, 3, 4];
        byte[] stream = [.. head, .. Text, .. tail];
        Assert.True(VideoScrub.Scrub(stream));
        Assert.Equal([.. head, .. Enumerable.Repeat((byte)0x20, Text.Length), .. tail], stream);
    }

    [Fact]
    public void Notes_of_an_mp4_are_emptied_and_everything_stays_where_it_was()
    {
        byte[] note = Box("udta", Text);
        byte[] stream =
        [
            .. Box("ftyp", "isom\0\0\0\0"u8),
            .. Box("moov", [.. Box("mvhd", [1, 2, 3]), .. note]),
            .. Box("mdat", [7, 7, 7, 7]),
        ];
        int length = stream.Length;
        Assert.True(VideoScrub.Scrub(stream));
        Assert.Equal(length, stream.Length);
        Assert.True(stream.AsSpan().IndexOf(Text) < 0);
        Assert.True(stream.AsSpan().IndexOf([.. "mdat"u8, (byte)7, (byte)7]) > 0);
    }

    private static byte[] Box(string type, ReadOnlySpan<byte> body)
    {
        byte[] box = [0, 0, 0, (byte)(body.Length + 8), .. Encoding.ASCII.GetBytes(type), .. body];
        return box;
    }
}
