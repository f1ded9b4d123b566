using Overread.Dicom.Reading;

namespace Overread.Dicom.Deidentify;

/// <summary>
/// Gives elements that some writer left as UN, or wrote with one that is not the attribute's, the representation that the dictionary knows, so that a rule about names
/// finds a name, and a sequence hidden in bytes is walked.
/// </summary>
internal static class UnknownValues
{
    private const int LargestSequence = 16 << 20;

    internal static Element Resolve(Dataset parent, Element element)
    {
        if (element.IsSequence || element.Fragments is not null || element.Tag.IsPrivate || !IsOdd(element))
        {
            return element;
        }

        Vr vr = AttributeRegistry.VrOf(element.Tag);
        if (vr == Vr.UN)
        {
            return element;
        }

        if (element.Vr != Vr.UN && element.Vr.IsText() && !vr.IsText() && vr != Vr.SQ)
        {
            // A text where numbers belong is nothing that a rule about the attribute was made for.
            return new Element(element.Tag, Vr.UN, element.ReadBytes()) { Offset = element.Offset };
        }

        if (vr == Vr.SQ)
        {
            return TryParseItems(parent, element) ?? element;
        }

        return element.Range is { } range
            ? new Element(element.Tag, vr, range) { Offset = element.Offset }
            : new Element(element.Tag, vr, element.InlineBytes) { Offset = element.Offset };
    }

    /// <summary>True where the file gives a representation that the dictionary does not list for the attribute.</summary>
    private static bool IsOdd(Element element) =>
        element.Vr == Vr.UN
        || AttributeRegistry.TryFind(element.Tag, out RegistryEntry entry)
            && !entry.VrText.Contains(VrLetters.Of(element.Vr), StringComparison.Ordinal);

    /// <summary>Items inside a value of known length: implicit little endian, or explicit where the writer erred.</summary>
    internal static Element? TryParseItems(Dataset parent, Element element)
    {
        if (element.Length is < 8 or > LargestSequence)
        {
            return element.Length == 0 ? new Element(element.Tag, []) : null;
        }

        ReadOnlyMemory<byte> bytes = element.ReadBytes();
        foreach (bool explicitVr in (ReadOnlySpan<bool>)[false, true])
        {
            FindingList findings = new();
            ByteSource memory = ByteSource.FromMemory(bytes);
            DatasetReader reader = new(memory, ReadOptions.Default, findings, false);
            if (reader.ReadItemsOnly(parent, element.Tag, explicitVr) is { } sequence && findings.All.Count == 0)
            {
                return sequence;
            }
        }

        return null;
    }
}
