namespace Overread.Dicom.Reading;

/// <summary>
/// Bytes that can be read at any position: a file, a block of memory, a seekable stream. Elements whose value is large
/// point into one instead of holding their bytes, so that a file of any size is read in constant memory.
/// </summary>
public abstract class ByteSource : IDisposable
{
    /// <summary>Number of bytes; does not change while the source is open.</summary>
    public abstract long Length { get; }

    /// <summary>Reads up to <paramref name="target"/>.Length bytes at a position.</summary>
    /// <returns>Number of bytes read; fewer only at the end.</returns>
    /// <exception cref="IOException">The medium failed.</exception>
    public abstract int Read(long position, Span<byte> target);

    /// <summary>The bytes themselves where they are in memory, so that nothing is copied; else null.</summary>
    internal virtual ReadOnlyMemory<byte>? InMemory => null;

    /// <summary>Copies a range to a stream in pieces of at most one mebibyte.</summary>
    /// <exception cref="EndOfStreamException">The source ends before the range does.</exception>
    public virtual void CopyTo(long position, long count, Stream target)
    {
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(count, 1), 1 << 20));
        try
        {
            while (count > 0)
            {
                int read = Read(position, buffer.AsSpan(0, (int)Math.Min(count, buffer.Length)));
                if (read == 0)
                {
                    throw new EndOfStreamException("the source ended inside a value");
                }

                target.Write(buffer, 0, read);
                position += read;
                count -= read;
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Opens a file for random access.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static ByteSource OpenFile(string path) => new FileByteSource(path);

    /// <summary>Wraps bytes in memory; they are not copied and must not change.</summary>
    public static ByteSource FromMemory(ReadOnlyMemory<byte> bytes) => new MemoryByteSource(bytes);

    /// <summary>
    /// Wraps a stream. A seekable one is read in place and is closed with the source only when
    /// <paramref name="leaveOpen"/> is false; any other is first read to its end, into memory up to 64 MiB and into a
    /// temporary file beyond.
    /// </summary>
    public static ByteSource FromStream(Stream stream, bool leaveOpen = false) =>
        stream.CanSeek ? new StreamByteSource(stream, leaveOpen) : SpooledByteSource.ReadAll(stream, leaveOpen);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the medium.</summary>
    protected virtual void Dispose(bool disposing) { }
}
