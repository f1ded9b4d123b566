namespace Overread.Dicom.Reading;

/// <summary>Bytes that are in memory already.</summary>
internal sealed class MemoryByteSource(ReadOnlyMemory<byte> bytes) : ByteSource
{
    public override long Length => bytes.Length;

    internal override ReadOnlyMemory<byte>? InMemory => bytes;

    public override int Read(long position, Span<byte> target)
    {
        if (position >= bytes.Length)
        {
            return 0;
        }

        int count = (int)Math.Min(target.Length, bytes.Length - position);
        bytes.Span.Slice((int)position, count).CopyTo(target);
        return count;
    }
}
