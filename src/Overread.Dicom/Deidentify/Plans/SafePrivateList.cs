namespace Overread.Dicom.Deidentify.Plans;

/// <summary>Private elements known to be harmless, by creator, group, element and the sequences around them.</summary>
internal sealed class SafePrivateList
{
    private static readonly ElementDecision Unknown = new(ElementAction.Remove, "private, not known to be safe");
    private readonly Dictionary<string, char> _signatures = new(StringComparer.Ordinal);

    private SafePrivateList()
    {
        foreach (string line in ProfileTable.EmbeddedLines("safe-private.tsv").Where(line => !line.StartsWith('#')))
        {
            string[] fields = line.Split('\t');
            _signatures.TryAdd(fields[0], fields[1][0]);
        }
    }

    internal static SafePrivateList Loaded { get; } = new();

    internal ElementDecision Decide(in ElementQuestion question, string creator, DeidentificationOptions options)
    {
        string signature =
            $"{question.Path}{question.Tag >> 16:X4},{creator.Trim().ToUpperInvariant()},{question.Tag & 0xFF:X2}";
        if (!_signatures.TryGetValue(signature, out char disposition))
        {
            return Unknown;
        }

        return disposition switch
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
}
