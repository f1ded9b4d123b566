namespace Overread.Deidentification;

/// <summary>The allow list of the strict profile: what a viewer and a reader need, and nothing else.</summary>
internal sealed class StrictList
{
    private static readonly ElementDecision NotListed = new(ElementAction.Remove, "not on the allow list");
    private readonly Dictionary<uint, string> _words = [];

    private StrictList()
    {
        foreach (string line in ProfileTable.EmbeddedLines("strict.tsv").Where(line => !line.StartsWith('#')))
        {
            string[] fields = line.Split('\t');
            _words.Add(ProfileTable.Parse(fields[0]), fields[1]);
        }
    }

    internal static StrictList Loaded { get; } = new();

    internal ElementDecision Decide(uint tag, DeidentificationOptions options)
    {
        if (!_words.TryGetValue(tag, out string? word))
        {
            return NotListed;
        }

        bool keepDates = options.HasFlag(DeidentificationOptions.RetainFullDates);
        bool shiftDates = options.HasFlag(DeidentificationOptions.RetainModifiedDates);
        bool patient = options.HasFlag(DeidentificationOptions.RetainPatientCharacteristics);
        return word switch
        {
            "keep" => new(ElementAction.Keep, "allow list"),
            "uid" when options.HasFlag(DeidentificationOptions.RetainUids) => new(
                ElementAction.Keep,
                "allow list (retain-uids)"
            ),
            "uid" => new(ElementAction.Uid, "allow list, keyed"),
            "pseudonym" => new(ElementAction.Pseudonym, "allow list, keyed"),
            "empty" => new(ElementAction.Empty, "allow list, emptied"),
            "date" or "time" when keepDates => new(ElementAction.Keep, "allow list (retain-full-dates)"),
            "date" when shiftDates => new(ElementAction.Shift, "allow list (retain-modified-dates)"),
            "time" when shiftDates => new(ElementAction.Keep, "allow list (retain-modified-dates)"),
            "date" or "time" => new(ElementAction.Empty, "allow list, emptied"),
            "patient" => patient
                ? new(ElementAction.Clean, "allow list (retain-patient-characteristics)")
                : new(ElementAction.Empty, "allow list, emptied"),
            "text" => options.HasFlag(DeidentificationOptions.CleanDescriptors)
                ? new(ElementAction.Clean, "allow list (clean-descriptors)")
                : NotListed,
            _ => NotListed,
        };
    }
}
