namespace Overread.Dicom.Reading;

/// <summary>
/// Reads a source front to back through blocks of 64 KiB. Small values are handed out as slices of a block, which the
/// elements then keep alive; no block is larger because a length in the file says so.
/// </summary>
internal sealed class SourceWindow(ByteSource source)
{
    private const int BlockSize = 64 << 10;
    private readonly byte[] _small = new byte[32];
    private ReadOnlyMemory<byte> _block = source.InMemory ?? default;
    private long _blockStart;

    internal long Length { get; } = source.Length;

    internal ByteSource Source { get; } = source;

    /// <summary>The next bytes, at most 32, without keeping a block for them when they lie far from the last.</summary>
    /// <returns>Fewer than asked only at the end of the source.</returns>
    internal ReadOnlySpan<byte> Peek(long position, int count)
    {
        long offset = position - _blockStart;
        if (offset >= 0 && offset + count <= _block.Length)
        {
            return _block.Span.Slice((int)offset, count);
        }

        if (Source.InMemory is { } all)
        {
            int rest = (int)Math.Clamp(all.Length - position, 0, count);
            return rest == 0 ? [] : all.Span.Slice((int)position, rest);
        }

        // A jump forward over a large value: most often to the end of the file, or from fragment to fragment.
        if (offset > BlockSize || offset < 0)
        {
            int read = Source.Read(position, _small.AsSpan(0, count));
            if (read < count || offset < 0 || _smallReads++ < 2)
            {
                return _small.AsSpan(0, read);
            }
        }

        _smallReads = 0;
        Fill(position);
        int left = (int)Math.Min(count, _block.Length);
        return _block.Span[..left];
    }

    private int _smallReads;

    /// <summary>Bytes that stay valid; the caller has checked that the source has them.</summary>
    internal ReadOnlyMemory<byte> Slice(long position, int count)
    {
        if (count == 0)
        {
            return default;
        }

        long offset = position - _blockStart;
        if (offset >= 0 && offset + count <= _block.Length)
        {
            return _block.Slice((int)offset, count);
        }

        if (count > BlockSize / 4)
        {
            byte[] own = new byte[count];
            int read = Source.Read(position, own);
            return own.AsMemory(0, read);
        }

        Fill(position);
        return _block[..Math.Min(count, _block.Length)];
    }

    private void Fill(long position)
    {
        byte[] block = new byte[(int)Math.Clamp(Length - position, 0, BlockSize)];
        int read = Source.Read(position, block);
        _block = block.AsMemory(0, read);
        _blockStart = position;
    }
}
