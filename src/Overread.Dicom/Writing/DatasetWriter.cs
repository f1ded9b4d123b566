using System.Buffers.Binary;
using Overread.Dicom.Reading;

namespace Overread.Dicom.Writing;

/// <summary>
/// Encodes elements. Sequences and items keep the kind of length they had; lengths are counted anew, group lengths are
/// left out (retired), odd values are padded.
/// </summary>
internal sealed class DatasetWriter(SegmentedOutput output, bool explicitVr, bool bigEndian)
{
    private const uint Undefined = 0xFFFFFFFF;

    // OW are words of 16 bits; the samples of pixel data are swapped whole.
    private int _pixelUnit = 2;

    internal void Write(Dataset dataset)
    {
        if (bigEndian && dataset.Parent is null && dataset.GetInt(Tags.BitsAllocated) is { } bits and (32 or 64))
        {
            _pixelUnit = bits / 8;
        }

        foreach (Element element in dataset.Elements)
        {
            if (!element.Tag.IsGroupLength || element.Tag.Group is 0x0002 or 0x0000)
            {
                Write(element);
            }
        }
    }

    internal void Write(Element element)
    {
        if (element.Items is { } items)
        {
            WriteSequence(element, items);
        }
        else if (element.Fragments is { } fragments)
        {
            WriteHeader(element.Tag, element.Vr, Undefined);
            WriteFragments(fragments);
        }
        else
        {
            WriteValue(element);
        }
    }

    private void WriteSequence(Element element, IReadOnlyList<Dataset> items)
    {
        bool undefined = element.UndefinedLength;
        WriteHeader(element.Tag, Vr.SQ, undefined ? Undefined : 0);
        int mark = output.Mark - 4;
        long start = output.Length;
        foreach (Dataset item in items)
        {
            WriteTagAndLength(Tags.Item, item.UndefinedLength ? Undefined : 0);
            int itemMark = output.Mark - 4;
            long itemStart = output.Length;
            Write(item);
            if (item.UndefinedLength)
            {
                WriteTagAndLength(Tags.ItemDelimitation, 0);
            }
            else
            {
                PatchLength(itemMark, output.Length - itemStart);
            }
        }

        if (undefined)
        {
            WriteTagAndLength(Tags.SequenceDelimitation, 0);
        }
        else
        {
            PatchLength(mark, output.Length - start);
        }
    }

    private void PatchLength(int mark, long length)
    {
        if (length >= Undefined)
        {
            throw new InvalidDataException("a sequence of 4 GiB and more cannot have a defined length");
        }

        output.PatchUInt32(mark, (uint)length, bigEndian);
    }

    private void WriteFragments(Fragments fragments)
    {
        if (fragments.Raw is { } raw)
        {
            output.Insert(raw, asStored: true);
            return;
        }

        WriteTagAndLength(Tags.Item, (uint)fragments.OffsetTable.Count * 4);
        foreach (uint offset in fragments.OffsetTable)
        {
            WriteUInt32(offset);
        }

        foreach (ByteRange range in fragments.Ranges)
        {
            WriteTagAndLength(Tags.Item, (uint)(range.Length + (range.Length & 1)));
            output.Insert(range, asStored: true);
            if ((range.Length & 1) == 1)
            {
                output.Write([0]);
            }
        }

        WriteTagAndLength(Tags.SequenceDelimitation, 0);
    }

    private void WriteValue(Element element)
    {
        long length = element.Length;
        long padded = length + (length & 1);
        Vr vr = element.Vr == Vr.None ? Vr.UN : element.Vr;
        if (explicitVr && !vr.HasLongHeader() && padded > 0xFFFE)
        {
            // PS3.5 section 6.2.2: a value too long for its short header is written as UN.
            vr = Vr.UN;
        }

        WriteHeader(element.Tag, vr, checked((uint)padded));
        if (element.Range is { } range)
        {
            WriteRange(range, UnitOf(element));
        }
        else
        {
            Span<byte> place = output.Take((int)length);
            element.InlineBytes.Span.CopyTo(place);
            if (bigEndian)
            {
                ByteRange.Swap(place, UnitOf(element));
            }
        }

        if ((length & 1) == 1)
        {
            output.Write([vr == Vr.UN ? (byte)0 : vr.PaddingByte()]);
        }
    }

    private int UnitOf(Element element) =>
        element.Tag == Tags.PixelData && element.Vr == Vr.OW ? _pixelUnit : element.Vr.UnitSize();

    private void WriteRange(ByteRange range, int unit)
    {
        bool stored = range.SwapUnit > 1;
        if (bigEndian == stored || (unit == 1 && !stored))
        {
            output.Insert(range, asStored: true);
        }
        else
        {
            // The other byte order: swapping twice is the same as swapping once the other way.
            output.Insert(range with { SwapUnit = stored ? range.SwapUnit : unit }, asStored: false);
        }
    }

    private void WriteHeader(Tag tag, Vr vr, uint length)
    {
        if (!explicitVr)
        {
            WriteTagAndLength(tag, length);
            return;
        }

        bool wide = vr.HasLongHeader();
        Span<byte> place = output.Take(wide ? 12 : 8);
        PutTag(place, tag);
        place[4] = (byte)((int)vr & 0xFF);
        place[5] = (byte)((int)vr >> 8);
        if (!wide)
        {
            PutUInt16(place[6..], (ushort)length);
            return;
        }

        place[6] = 0;
        place[7] = 0;
        PutUInt32(place[8..], length);
    }

    private void WriteTagAndLength(Tag tag, uint length)
    {
        Span<byte> place = output.Take(8);
        PutTag(place, tag);
        PutUInt32(place[4..], length);
    }

    private void WriteUInt32(uint value) => PutUInt32(output.Take(4), value);

    private void PutTag(Span<byte> place, Tag tag)
    {
        PutUInt16(place, tag.Group);
        PutUInt16(place[2..], tag.ElementNumber);
    }

    private void PutUInt16(Span<byte> place, ushort value)
    {
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt16BigEndian(place, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(place, value);
        }
    }

    private void PutUInt32(Span<byte> place, uint value)
    {
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(place, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(place, value);
        }
    }
}
