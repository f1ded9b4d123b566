namespace Overread.Dicom.Deidentify.Batch;

/// <summary>
/// An entry of a ZIP archive, read forward; at its end the bytes must have the check sum that the archive gives (CRC-32,
/// ISO 3309), which the library does not look at.
/// </summary>
internal sealed class CheckedEntryStream(Stream entry, uint expected) : Stream
{
    private static readonly uint[] Table = MakeTable();
    private uint _sum = uint.MaxValue;
    private long _position;

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

    /// <exception cref="InvalidDataException">The bytes are not those that were put into the archive.</exception>
    public override int Read(Span<byte> buffer)
    {
        int read = entry.Read(buffer);
        foreach (byte value in buffer[..read])
        {
            _sum = Table[(byte)(_sum ^ value)] ^ (_sum >> 8);
        }

        _position += read;
        return read == 0 && buffer.Length > 0 && ~_sum != expected
            ? throw new InvalidDataException("an entry of the archive does not have its check sum")
            : read;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        entry.Dispose();
        base.Dispose(disposing);
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 1 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
