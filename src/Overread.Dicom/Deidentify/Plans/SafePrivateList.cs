namespace Overread.Dicom.Deidentify.Plans;

/// <summary>Private elements known to be harmless, by creator, group, element and the sequences around them.</summary>
internal sealed class SafePrivateList
{
    private static readonly ElementDecision Unknown = new(ElementAction.Remove, "private, not known to be safe");
    private readonly Dictionary<string, (char Disposition, string Vr)> _signatures = new(StringComparer.Ordinal);

    private SafePrivateList()
    {
        foreach (string line in ProfileTable.EmbeddedLines("safe-private.tsv").Where(line => !line.StartsWith('#')))
        {
            string[] fields = line.Split('\t');
            _signatures.TryAdd(fields[0], (fields[1][0], fields.Length > 2 ? fields[2] : ""));
        }
    }

    internal static SafePrivateList Loaded { get; } = new();

    internal ElementDecision Decide(in ElementQuestion question, string creator, DeidentificationOptions options)
    {
        string signature =
            $"{question.Path}{question.Tag >> 16:X4},{creator.Trim().ToUpperInvariant()},{question.Tag & 0xFF:X2}";
        if (!_signatures.TryGetValue(signature, out (char Disposition, string Vr) safe))
        {
            return Unknown;
        }

        // Safe as the numbers and codes that its maker puts there; a sentence in their place is safe to nobody.
        if (IsSentence(question.Vr) && safe.Vr.Length > 0 && !IsSentence(safe.Vr))
        {
            return new(ElementAction.Remove, $"private, a text in the place of {safe.Vr}");
        }

        return safe.Disposition switch
        {
            'k' => new(ElementAction.Keep, "safe private"),
            'o' when options.HasFlag(DeidentificationOptions.RetainFullDates) => new(
                ElementAction.Keep,
                "safe private date"
            ),
            'o' when options.HasFlag(DeidentificationOptions.RetainModifiedDates) => new(
                ElementAction.Shift,
                "safe private date"
            ),
            'h' => new(ElementAction.Uid, "safe private UID"),
            _ => Unknown,
        };
    }

    private static bool IsSentence(string vr) =>
        vr is "LO" or "SH" or "ST" or "LT" or "UT" or "UC" or "PN" or "UR" or "AE";
}
