using System.Globalization;

namespace Overread.Dicom.Deidentify.Values;

/// <summary>Binary numbers: bytes behind the last value that an attribute can have belong to nothing, and may be a text.</summary>
internal static class BinaryNumbers
{
    /// <summary>The element with whole numbers, and as many as its attribute can have; itself where it holds nothing else.</summary>
    internal static Element Cut(Element element)
    {
        int size = element.Vr == Vr.AT ? 4 : element.Vr.UnitSize();
        long length = element.Length / size * size;
        if (AttributeRegistry.TryFind(element.Tag, out RegistryEntry entry) && Most(entry.Multiplicity) is { } most)
        {
            length = Math.Min(length, (long)most * size);
        }

        return element.Length <= length || element.Range is not null
            ? element
            : new Element(element.Tag, element.Vr, element.InlineBytes[..(int)length]) { Offset = element.Offset };
    }

    /// <summary>The largest number of values of a multiplicity as PS3.6 writes it; null for any number.</summary>
    private static int? Most(string multiplicity) =>
        int.TryParse(
            multiplicity[(multiplicity.LastIndexOf('-') + 1)..],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out int most
        )
            ? most
            : null;
}
