using System.Globalization;

namespace Overread.Domain.Intake;

/// <summary>The traits that an item of any modality may have, and how exact values are made coarse before they are kept.</summary>
public static class Traits
{
    /// <summary>Sex of the subject: female, male or other.</summary>
    public const string Sex = "sex";

    /// <summary>Age of the subject in bands: 0 to 17, then tens of years, 90 or more.</summary>
    public const string Age = "age";

    /// <summary>Where the data were made, as the data or the project state it.</summary>
    public const string Site = "site";

    /// <summary>Maker of the device.</summary>
    public const string Manufacturer = "manufacturer";

    /// <summary>Model of the device.</summary>
    public const string Model = "model";

    /// <summary>Year in which the data were made.</summary>
    public const string Year = "year";

    /// <summary>All of them, in the order of the papers.</summary>
    public static IReadOnlyList<string> All { get; } = [Sex, Age, Site, Manufacturer, Model, Year];

    /// <summary>The longest value.</summary>
    public const int Longest = 64;

    /// <summary>A trait of what a person or a header states; <see cref="TraitGap.Unreadable"/> where it is no value of it.</summary>
    /// <param name="name">One of <see cref="All"/>, or a trait that a modality brings.</param>
    /// <param name="stated">What is stated: an age is a number of years. Blank for nothing.</param>
    public static ItemTrait Of(string name, string? stated)
    {
        string text = stated?.Trim() ?? "";
        if (text.Length == 0)
        {
            return ItemTrait.Missing(name, TraitGap.NotStated);
        }

        string? value = name switch
        {
            Sex => SexOf(text),
            Age => Years(text) is { } years ? AgeBand(years) : null,
            Year => Years(text) is >= 1900 and <= 2200 and var year
                ? year.ToString(CultureInfo.InvariantCulture)
                : null,
            _ => text.Length <= Longest && FreeText.IsName(text) ? text : null,
        };
        return value is null ? ItemTrait.Missing(name, TraitGap.Unreadable) : ItemTrait.Known(name, value);
    }

    /// <summary>The band of an age.</summary>
    /// <param name="years">Whole years, 0 or more.</param>
    public static string AgeBand(int years) =>
        years switch
        {
            < 18 => "0 to 17",
            < 20 => "18 to 19",
            >= 90 => "90 or more",
            _ => string.Create(CultureInfo.InvariantCulture, $"{years / 10 * 10} to {(years / 10 * 10) + 9}"),
        };

    private static string? SexOf(string text) =>
        text.ToUpperInvariant() switch
        {
            "F" or "FEMALE" => "female",
            "M" or "MALE" => "male",
            "O" or "OTHER" => "other",
            _ => null,
        };

    private static int? Years(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int years) && years <= 2200
            ? years
            : null;
}
