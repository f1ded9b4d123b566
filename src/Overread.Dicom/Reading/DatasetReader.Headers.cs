namespace Overread.Dicom.Reading;

/// <content>Element headers, representations that the file leaves open, and fragments.</content>
internal sealed partial class DatasetReader
{
    private bool TryReadHeader(long position, long end, bool explicitVr, out Header header)
    {
        ReadOnlySpan<byte> bytes = _window.Peek(position, (int)Math.Min(12, Math.Max(0, end - position)));
        if (bytes.Length < 8)
        {
            ReportRest(position, end, bytes);
            header = default;
            return false;
        }

        Tag tag = ReadTag(bytes);
        if (!explicitVr || tag.Group == 0xFFFE)
        {
            Vr vr = tag.Group == 0xFFFE ? Vr.None : AttributeRegistry.VrOf(tag);
            uint length = ReadUInt32(bytes[4..]);
            if (length == Undefined && tag != Tags.PixelData && tag.Group != 0xFFFE)
            {
                vr = Vr.SQ;
            }

            header = new Header(tag, vr, length, position, position + 8);
            return true;
        }

        Vr written = (Vr)(ushort)(bytes[4] | (bytes[5] << 8));
        if (!written.IsKnown() && !AreLetters(bytes[4], bytes[5]))
        {
            return TryReadBadVr(position, bytes, tag, out header);
        }

        if (!written.HasLongHeader())
        {
            header = new Header(tag, written, ReadUInt16(bytes[6..]), position, position + 8);
            return true;
        }

        if (bytes.Length < 12)
        {
            ReportRest(position, end, bytes);
            header = default;
            return false;
        }

        if (!written.IsKnown())
        {
            Report(FindingKind.BadVr, position, tag, "a representation that is not in the standard; read as UN");
            written = Vr.UN;
        }

        header = new Header(tag, written, ReadUInt32(bytes[8..]), position, position + 12);
        return true;
    }

    /// <summary>
    /// Two bytes that are no letters. Zeros before a 16-bit length are met in files whose writer left the
    /// representation out; anything else is most likely an implicit element among explicit ones.
    /// </summary>
    private bool TryReadBadVr(long position, ReadOnlySpan<byte> bytes, Tag tag, out Header header)
    {
        Report(FindingKind.BadVr, position, tag, "no representation; read from the dictionary");
        Vr vr = AttributeRegistry.VrOf(tag);
        uint implicitLength = ReadUInt32(bytes[4..]);
        long left = _window.Length - position - 8;
        bool fits = implicitLength <= left || implicitLength == Undefined;
        header = new Header(tag, vr, fits ? implicitLength : ReadUInt16(bytes[6..]), position, position + 8);
        return true;
    }

    private void ReportRest(long position, long end, ReadOnlySpan<byte> bytes)
    {
        long rest = Math.Min(end, _window.Length) - position;
        bool zeros = bytes.IndexOfAnyExcept((byte)0) < 0;
        FindingKind kind =
            zeros || _depth > 0 && end < _window.Length ? FindingKind.TrailingBytes : FindingKind.Truncated;
        Report(kind, position, default, $"{rest} bytes that are no element");
        Position = position + Math.Max(0, rest);
    }

    private static bool AreLetters(byte first, byte second) =>
        first is >= (byte)'A' and <= (byte)'Z' && second is >= (byte)'A' and <= (byte)'Z';

    /// <summary>True where the first element of an item is plainly implicit although its surroundings are explicit.</summary>
    private bool LooksImplicit(long start, long end)
    {
        ReadOnlySpan<byte> bytes = _window.Peek(start, (int)Math.Min(8, Math.Max(0, end - start)));
        if (bytes.Length < 8 || AreLetters(bytes[4], bytes[5]))
        {
            return false;
        }

        Tag tag = ReadTag(bytes);
        if (tag.Group == 0xFFFE || !AttributeRegistry.TryFind(tag, out _))
        {
            return false;
        }

        uint length = ReadUInt32(bytes[4..]);
        bool isImplicit = length <= end - start - 8 || length == Undefined;
        if (isImplicit)
        {
            Report(FindingKind.TransferSyntaxMismatch, start, tag, "an implicit item inside an explicit sequence");
        }

        return isImplicit;
    }

    /// <summary>Settles what the dictionary leaves open by Pixel Representation (PS3.5 annex A.1).</summary>
    private Vr Resolve(Dataset dataset, Header header)
    {
        if (header.Vr != Vr.US || !AttributeRegistry.TryFind(header.Tag, out RegistryEntry entry))
        {
            return header.Vr;
        }

        if (entry.VrText is not ("US/SS" or "US/SS/OW") || IsWrittenAsUs(header))
        {
            return header.Vr;
        }

        for (Dataset? level = dataset; level is not null; level = level.Parent)
        {
            if (level.TryGet(Tags.PixelRepresentation, out _))
            {
                return level.GetInt(Tags.PixelRepresentation) == 1 ? Vr.SS : Vr.US;
            }
        }

        return Vr.US;
    }

    // An explicit header says itself which of the two it is.
    private bool IsWrittenAsUs(Header header) =>
        _window.Peek(header.Start, 6) is { Length: 6 } bytes && bytes[4] == (byte)'U' && bytes[5] == (byte)'S';

    private Element ReadFragments(Header header, long end, out long next)
    {
        List<ByteRange> ranges = [];
        List<long> positions = [];
        uint[] offsets = [];
        long position = header.ValueStart;
        bool closed = false;
        bool first = true;
        while (position < end)
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
                Report(FindingKind.BadFragments, position, header.Tag, $"{tag} where a fragment must stand");
                break;
            }

            long available = Math.Min(end, _window.Length) - position - 8;
            if (length > available)
            {
                Report(FindingKind.Truncated, position, header.Tag, $"a fragment claims {length} of {available} bytes");
                length = (uint)Math.Max(0, available);
            }

            if (first)
            {
                offsets = ReadOffsetTable(header.Tag, position + 8, length);
            }
            else
            {
                positions.Add(position);
                ranges.Add(new ByteRange(_window.Source, position + 8, length, 1));
            }

            first = false;
            position += 8 + length;
        }

        if (!closed)
        {
            Report(FindingKind.Truncated, position, header.Tag, "the fragments have no delimiter");
        }

        next = position;
        ByteRange? raw =
            closed && !_bigEndian
                ? new ByteRange(_window.Source, header.ValueStart, position - header.ValueStart, 1)
                : null;
        Fragments fragments = new(offsets, ranges) { Raw = raw, ItemPositions = positions };
        Vr vr = header.Vr is Vr.OW ? Vr.OW : Vr.OB;
        return new Element(header.Tag, vr, fragments) { Offset = header.Start, UndefinedLength = true };
    }

    private uint[] ReadOffsetTable(Tag tag, long position, uint length)
    {
        // A table of 64 MiB would name sixteen million frames; more is damage.
        if (length % 4 != 0 || length > 64 << 20)
        {
            Report(FindingKind.BadFragments, position, tag, $"an offset table of {length} bytes");
            return [];
        }

        byte[] bytes = new byte[length];
        int read = _window.Source.Read(position, bytes);
        uint[] offsets = new uint[read / 4];
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = ReadUInt32(bytes.AsSpan(i * 4));
        }

        return offsets;
    }
}
