namespace Overread.Dicom.Deidentify.Plans;

/// <summary>Codes of CID 7050 for the profile and its options, as (0012,0064) lists them; scheme "DCM".</summary>
public static class OptionCodes
{
    private static readonly (DeidentificationOptions Option, string Word, string Meaning)[] Table =
    [
        (DeidentificationOptions.CleanPixelData, "clean-pixel-data", "Clean Pixel Data Option"),
        (
            DeidentificationOptions.CleanRecognizableVisualFeatures,
            "clean-recognizable-visual-features",
            "Clean Recognizable Visual Features Option"
        ),
        (DeidentificationOptions.CleanGraphics, "clean-graphics", "Clean Graphics Option"),
        (DeidentificationOptions.CleanStructuredContent, "clean-structured-content", "Clean Structured Content Option"),
        (DeidentificationOptions.CleanDescriptors, "clean-descriptors", "Clean Descriptors Option"),
        (
            DeidentificationOptions.RetainFullDates,
            "retain-full-dates",
            "Retain Longitudinal Temporal Information Full Dates Option"
        ),
        (
            DeidentificationOptions.RetainModifiedDates,
            "retain-modified-dates",
            "Retain Longitudinal Temporal Information Modified Dates Option"
        ),
        (
            DeidentificationOptions.RetainPatientCharacteristics,
            "retain-patient-characteristics",
            "Retain Patient Characteristics Option"
        ),
        (DeidentificationOptions.RetainDeviceIdentity, "retain-device-identity", "Retain Device Identity Option"),
        (DeidentificationOptions.RetainUids, "retain-uids", "Retain UIDs Option"),
        (DeidentificationOptions.RetainSafePrivate, "retain-safe-private", "Retain Safe Private Option"),
        (
            DeidentificationOptions.RetainInstitutionIdentity,
            "retain-institution-identity",
            "Retain Institution Identity Option"
        ),
    ];

    /// <summary>Words by which the command line and plans name the options, in the order of their codes.</summary>
    public static IEnumerable<string> Words => Table.Select(row => row.Word);

    /// <summary>The code and meaning of the profile and of each chosen option, in the order of the codes.</summary>
    public static IEnumerable<(string Code, string Meaning)> For(DeidentificationOptions options)
    {
        yield return ("113100", "Basic Application Confidentiality Profile");
        for (int i = 0; i < Table.Length; i++)
        {
            if (options.HasFlag(Table[i].Option))
            {
                yield return (
                    (113101 + i).ToString(System.Globalization.CultureInfo.InvariantCulture),
                    Table[i].Meaning
                );
            }
        }
    }

    /// <summary>Reads an option by its word ("clean-descriptors") or by its code ("113105").</summary>
    public static bool TryParse(string text, out DeidentificationOptions option)
    {
        for (int i = 0; i < Table.Length; i++)
        {
            if (
                string.Equals(text, Table[i].Word, StringComparison.OrdinalIgnoreCase)
                || text == (113101 + i).ToString(System.Globalization.CultureInfo.InvariantCulture)
            )
            {
                option = Table[i].Option;
                return true;
            }
        }

        option = DeidentificationOptions.None;
        return false;
    }

    /// <summary>Words of the chosen options.</summary>
    public static IEnumerable<string> WordsOf(DeidentificationOptions options) =>
        Table.Where(row => options.HasFlag(row.Option)).Select(row => row.Word);
}
