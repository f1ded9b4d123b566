using System.Buffers.Binary;
using Overread.Dicom.Reading;
using Overread.Dicom.Text;

namespace Overread.Dicom;

/// <summary>
/// One data element: a number, a representation and a value. The value is one of four: bytes in memory (always little
/// endian), a range of the source, items of a sequence, or fragments of encapsulated pixel data. Immutable but for the
/// items.
/// </summary>
public sealed class Element
{
    private readonly ReadOnlyMemory<byte> _bytes;

    /// <summary>Creates an element that holds its bytes, little endian, padded or not.</summary>
    public Element(Tag tag, Vr vr, ReadOnlyMemory<byte> bytes)
    {
        Tag = tag;
        Vr = vr;
        _bytes = bytes;
    }

    /// <summary>Creates an element whose bytes stay in their source.</summary>
    public Element(Tag tag, Vr vr, ByteRange range)
    {
        Tag = tag;
        Vr = vr;
        Range = range;
    }

    /// <summary>Creates a sequence.</summary>
    public Element(Tag tag, IEnumerable<Dataset> items)
    {
        Tag = tag;
        Vr = Vr.SQ;
        Items = [.. items];
    }

    /// <summary>Creates encapsulated pixel data.</summary>
    public Element(Tag tag, Vr vr, Fragments fragments)
    {
        Tag = tag;
        Vr = vr;
        Fragments = fragments;
    }

    /// <summary>Number.</summary>
    public Tag Tag { get; }

    /// <summary>Value representation as read, or as the dictionary says where the file does not.</summary>
    public Vr Vr { get; }

    /// <summary>The range of the source where the value was too large to be read at once.</summary>
    public ByteRange? Range { get; }

    /// <summary>Items of a sequence; null for anything else.</summary>
    public IReadOnlyList<Dataset>? Items { get; }

    /// <summary>Fragments of encapsulated pixel data; null for anything else.</summary>
    public Fragments? Fragments { get; }

    /// <summary>Byte position of the element in its file; -1 for one made in memory.</summary>
    public long Offset { get; init; } = -1;

    /// <summary>True where the file gave no length but a delimiter.</summary>
    public bool UndefinedLength { get; init; }

    /// <summary>True for a sequence.</summary>
    public bool IsSequence => Items is not null;

    /// <summary>Bytes of the value; 0 for sequences and fragments.</summary>
    public long Length => Range?.Length ?? _bytes.Length;

    /// <summary>True where there is no value, no item and no fragment.</summary>
    public bool IsEmpty => Items is { Count: 0 } || (Items is null && Fragments is null && Length == 0);

    /// <summary>Bytes that are in memory; empty for one that stays in its source.</summary>
    internal ReadOnlyMemory<byte> InlineBytes => _bytes;

    /// <summary>The bytes of the value, little endian, padding included; read from the source where they stayed.</summary>
    /// <exception cref="IOException">The source cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The value has more than 2 GiB: read <see cref="Range"/>.</exception>
    public ReadOnlyMemory<byte> ReadBytes()
    {
        if (Range is not { } range)
        {
            return _bytes;
        }

        if (range.Length > Array.MaxLength)
        {
            throw new InvalidOperationException($"the value of {Tag} is too large for one array");
        }

        // The reader has already cut the range to what the source has, so this never allocates by a claimed length.
        byte[] bytes = new byte[range.Length];
        int read = range.Read(0, bytes);
        return bytes.AsMemory(0, read);
    }

    /// <summary>Creates an element of text, encoded as ASCII and padded to even length.</summary>
    /// <param name="tag">Number.</param>
    /// <param name="vr">A text representation.</param>
    /// <param name="text">Value; several are separated by a backslash. Characters beyond ASCII become "?".</param>
    public static Element Text(Tag tag, Vr vr, string text) => Text(tag, vr, text, SpecificCharacterSet.Default);

    /// <summary>Creates an element of text in a character set, padded to even length.</summary>
    public static Element Text(Tag tag, Vr vr, string text, SpecificCharacterSet characterSet) =>
        new(tag, vr, Padded(vr, characterSet.Encode(text)));

    /// <summary>Creates an element of 16-bit numbers.</summary>
    public static Element UInt16(Tag tag, params ReadOnlySpan<ushort> values)
    {
        byte[] bytes = new byte[values.Length * 2];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(i * 2), values[i]);
        }

        return new Element(tag, Vr.US, bytes);
    }

    /// <summary>Bytes made even as the representation wants it.</summary>
    public static byte[] Padded(Vr vr, byte[] bytes)
    {
        if ((bytes.Length & 1) == 0)
        {
            return bytes;
        }

        byte[] padded = new byte[bytes.Length + 1];
        bytes.CopyTo(padded, 0);
        padded[^1] = vr.PaddingByte();
        return padded;
    }

    /// <summary>Tag, representation and length; never the value.</summary>
    public override string ToString() => $"{Tag} {Vr} {(IsSequence ? $"{Items!.Count} items" : $"{Length} bytes")}";
}
