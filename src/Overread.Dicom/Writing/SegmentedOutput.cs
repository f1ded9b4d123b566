using System.Buffers.Binary;
using Overread.Dicom.Reading;

namespace Overread.Dicom.Writing;

/// <summary>
/// Bytes to be written: small ones in one growing buffer, where a length can be filled in afterwards, and ranges of a
/// source that are copied only when everything is written. Memory is that of the headers, whatever the file's size.
/// </summary>
internal sealed class SegmentedOutput
{
    private readonly List<(int At, ByteRange Range, bool AsStored)> _inserts = [];
    private byte[] _buffer = new byte[16 << 10];
    private int _count;
    private long _inserted;

    /// <summary>Bytes in all, ranges included.</summary>
    internal long Length => _count + _inserted;

    /// <summary>What is written already, ranges left out.</summary>
    internal ReadOnlySpan<byte> Buffered => _buffer.AsSpan(0, _count);

    /// <summary>Place in the buffer where the next byte goes, to be given to <see cref="PatchUInt32"/>.</summary>
    internal int Mark => _count;

    internal Span<byte> Take(int count)
    {
        if (_buffer.Length - _count < count)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, checked(_count + count)));
        }

        Span<byte> taken = _buffer.AsSpan(_count, count);
        _count += count;
        return taken;
    }

    internal void Write(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    internal void Insert(ByteRange range, bool asStored)
    {
        if (range.Length > 0)
        {
            _inserts.Add((_count, range, asStored));
            _inserted += range.Length;
        }
    }

    internal void PatchUInt32(int mark, uint value, bool bigEndian)
    {
        Span<byte> place = _buffer.AsSpan(mark, 4);
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(place, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(place, value);
        }
    }

    internal void CopyTo(Stream target)
    {
        int done = 0;
        foreach ((int at, ByteRange range, bool asStored) in _inserts)
        {
            target.Write(_buffer, done, at - done);
            done = at;
            range.CopyTo(target, asStored);
        }

        target.Write(_buffer, done, _count - done);
    }

    internal void Clear()
    {
        _inserts.Clear();
        _count = 0;
        _inserted = 0;
    }
}
