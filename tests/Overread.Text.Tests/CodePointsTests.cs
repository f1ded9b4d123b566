namespace Overread.Text.Tests;

public class CodePointsTests
{
    // An emoji, a family joined by zero-width joiners, a combining mark, both line ends.
    private const string Sample = "a🫀e\u0301\r\n👩‍👩‍👧z\n";

    [Fact]
    public void Every_code_point_finds_its_units_and_back()
    {
        CodePoints points = new(Sample);
        Assert.Equal(13, points.Length);
        for (int i = 0; i <= points.Length; i++)
        {
            Assert.Equal(i, points.OfUnits(points.ToUnits(i)));
        }

        Assert.Equal("🫀e\u0301", points.Slice(1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => points.OfUnits(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => points.ToUnits(14));
        Assert.Throws<ArgumentException>(() => new CodePoints("a\ud83d"));
    }

    [Fact]
    public void What_is_blacked_out_keeps_offsets_and_line_ends()
    {
        CodePoints points = new(Sample);
        CodePoints black = new(points.BlackedOut([(1, 6), (4, 7)], out int replaced));
        Assert.Equal(4, replaced);
        Assert.Equal(points.Length, black.Length);
        Assert.Equal("a███\r\n█", black.Slice(0, 7));
        Assert.Equal(points.Slice(7, 13), black.Slice(7, 13));
    }

    [Theory]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0x61, 0x0D, 0x0A }, "a\r\n", "utf-8", "crlf")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x3E, 0xD8, 0xC0, 0xDE }, "🫀", "utf-16le", "none")]
    [InlineData(new byte[] { 0xFE, 0xFF, 0x00, 0x61, 0x00, 0x0A }, "a\n", "utf-16be", "lf")]
    [InlineData(new byte[] { 0x61, 0x0A, 0x62, 0x0D, 0x0A }, "a\nb\r\n", "utf-8", "mixed")]
    public void Encodings_are_told_by_their_mark(byte[] bytes, string text, string encoding, string ends)
    {
        Assert.True(PlainDocument.TryRead(bytes, out PlainDocument? document, out string? problem));
        Assert.Null(problem);
        Assert.Equal(text, document!.Text);
        Assert.Equal(encoding, document.Encoding);
        Assert.Equal(ends, document.LineEnds);
        Assert.Equal(text, System.Text.Encoding.UTF8.GetString(document.ToUtf8()));
    }

    [Theory]
    [InlineData(new byte[0], "The document is empty.")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0x20, 0x0A }, "The document is empty.")]
    [InlineData(new byte[] { 0x61, 0xE9, 0x62 }, "The text is not valid UTF-8 (byte 1): save it as UTF-8.")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x3E, 0xD8 }, "The text is not valid UTF-16LE")]
    [InlineData(new byte[] { 0x61, 0x00, 0x62 }, "Binary: it holds control characters that no plain text has.")]
    [InlineData(new byte[] { 0x7F, 0x45, 0x00, 0xFF }, "Binary: the file is no plain text.")]
    public void What_is_no_plain_text_is_refused_with_a_reason(byte[] bytes, string reason)
    {
        Assert.False(PlainDocument.TryRead(bytes, out PlainDocument? document, out string? problem));
        Assert.Null(document);
        Assert.StartsWith(reason, problem, StringComparison.Ordinal);
    }
}
