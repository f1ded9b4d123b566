using System.Globalization;

namespace Overread.Dicom;

/// <summary>
/// The number of a data element: group and element, compared as one 32-bit number, which is the order in which
/// elements stand in a data set (PS3.5 section 7.1).
/// </summary>
/// <param name="Value">Group in the upper, element in the lower 16 bits.</param>
public readonly record struct Tag(uint Value) : IComparable<Tag>
{
    /// <summary>Creates a tag from its two halves.</summary>
    public Tag(ushort group, ushort element)
        : this(((uint)group << 16) | element) { }

    /// <summary>Upper half.</summary>
    public ushort Group => (ushort)(Value >> 16);

    /// <summary>Lower half.</summary>
    public ushort ElementNumber => (ushort)Value;

    /// <summary>True in odd groups, which belong to manufacturers (PS3.5 section 7.8).</summary>
    public bool IsPrivate => (Group & 1) == 1;

    /// <summary>True for (gggg,0010-00FF) of an odd group: the element naming who owns a block.</summary>
    public bool IsPrivateCreator => IsPrivate && ElementNumber is >= 0x10 and <= 0xFF;

    /// <summary>True for (gggg,0000), the retired length of a group.</summary>
    public bool IsGroupLength => ElementNumber == 0;

    /// <summary>For a private element, the creator element that owns its block.</summary>
    public Tag PrivateCreatorTag => new(Group, (ushort)(ElementNumber >> 8));

    /// <inheritdoc/>
    public int CompareTo(Tag other) => Value.CompareTo(other.Value);

    /// <summary>Order of two tags in a data set.</summary>
    public static bool operator <(Tag left, Tag right) => left.Value < right.Value;

    /// <summary>Order of two tags in a data set.</summary>
    public static bool operator >(Tag left, Tag right) => left.Value > right.Value;

    /// <summary>Order of two tags in a data set.</summary>
    public static bool operator <=(Tag left, Tag right) => left.Value <= right.Value;

    /// <summary>Order of two tags in a data set.</summary>
    public static bool operator >=(Tag left, Tag right) => left.Value >= right.Value;

    /// <summary>Reads "(0010,0020)", "0010,0020", "00100020" or a keyword of the dictionary.</summary>
    /// <returns>False where the text is none of these.</returns>
    public static bool TryParse(string text, out Tag tag)
    {
        string digits = text.Trim().Trim('(', ')').Replace(",", "", StringComparison.Ordinal);
        if (
            digits.Length == 8
            && uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value)
        )
        {
            tag = new Tag(value);
            return true;
        }

        return AttributeRegistry.TryFindKeyword(text.Trim(), out tag);
    }

    /// <summary>"(gggg,eeee)" with capital hexadecimal digits.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"({Group:X4},{ElementNumber:X4})");
}
