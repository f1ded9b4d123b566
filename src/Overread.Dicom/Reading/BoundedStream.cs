namespace Overread.Dicom.Reading;

/// <summary>An inflating stream that ends where it is damaged or grows beyond a bound, and says why.</summary>
internal sealed class BoundedStream(Stream inner, long most) : Stream
{
    private long _position;

    /// <summary>Why the stream ended before its end; null where it did not.</summary>
    internal string? Ended { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (Ended is not null)
        {
            return 0;
        }

        int read;
        try
        {
            read = inner.Read(buffer);
        }
        catch (InvalidDataException)
        {
            Ended = "the deflated data set is damaged";
            return 0;
        }

        if (_position + read > most)
        {
            Ended = "inflates to more than the options allow";
            read = (int)(most - _position);
        }

        _position += read;
        return read;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
