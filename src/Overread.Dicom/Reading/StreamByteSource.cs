namespace Overread.Dicom.Reading;

/// <summary>A seekable stream from its position when wrapped to its end. One reader at a time.</summary>
internal sealed class StreamByteSource(Stream stream, bool leaveOpen) : ByteSource
{
    private readonly long _start = stream.Position;
    private readonly Lock _gate = new();

    public override long Length { get; } = stream.Length - stream.Position;

    public override int Read(long position, Span<byte> target)
    {
        lock (_gate)
        {
            stream.Position = _start + position;
            return stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (!leaveOpen)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }
}
