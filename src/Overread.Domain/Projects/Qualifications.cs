namespace Overread.Domain.Projects;

/// <summary>What the register of a project says of a person, coarse enough to stand beside a pseudonym.</summary>
/// <param name="Profession">Such as radiologist or nurse; null where it is not stated.</param>
/// <param name="Specialty">Such as thoracic imaging; null where it is not stated.</param>
/// <param name="Years">Years of work in it, as one of <see cref="Bands"/>; null where they are not stated.</param>
/// <param name="Licence">The licence to practise; null where none is stated. Its number is not kept.</param>
/// <param name="Conflicts">Conflicts of interest in their own words; empty for none, null where nobody said.</param>
/// <param name="Agreements">What they have signed outside of the platform.</param>
public sealed record Qualifications(
    string? Profession,
    string? Specialty,
    string? Years,
    Licence? Licence,
    string? Conflicts,
    IReadOnlyList<SignedAgreement> Agreements
)
{
    /// <summary>What qualifies them for the work of this project; null where nothing is stated.</summary>
    public IReadOnlyList<PassedQualification>? Passed { get; init; }

    /// <summary>Where they work, as the project names its sites; null where it is not stated.</summary>
    public string? Site { get; init; }

    /// <summary>The country that they work from, ISO 3166-1 alpha-2; null where it is not stated.</summary>
    public string? Country { get; init; }

    /// <summary>True for whoever develops the model that the labels are to test; null where nobody said.</summary>
    public bool? Develops { get; init; }

    /// <summary>The bands of years.</summary>
    public static IReadOnlyList<string> Bands { get; } = ["0-4", "5-9", "10-19", "20+"];

    private const int Longest = 100;

    /// <summary>Says what is wrong with it; null where nothing is.</summary>
    public Refusal? Fault()
    {
        (string? Value, string Where)[] words =
        [
            (Profession, "profession"),
            (Specialty, "specialty"),
            (Licence?.Kind, "licence.kind"),
            (Site, "site"),
            .. (Passed ?? []).Select(p => ((string?)p.Kind, "passed.kind")),
            .. Agreements.SelectMany(a => new[] { (a.Kind, "agreements.kind"), (a.Version, "agreements.version") }),
        ];
        foreach ((string? value, string where) in words)
        {
            if (value is not null && (string.IsNullOrWhiteSpace(value) || FreeText.Length(value) > Longest))
            {
                return new("register.form", "This has 1 to 100 characters, or is left out.") { Where = where };
            }
        }

        if ((Passed ?? []).Any(p => p.Until < p.From))
        {
            return new("register.form", "A qualification ends on or after its first day.") { Where = "passed.until" };
        }

        if ((Passed ?? []).Any(p => p.ProtocolVersion < 1))
        {
            return new("register.form", "Protocol versions count from 1.") { Where = "passed.protocolVersion" };
        }

        return Years is not null && !Bands.Contains(Years)
                ? new("register.form", $"Years are one of {string.Join(", ", Bands)}.") { Where = "years" }
            : Licence is { } licence && !(licence.Country.Length == 2 && licence.Country.All(char.IsAsciiLetterUpper))
                ? new("register.form", "A country is two capital letters (ISO 3166-1).") { Where = "licence.country" }
            : Country is not null && !(Country.Length == 2 && Country.All(char.IsAsciiLetterUpper))
                ? new("register.form", "A country is two capital letters (ISO 3166-1).") { Where = "country" }
            : FreeText.TooLong(Conflicts, "register.form", "conflicts");
    }
}
