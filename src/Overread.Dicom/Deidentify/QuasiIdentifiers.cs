using System.Globalization;

namespace Overread.Dicom.Deidentify;

/// <summary>What an output still says about its patient that, together, may point at one: the columns of a risk table.</summary>
public static class QuasiIdentifiers
{
    /// <summary>Names of the columns.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    ["sex", "age band", "ethnic group", "study year", "modality", "body part"];

    /// <summary>Values of one object; "" for what it does not say. Ages are put into bands of ten years.</summary>
    public static IReadOnlyList<string> Of(Dataset dataset)
    {
        string age = dataset.GetText(Tags.PatientAge) ?? "";
        string band =
            age.Length == 4 && int.TryParse(age[..3], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? age[3] == 'Y'
                    ? $"{number / 10 * 10}-{(number / 10 * 10) + 9}"
                    : "0-9"
                : "";
        string date = dataset.GetText(Tags.StudyDate) ?? "";
        return
        [
            dataset.GetText(Tags.PatientSex) ?? "",
            band,
            dataset.GetText(new Tag(0x00102160)) ?? "",
            date.Length >= 4 ? date[..4] : "",
            dataset.GetText(Tags.Modality) ?? "",
            dataset.GetText(Tags.BodyPartExamined) ?? "",
        ];
    }

    /// <summary>One row for a patient of several objects: all different values of a column, in order.</summary>
    public static IReadOnlyList<string> Join(IEnumerable<IReadOnlyList<string>> objects)
    {
        IReadOnlyList<string>[] rows = [.. objects];
        return
        [
            .. Columns.Select(
                (_, i) => string.Join('+', rows.Select(row => row[i]).Distinct().Order(StringComparer.Ordinal))
            ),
        ];
    }
}
