namespace Overread.Dicom.Deidentify.Plans;

/// <summary>
/// Decisions that the table leaves to the implementer (the value of a "Z" or "D") or that the standard states outside
/// the table: markers of an earlier pass, signatures over bytes that change, references to what no longer exists.
/// </summary>
internal static class SpecialRules
{
    private static readonly Dictionary<uint, ElementDecision> Fixed = new()
    {
        [0x00100010] = new(ElementAction.Pseudonym, "E.1-1 Z (pseudonym)"),
        [0x00100020] = new(ElementAction.Pseudonym, "E.1-1 Z/D (pseudonym)"),
        // Written anew by the rewriter, whatever the source says.
        [0x00120062] = new(ElementAction.Keep, "E.1.1 marker"),
        [0x00120063] = new(ElementAction.Keep, "E.1.1 marker"),
        [0x00120064] = new(ElementAction.Keep, "E.1.1 marker"),
        [0x00280301] = new(ElementAction.Keep, "E.3.1 marker"),
        [0x00280302] = new(ElementAction.Keep, "E.3.2 marker"),
        [0x00280303] = new(ElementAction.Keep, "E.3.6 marker"),
        // Void once one byte has changed.
        [0xFFFAFFFA] = new(ElementAction.Remove, "signature is void"),
        [0x4FFE0001] = new(ElementAction.Remove, "MAC is void"),
        [0x04000500] = new(ElementAction.Remove, "encrypted attributes"),
        [0x04000561] = new(ElementAction.Remove, "original attributes"),
        [0xFFFCFFFC] = new(ElementAction.Remove, "padding may hold anything"),
        // Thumbnails are made before pixels are cleaned, and nobody looks at them.
        [0x00880200] = new(ElementAction.Remove, "E.1-1 X (thumbnail)"),
    };

    internal static ElementDecision? Decide(uint tag, DeidentificationOptions options)
    {
        _ = options;
        return Fixed.TryGetValue(tag, out ElementDecision decision) ? decision : null;
    }
}
