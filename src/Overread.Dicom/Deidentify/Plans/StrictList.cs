namespace Overread.Dicom.Deidentify.Plans;

/// <summary>
/// The allow list of the strict profile: what a viewer and a reader need, what the standard describes acquisitions with in
/// numbers and codes, and nothing else. An attribute of table E.1-1 that is not listed gets its basic action, so that an
/// object keeps what its kind must have (replaced or empty); anything else goes.
/// </summary>
internal sealed class StrictList
{
    private static readonly ElementDecision NotListed = new(ElementAction.Remove, "not on the allow list");

    // What a project may choose for attributes that are not listed: nothing that lets a text or a device stay.
    private const DeidentificationOptions AboutOthers =
        DeidentificationOptions.RetainUids
        | DeidentificationOptions.RetainFullDates
        | DeidentificationOptions.RetainModifiedDates;

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

    internal ElementDecision Decide(uint tag, IodFamily family, DeidentificationOptions options)
    {
        if (!_words.TryGetValue(tag, out string? word))
        {
            return SpecialRules.Decide(tag, options)
                ?? TableRule.Decide(tag, family, options & AboutOthers)
                ?? NotListed;
        }

        bool keepDates = options.HasFlag(DeidentificationOptions.RetainFullDates);
        bool shiftDates = options.HasFlag(DeidentificationOptions.RetainModifiedDates);
        bool patient = options.HasFlag(DeidentificationOptions.RetainPatientCharacteristics);
        return word switch
        {
            "keep" => new(ElementAction.Keep, "allow list"),
            "number" => new(ElementAction.Keep, "allow list, number or code"),
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
            "needed" => options.HasFlag(DeidentificationOptions.CleanDescriptors)
                ? new(ElementAction.Clean, "allow list (clean-descriptors)")
                : new(ElementAction.Dummy, "allow list, replaced"),
            "present" => options.HasFlag(DeidentificationOptions.CleanDescriptors)
                ? new(ElementAction.Clean, "allow list (clean-descriptors)")
                : new(ElementAction.Empty, "allow list, emptied"),
            _ => NotListed,
        };
    }
}
