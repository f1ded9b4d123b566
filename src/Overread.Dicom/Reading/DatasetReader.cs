using System.Buffers.Binary;

namespace Overread.Dicom.Reading;

/// <summary>
/// Reads elements from a source. Every length is compared with the bytes that are there before anything is allocated;
/// whatever does not fit becomes a finding, and reading goes on where a next element can be found.
/// </summary>
internal sealed partial class DatasetReader
{
    private const uint Undefined = 0xFFFFFFFF;
    private readonly SourceWindow _window;
    private readonly ReadOptions _options;
    private readonly FindingList _findings;
    private readonly List<(Tag Tag, int Item)> _path = [];
    private bool _bigEndian;
    private int _elementCount;
    private int _depth;
    private bool _stopped;

    internal DatasetReader(ByteSource source, ReadOptions options, FindingList findings, bool bigEndian)
    {
        _window = new SourceWindow(source);
        _options = options;
        _findings = findings;
        _bigEndian = bigEndian;
    }

    /// <summary>Position behind the last element read.</summary>
    internal long Position { get; private set; }

    /// <summary>Reads elements into a data set until its end or until the options say stop.</summary>
    /// <param name="dataset">Receives the elements.</param>
    /// <param name="start">First byte.</param>
    /// <param name="end">First byte behind the data set or item.</param>
    /// <param name="explicitVr">True where representations are in the stream.</param>
    /// <param name="delimited">True inside an item of undefined length: a delimiter ends it.</param>
    internal void Read(Dataset dataset, long start, long end, bool explicitVr, bool delimited = false)
    {
        long position = start;
        while (!_stopped)
        {
            Position = position;
            if (position >= end)
            {
                if (delimited)
                {
                    Report(FindingKind.MissingDelimiter, position, default, "the item has no delimiter");
                }

                return;
            }

            if (_depth == 0 && StopsAt(position))
            {
                _stopped = true;
                return;
            }

            if (!TryReadHeader(position, end, explicitVr, out Header header))
            {
                return;
            }

            if (_depth == 0 && dataset.Count > 0 && IsBehindTheEnd(dataset, header))
            {
                Report(FindingKind.TrailingBytes, position, default, $"{end - position} bytes behind the last element");
                return;
            }

            if (header.Tag.Group == 0xFFFE)
            {
                if (header.Tag == Tags.ItemDelimitation && delimited)
                {
                    Position = header.ValueStart;
                    return;
                }

                Report(FindingKind.StrayDelimiter, position, header.Tag, "a delimiter where an element must stand");
                position = header.ValueStart;
                continue;
            }

            if (++_elementCount > _options.MaximumElements)
            {
                Report(FindingKind.TooManyElements, position, header.Tag, "more elements than the options allow");
                _stopped = true;
                return;
            }

            Element? element = ReadValue(dataset, header, end, explicitVr, out position);
            if (element is not null)
            {
                Append(dataset, element);
            }
        }
    }

    /// <summary>Reads the whole source as the items of one sequence of known length.</summary>
    internal Element? ReadItemsOnly(Dataset parent, Tag tag, bool explicitVr)
    {
        Header header = new(tag, Vr.SQ, (uint)_window.Length, 0, 0);
        return ReadItems(parent, header, 0, _window.Length, explicitVr, false, out _);
    }

    /// <summary>
    /// True for what follows the last element of a file: padding with zeros, or bytes behind the pixel data that are no
    /// element in order. They belong to nothing and are not copied.
    /// </summary>
    private static bool IsBehindTheEnd(Dataset dataset, Header header)
    {
        Tag last = dataset.Elements[^1].Tag;
        return header.Tag.Group == 0 && last.Group > 0
            || last >= Tags.PixelData && header.Tag <= last
            || last >= Tags.PixelData && !header.Tag.IsPrivate && !AttributeRegistry.TryFind(header.Tag, out _);
    }

