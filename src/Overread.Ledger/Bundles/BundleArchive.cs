using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Overread.Ledger.Bundles;

/// <summary>
/// A bundle as one zip file with exactly one spelling for given files: entries in ordinal order, stored without
/// compression, dated 1980-01-01, no extra fields. Whoever has the files can write the same bytes, and a changed byte
/// anywhere in the archive shows.
/// </summary>
public sealed class BundleArchive : IBundleSource
{
    private const int LocalHeader = 30;
    private const int CentralHeader = 46;

    // Larger entries are read where they stand.
    private const long LargestHeld = 8 << 20;
    private readonly Stream _zip;
    private readonly SortedDictionary<string, (long Offset, long Size)> _entries = new(StringComparer.Ordinal);
    private readonly List<BundleFault> _faults = [];

    /// <summary>Reads an archive's local headers in order; the central directory is checked by writing it anew.</summary>
    public BundleArchive(Stream zip)
    {
        _zip = zip;
        byte[] header = new byte[LocalHeader];
        zip.Position = 0;
        while (zip.Position + LocalHeader <= zip.Length)
        {
            long start = zip.Position;
            zip.ReadExactly(header);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) != 0x04034b50)
            {
                break;
            }

            long size = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(18));
            int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(26));
            int extra = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28));
            byte[] name = new byte[nameLength];
            if (
                zip.ReadAtLeast(name, nameLength, throwOnEndOfStream: false) < nameLength
                || zip.Position + extra + size > zip.Length
            )
            {
                _faults.Add(new("(archive)", $"The archive breaks off at byte {start}."));
                break;
            }

            _entries[Encoding.UTF8.GetString(name)] = (start + LocalHeader + nameLength + extra, size);
            zip.Position = start + LocalHeader + nameLength + extra + size;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Paths => [.. _entries.Keys];

    /// <inheritdoc/>
    public Stream Open(string path)
    {
        (long offset, long size) = _entries[path];
        if (size > LargestHeld)
        {
            return new BufferedStream(new EntryStream(_zip, offset, size), 1 << 16);
        }

        byte[] bytes = new byte[size];
        _zip.Position = offset;
        _zip.ReadExactly(bytes);
        return new MemoryStream(bytes, writable: false);
    }

    /// <inheritdoc/>
    public IReadOnlyList<BundleFault> ContainerFaults()
    {
        if (_faults.Count > 0)
        {
            return _faults;
        }

        using ComparingStream compare = new(_zip);
        Write(this, compare);
        return compare.Difference() is { } at
            ? [new("(archive)", $"Byte {at} of the archive is not what the files in it give: {PlaceOf(at)}.")]
            : [];
    }

    /// <summary>Writes the files of a bundle as an archive.</summary>
    /// <exception cref="NotSupportedException">A file or the whole is 4 GiB or larger, or there are more than 65,535 files.</exception>
    public static void Write(IBundleSource source, Stream to)
    {
        if (source.Paths.Count > ushort.MaxValue)
        {
            throw new NotSupportedException(
                "A bundle of more than 65,535 files is kept as a folder, not as an archive."
            );
        }

        List<(byte[] Name, uint Crc, uint Size, uint Offset)> entries = [];
        long position = 0;
        foreach (string path in source.Paths.Order(StringComparer.Ordinal))
        {
            using Stream file = source.Open(path);
            if (file.Length + position > uint.MaxValue - (1 << 20))
            {
                throw new NotSupportedException("A bundle of 4 GiB or more is kept as a folder, not as an archive.");
            }

            Crc32 crc = new();
            crc.Append(file);
            file.Position = 0;
            byte[] name = Encoding.UTF8.GetBytes(path);
            var entry = (name, crc.GetCurrentHashAsUInt32(), (uint)file.Length, (uint)position);
            to.Write(Header(entry, central: false));
            to.Write(name);
            file.CopyTo(to);
            position += LocalHeader + name.Length + file.Length;
            entries.Add(entry);
        }

        uint directory = (uint)position;
        uint size = 0;
        foreach (var entry in entries)
        {
            to.Write(Header(entry, central: true));
            to.Write(entry.Name);
            size += (uint)(CentralHeader + entry.Name.Length);
        }

        byte[] end = new byte[22];
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054b50);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), (ushort)entries.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), (ushort)entries.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), size);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), directory);
        to.Write(end);
    }

    /// <inheritdoc/>
    public void Dispose() => _zip.Dispose();

    private static byte[] Header((byte[] Name, uint Crc, uint Size, uint Offset) entry, bool central)
    {
        byte[] bytes = new byte[central ? CentralHeader : LocalHeader];
        int at = 0;
        void Four(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);
            at += 4;
        }

        void Two(ushort value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), value);
            at += 2;
        }

        Four(central ? 0x02014b50u : 0x04034b50u);
        if (central)
        {
            Two(20);
        }

        Two(20);
        // Bit 11: names are UTF-8. Method 0: stored. 1980-01-01 00:00.
        Two(0x0800);
        Two(0);
        Two(0);
        Two(0x0021);
        Four(entry.Crc);
        Four(entry.Size);
        Four(entry.Size);
        Two((ushort)entry.Name.Length);
        Two(0);
        if (central)
        {
            at += 10;
            Four(0);
            at -= 4;
            Four(entry.Offset);
        }

        return bytes;
    }

    private string PlaceOf(long at)
    {
        foreach ((string path, (long offset, long size)) in _entries)
        {
            if (at < offset + size && at >= offset - LocalHeader - Encoding.UTF8.GetByteCount(path))
            {
                return path;
            }
        }

        return "the central directory";
    }

    // One entry of the archive, read in place. Each read sets the archive's position: several may be open, one thread reads.
    private sealed class EntryStream(Stream zip, long offset, long size) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => size;
        public override long Position { get; set; }

        public override int Read(byte[] buffer, int at, int count) => Read(buffer.AsSpan(at, count));

        public override int Read(Span<byte> buffer)
        {
            int wanted = (int)Math.Min(buffer.Length, Math.Max(0, size - Position));
            zip.Position = offset + Position;
            int read = wanted == 0 ? 0 : zip.Read(buffer[..wanted]);
            Position += read;
            return read;
        }

        public override long Seek(long to, SeekOrigin origin) =>
            Position = origin switch
            {
                SeekOrigin.Begin => to,
                SeekOrigin.Current => Position + to,
                _ => size + to,
            };

        public override void Flush() { }

        public override void Write(byte[] buffer, int at, int count) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }

    // Compares what is written to it with the bytes of another stream.
    private sealed class ComparingStream(Stream other) : Stream
    {
        private readonly byte[] _buffer = new byte[1 << 16];
        private long _position;
        private long? _difference;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => _position;
        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public long? Difference() =>
            _difference ?? (_position == other.Length ? null : Math.Min(_position, other.Length));

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (buffer.Length > 0 && _difference is null)
            {
                Span<byte> expected = _buffer.AsSpan(0, Math.Min(buffer.Length, _buffer.Length));
                other.Position = Math.Min(_position, other.Length);
                int read = other.ReadAtLeast(expected, expected.Length, throwOnEndOfStream: false);
                int same = buffer[..expected.Length].CommonPrefixLength(expected[..read]);
                if (same < expected.Length)
                {
                    _difference = _position + same;
                }

                _position += expected.Length;
                buffer = buffer[expected.Length..];
            }

            _position += _difference is null ? 0 : buffer.Length;
        }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
