using System.Text;
using Overread.Dicom.Multipart;

namespace Overread.Dicom.Tests;

/// <summary>multipart/related written and read in constant memory.</summary>
public sealed class MultipartTests
{
    private const string Boundary = "b-1";

    /// <summary>Gives as few bytes per read as asked for, so that delimiters are cut anywhere.</summary>
    private sealed class Trickle(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(step, buffer.Length)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(base.Read(buffer.Span[..Math.Min(step, buffer.Length)]));
    }

    private static async Task<List<(MultipartPart Part, byte[] Body)>> ReadAll(
        byte[] message,
        int step = int.MaxValue,
        bool readBodies = true
    )
    {
        MultipartRelatedReader reader = new(new Trickle(message, step), Boundary);
        List<(MultipartPart, byte[])> parts = [];
        while (await reader.NextAsync() is { } part)
        {
            using MemoryStream body = new();
            if (readBodies)
            {
                await part.Body.CopyToAsync(body);
            }

            parts.Add((part, body.ToArray()));
        }

        Assert.True(reader.IsComplete);
        return parts;
    }

    private static byte[] Message(params byte[][] bodies)
    {
        using MemoryStream stream = new();
        MultipartRelatedWriter writer = new(stream, new MultipartRelated(Boundary, "application/dicom"));
        for (int i = 0; i < bodies.Length; i++)
        {
            writer.BeginPart("application/dicom", $"bulk/{i}", bodies[i].Length);
            writer.Target.Write(bodies[i]);
        }

        writer.End();
        return stream.ToArray();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(4096)]
    [InlineData(int.MaxValue)]
    public async Task Parts_come_back_however_the_bytes_arrive(int step)
    {
        // Bytes that look like a delimiter and are none, breaks at the ends, and a body of many windows.
        byte[][] bodies =
        [
            [],
            "\r\n"u8.ToArray(),
            "\r\n--b-\r\n--b\r\n-b-1\r\r\n-"u8.ToArray(),
            Samples.Bytes(Samples.Slice),
            Enumerable.Repeat((byte)'\r', 200_000).ToArray(),
        ];
        List<(MultipartPart Part, byte[] Body)> parts = await ReadAll(Message(bodies), step);
        Assert.Equal(bodies, parts.Select(part => part.Body));
        Assert.Equal("bulk/3", parts[3].Part.ContentLocation);
        Assert.Equal("application/dicom", parts[3].Part.MediaType);
        Assert.Equal(bodies[3].Length.ToString(), parts[3].Part.Headers["content-length"]);
        Assert.Equal(5, (await ReadAll(Message(bodies), step, readBodies: false)).Count);
    }

    [Fact]
    public async Task A_file_is_read_straight_from_its_part()
    {
        MultipartRelatedReader reader = new(new MemoryStream(Message(Samples.Bytes(Samples.Slice))), Boundary);
        MultipartPart? part = await reader.NextAsync();
        using DicomFile file = DicomFile.Read(part!.Body);
        Assert.Empty(file.Findings);
        Assert.Equal(Samples.Slice.SopInstanceUid, file.SopInstanceUid);
        Assert.Null(await reader.NextAsync());
    }

    [Fact]
    public async Task Preamble_epilogue_folded_headers_and_a_part_without_body_are_understood()
    {
        byte[] message = Encoding.ASCII.GetBytes(
            "to be ignored\r\n--b-1  \r\nContent-Type: a/b;\r\n  c=d\r\n\r\n--b-1\r\n\r\nx\r\n--b-1--\r\nand this\r\n--b-1\r\n"
        );
        List<(MultipartPart Part, byte[] Body)> parts = await ReadAll(message, 3);
        Assert.Equal(["", "x"], parts.Select(part => Encoding.ASCII.GetString(part.Body)));
        Assert.Equal("a/b; c=d", parts[0].Part.ContentType);
        Assert.Empty(parts[1].Part.Headers);
        Assert.Empty(await ReadAll(Message()));
    }

    [Fact]
    public async Task A_message_cut_anywhere_never_passes_for_whole()
    {
        byte[] message = Message("0123456789"u8.ToArray(), "abc"u8.ToArray());
        // Without its last line break it is whole still.
        for (int length = 0; length < message.Length - 2; length++)
        {
            Exception? thrown = await Record.ExceptionAsync(() => ReadAll(message[..length]));
            Assert.True(thrown is EndOfStreamException or InvalidDataException, $"cut at {length}: {thrown}");
        }
    }

    [Fact]
    public async Task Headers_without_end_are_refused()
    {
        byte[] message = Encoding.ASCII.GetBytes("--b-1\r\n" + new string('a', 1 << 20));
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAll(message));
        byte[] many = Encoding.ASCII.GetBytes(
            "--b-1\r\n" + string.Concat(Enumerable.Repeat("a: b\r\n", 100_000)) + "\r\n"
        );
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAll(many));
    }

    [Theory]
    [InlineData("multipart/related; type=\"application/dicom\"; boundary=abc", "abc", "application/dicom")]
    [InlineData("Multipart/Related;boundary=\"a;b c\";type=Application/DICOM+json", "", "")]
    [InlineData(
        "multipart/related; boundary=\"a b=c\"; type=application/dicom+json",
        "a b=c",
        "application/dicom+json"
    )]
    [InlineData("multipart/form-data; boundary=abc", "", "")]
    [InlineData("multipart/related; type=\"application/dicom\"", "", "")]
    [InlineData(null, "", "")]
    public void Content_types_are_read(string? text, string boundary, string root)
    {
        Assert.Equal(boundary.Length > 0, MultipartRelated.TryParse(text, out MultipartRelated type));
        if (boundary.Length > 0)
        {
            Assert.Equal(new MultipartRelated(boundary, root), type);
            Assert.True(MultipartRelated.TryParse(type.ContentType, out MultipartRelated again));
            Assert.Equal(type, again);
        }
    }

    [Fact]
    public void Headers_cannot_be_smuggled_in()
    {
        MultipartRelatedWriter writer = new(Stream.Null, new MultipartRelated(Boundary, ""));
        Assert.Throws<ArgumentException>(() => writer.BeginPart("a/b\r\nX: y"));
        Assert.Throws<ArgumentException>(() =>
            new MultipartRelatedWriter(Stream.Null, new MultipartRelated("a\r\n", ""))
        );
    }
}