    private bool StopsAt(long position)
    {
        if (_options.StopBefore is null && _options.OnlyGroup is null)
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = _window.Peek(position, 4);
        Tag tag = bytes.Length < 4 ? default : ReadTag(bytes);
        return bytes.Length == 4
            && (
                tag >= (_options.StopBefore ?? new Tag(uint.MaxValue)) || tag.Group != (_options.OnlyGroup ?? tag.Group)
            );
    }

    private void Append(Dataset dataset, Element element)
    {
        if (!dataset.TryAppend(element, out bool outOfOrder))
        {
            Report(FindingKind.DuplicateElement, element.Offset, element.Tag, "met twice; the first is kept");
        }
        else if (outOfOrder)
        {
            Report(FindingKind.OutOfOrder, element.Offset, element.Tag, "stands behind an element of greater number");
        }
    }

    private Element? ReadValue(Dataset dataset, Header header, long end, bool explicitVr, out long next)
    {
        long start = header.ValueStart;
        if (header.Length == Undefined)
        {
            return ReadUndefined(dataset, header, end, explicitVr, out next);
        }

        long available = Math.Min(end, _window.Length) - start;
        long length = header.Length;
        if (length > available)
        {
            Report(
                available < header.Length && end >= _window.Length ? FindingKind.Truncated : FindingKind.BadLength,
                header.Start,
                header.Tag,
                $"claims {header.Length} bytes where {available} are left"
            );
            length = Math.Max(0, available);
        }

        next = start + length;
        if (header.Vr == Vr.SQ)
        {
            return ReadItems(dataset, header, start, next, explicitVr, false, out _);
        }

        if ((length & 1) == 1)
        {
            Report(FindingKind.OddLength, header.Start, header.Tag, $"{length} bytes");
        }

        Vr vr = Resolve(dataset, header);
        int unit = header.Tag == Tags.PixelData ? PixelUnit(dataset, vr) : vr.UnitSize();
        int limit = vr.IsText() ? _options.LargestText : _options.LargestInlineValue;
        if (length > limit)
        {
            ByteRange range = new(_window.Source, start, length, _bigEndian ? unit : 1);
            return new Element(header.Tag, vr, range) { Offset = header.Start };
        }

        ReadOnlyMemory<byte> bytes = _window.Slice(start, (int)length);
        if (bytes.Length < length)
        {
            Report(FindingKind.Truncated, header.Start, header.Tag, "the source ended inside the value");
        }

        if (_bigEndian && unit > 1)
        {
            byte[] swapped = bytes.ToArray();
            ByteRange.Swap(swapped, unit);
            bytes = swapped;
        }

        return new Element(header.Tag, vr, bytes) { Offset = header.Start };
    }

    /// <summary>Bytes that big endian swaps in pixel data: samples of 32 bits are swapped whole although OW are words of 16.</summary>
    private int PixelUnit(Dataset dataset, Vr vr) =>
        _bigEndian && vr == Vr.OW && dataset.GetInt(Tags.BitsAllocated) is { } bits and (32 or 64)
            ? bits / 8
            : vr.UnitSize();

    private Element? ReadUndefined(Dataset dataset, Header header, long end, bool explicitVr, out long next)
    {
        if (header.Vr is Vr.OB or Vr.OW && header.Tag.Group is 0x7FE0 or 0x5400 || header.Tag == Tags.PixelData)
        {
            return ReadFragments(header, end, out next);
        }

        // PS3.5 section 6.2.2 note 4: an unknown value of undefined length is a sequence in implicit little endian.
        if (header.Vr == Vr.UN)
        {
            bool big = _bigEndian;
            _bigEndian = false;
            Element? element = ReadItems(dataset, header, header.ValueStart, end, false, true, out next);
            _bigEndian = big;
            return element;
        }

        if (header.Vr != Vr.SQ)
        {
            Report(
                FindingKind.UnexpectedUndefinedLength,
                header.Start,
                header.Tag,
                $"{header.Vr} of undefined length is read as a sequence"
            );
        }

        return ReadItems(dataset, header, header.ValueStart, end, explicitVr, true, out next);
    }

