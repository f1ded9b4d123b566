namespace Overread.Domain.Intake;

/// <summary>
/// How data were acquired and prepared before they came here (ISO/IEC 42001 A.7.3, A.7.4, A.7.6), in the words of whoever brings
/// them: no record of the platform can say it. What is left out is printed as unknown.
/// </summary>
public sealed record Acquisition
{
    /// <summary>In which setting, such as routine care, screening or a trial.</summary>
    public string? Setting { get; init; }

    /// <summary>By whom, as a kind of institution; never a person.</summary>
    public string? CollectedBy { get; init; }

    /// <summary>The first year in which they were acquired, 1900 to 2200.</summary>
    public int? FromYear { get; init; }

    /// <summary>The last year, not before the first.</summary>
    public int? ToYear { get; init; }

    /// <summary>How subjects were chosen, such as consecutive patients, with what kept them out.</summary>
    public string? Selection { get; init; }

    /// <summary>What was done to the data before they came: converted, resampled, cropped, compressed.</summary>
    public string? Preparation { get; init; }

    /// <summary>Which checks of quality they had passed.</summary>
    public string? Quality { get; init; }

    /// <summary>On which terms they were given.</summary>
    public string? Rights { get; init; }

    /// <summary>What is said, by the name of the column; null where nothing is.</summary>
    public IReadOnlyList<(string Name, string? Text)> Texts() =>
        [
            ("setting", Setting),
            ("collected_by", CollectedBy),
            ("selection", Selection),
            ("preparation", Preparation),
            ("quality", Quality),
            ("rights", Rights),
        ];

    /// <summary>Says what is wrong; null where nothing is.</summary>
    public Refusal? Fault() =>
        Texts().All(t => string.IsNullOrWhiteSpace(t.Text)) && FromYear is null && ToYear is null
            ? new("acquisition.form", "Say at least one thing of how the data were acquired.")
        : FromYear is < 1900 or > 2200 ? new("acquisition.form", "A year has four digits.") { Where = "fromYear" }
        : ToYear is < 1900 or > 2200 || ToYear < FromYear
            ? new("acquisition.form", "The last year has four digits and is not before the first.") { Where = "toYear" }
        : Texts().Select(t => FreeText.TooLong(t.Text, "acquisition.form", t.Name)).FirstOrDefault(r => r is not null);
}
