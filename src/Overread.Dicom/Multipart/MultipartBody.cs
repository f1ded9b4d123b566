namespace Overread.Dicom.Multipart;

/// <summary>The bytes of one part, up to the delimiter behind it.</summary>
internal sealed class MultipartBody(MultipartWindow window) : Stream
{
    private readonly int _number = window.Delimiters;
    private bool _over;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            if (buffer.Length == 0 || _over || window.Delimiters != _number)
            {
                return 0;
            }

            int count = window.Take(buffer, out _over);
            if (count > 0)
            {
                return count;
            }

            if (!_over && window.Fill() == 0)
            {
                throw Ended();
            }
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (buffer.Length == 0 || _over || window.Delimiters != _number)
            {
                return 0;
            }

            int count = window.Take(buffer.Span, out _over);
            if (count > 0)
            {
                return count;
            }

            if (!_over && await window.FillAsync(cancellationToken).ConfigureAwait(false) == 0)
            {
                throw Ended();
            }
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Flush() { }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static EndOfStreamException Ended() => new("the message ended inside a part");
}