    private Element? ReadItems(
        Dataset parent,
        Header header,
        long start,
        long end,
        bool explicitVr,
        bool delimited,
        out long next
    )
    {
        next = end;
        if (_depth >= _options.MaximumDepth)
        {
            Report(FindingKind.TooDeep, header.Start, header.Tag, $"deeper than {_options.MaximumDepth} sequences");
            _stopped |= delimited;
            return null;
        }

        _depth++;
        List<Dataset> items = [];
        long position = start;
        bool closed = !delimited;
        while (!_stopped && position < end)
        {
            if (!TryReadItemHeader(position, end, header.Tag, out Tag tag, out uint length))
            {
                break;
            }

            if (tag == Tags.SequenceDelimitation)
            {
                closed = true;
                position += 8;
                break;
            }

            if (tag != Tags.Item)
            {
                Report(FindingKind.BadItem, position, header.Tag, $"{tag} where an item must stand");
                break;
            }

            position = ReadItem(parent, header.Tag, items, position, length, end, explicitVr);
        }

        if (!closed)
        {
            Report(FindingKind.MissingDelimiter, position, header.Tag, "the sequence has no delimiter");
        }

        _depth--;
        next = delimited ? position : end;
        return new Element(header.Tag, items) { Offset = header.Start, UndefinedLength = delimited };
    }

    private long ReadItem(
        Dataset parent,
        Tag sequence,
        List<Dataset> items,
        long position,
        uint length,
        long end,
        bool explicitVr
    )
    {
        long start = position + 8;
        long itemEnd = length == Undefined ? end : start + length;
        if (itemEnd > end)
        {
            Report(
                end >= _window.Length ? FindingKind.Truncated : FindingKind.BadLength,
                position,
                sequence,
                $"an item claims {length} bytes where {end - start} are left"
            );
            itemEnd = end;
        }

        Dataset item = new(parent) { Offset = position, UndefinedLength = length == Undefined };
        _path.Add((sequence, items.Count));
        items.Add(item);
        Read(item, start, itemEnd, explicitVr && !LooksImplicit(start, itemEnd), length == Undefined);
        _path.RemoveAt(_path.Count - 1);
        return length == Undefined ? Position : itemEnd;
    }

    private bool TryReadItemHeader(long position, long end, Tag sequence, out Tag tag, out uint length)
    {
        ReadOnlySpan<byte> bytes = _window.Peek(position, 8);
        if (bytes.Length < 8 || position + 8 > end)
        {
            Report(
                bytes.Length < 8 ? FindingKind.Truncated : FindingKind.BadItem,
                position,
                sequence,
                "ends inside an item's header"
            );
            (tag, length) = (default, 0);
            return false;
        }

        tag = ReadTag(bytes);
        length = ReadUInt32(bytes[4..]);
        return true;
    }

    private Tag ReadTag(ReadOnlySpan<byte> bytes) =>
        _bigEndian
            ? new Tag(BinaryPrimitives.ReadUInt16BigEndian(bytes), BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]))
            : new Tag(
                BinaryPrimitives.ReadUInt16LittleEndian(bytes),
                BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..])
            );

    private uint ReadUInt32(ReadOnlySpan<byte> bytes) =>
        _bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private ushort ReadUInt16(ReadOnlySpan<byte> bytes) =>
        _bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private void Report(FindingKind kind, long offset, Tag tag, string detail) =>
        _findings.Add(kind, offset, PathOf(tag), detail);

    private string PathOf(Tag tag) =>
        string.Concat(_path.Select(step => $"{step.Tag}[{step.Item}]/")) + (tag == default ? "" : tag.ToString());

    private readonly record struct Header(Tag Tag, Vr Vr, uint Length, long Start, long ValueStart);
}
