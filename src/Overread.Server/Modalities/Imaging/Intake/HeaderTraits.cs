using System.Globalization;
using Overread.Dicom;
using Overread.Domain.Intake;

namespace Overread.Server.Modalities.Imaging.Intake;

/// <summary>
/// What headers coarsely say of a study and of its patient, as the plan left them: what is taken is in the output, and the
/// source is asked only why something is not there.
/// </summary>
internal static class HeaderTraits
{
    /// <summary>Peak kilovoltage, in bands of twenty.</summary>
    public const string Kilovolts = "kvp";

    /// <summary>Thickness of a slice in millimetres, in bands.</summary>
    public const string Slices = "slice-thickness";

    /// <summary>Strength of the magnetic field in tesla, as devices are sold.</summary>
    public const string Field = "field-strength";

    /// <summary>The kind of device, as the header names it.</summary>
    public const string Modality = "modality";

    private static readonly (string Name, Tag Tag, Func<Dataset, Tag, string?> Value)[] Kept =
    [
        (Traits.Sex, Tags.PatientSex, Text),
        (Traits.Age, Tags.PatientAge, YearsOf),
        (Traits.Site, new Tag(0x00080080), Text),
        (Traits.Manufacturer, new Tag(0x00080070), Text),
        (Traits.Model, new Tag(0x00081090), Text),
        (Kilovolts, new Tag(0x00180060), (d, t) => Band(d.GetNumber(t), Twenties)),
        (Slices, new Tag(0x00180050), (d, t) => Band(d.GetNumber(t), Thickness)),
        (Field, new Tag(0x00180087), (d, t) => Band(d.GetNumber(t), Tesla)),
    ];

    /// <summary>The traits of one object.</summary>
    /// <param name="source">As it was received.</param>
    /// <param name="output">As the plan left it.</param>
    public static IReadOnlyList<ItemTrait> Of(Dataset source, Dataset output) =>
        [
            .. Kept.Select(k => Of(k.Name, Read(source, k.Tag, k.Value), Read(output, k.Tag, k.Value))),
            Of(Modality, Read(source, Tags.Modality, Text), Read(output, Tags.Modality, Text)),
            YearOf(source, output),
        ];

    private static ItemTrait Of(
        string name,
        (bool Stated, string? Value) source,
        (bool Stated, string? Value) output
    ) =>
        output.Stated
            ? output.Value is { } value
                ? Traits.Of(name, value)
                : ItemTrait.Missing(name, TraitGap.Unreadable)
            : ItemTrait.Missing(name, source.Stated ? TraitGap.PlanRemoves : TraitGap.NotStated);

    // A date that was moved by some days may have come into another year: what is left is not what was.
    private static ItemTrait YearOf(Dataset source, Dataset output)
    {
        string was = source.GetText(Tags.StudyDate)?.Trim() ?? "";
        string is_ = output.GetText(Tags.StudyDate)?.Trim() ?? "";
        return was.Length < 4 ? ItemTrait.Missing(Traits.Year, TraitGap.NotStated)
            : is_.Length == 0 ? ItemTrait.Missing(Traits.Year, TraitGap.PlanRemoves)
            : is_ != was ? ItemTrait.Missing(Traits.Year, TraitGap.PlanChanges)
            : Traits.Of(Traits.Year, was[..4]);
    }

    private static (bool Stated, string? Value) Read(Dataset dataset, Tag tag, Func<Dataset, Tag, string?> value) =>
        (!string.IsNullOrWhiteSpace(dataset.GetText(tag)), value(dataset, tag));

    private static string? Text(Dataset dataset, Tag tag) => dataset.GetText(tag)?.Trim();

    // PS3.5 6.2, AS: three digits and D, W, M or Y.
    private static string? YearsOf(Dataset dataset, Tag tag) =>
        dataset.GetText(tag)?.Trim() is { Length: 4 } age
        && int.TryParse(age[..3], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? age[3] switch
            {
                'Y' => number,
                'M' => number / 12,
                'W' => number / 52,
                'D' => number / 365,
                _ => (int?)null,
            }
                is { } years
                ? years.ToString(CultureInfo.InvariantCulture)
                : null
            : null;

    private static string? Band(double? number, Func<double, string> band) => number is > 0 and var n ? band(n) : null;

    private static string Twenties(double kilovolts)
    {
        int from = (int)Math.Min(kilovolts, 999) / 20 * 20;
        return string.Create(CultureInfo.InvariantCulture, $"{from} to {from + 19} kV");
    }

    private static string Thickness(double millimetres) =>
        millimetres switch
        {
            <= 1 => "up to 1 mm",
            <= 2.5 => "over 1 to 2.5 mm",
            <= 5 => "over 2.5 to 5 mm",
            _ => "over 5 mm",
        };

    private static string Tesla(double tesla) =>
        tesla switch
        {
            < 1 => "under 1 T",
            < 2 => "1 to under 2 T",
            < 4 => "2 to under 4 T",
            _ => "4 T or more",
        };
}
