namespace Overread.Domain.Releases;

/// <summary>
/// Whom a release is cited by, as its publisher states it: a person with family and given names, or an organisation with a
/// name. Readers are no authors by having read; they appear by pseudonym alone.
/// </summary>
/// <param name="Name">The name of an organisation.</param>
/// <param name="Family">A person's family names.</param>
/// <param name="Given">A person's given names.</param>
/// <param name="Orcid">The person's ORCID iD, four groups of four such as 0000-0002-1825-0097.</param>
public sealed record CitationAuthor(
    string? Name = null,
    string? Family = null,
    string? Given = null,
    string? Orcid = null
)
{
    /// <summary>What is wrong with it, or null.</summary>
    public Refusal? Fault() =>
        (Name, Family, Given, Orcid) switch
        {
            ({ Length: > 0 and <= 300 }, null, null, null) when !string.IsNullOrWhiteSpace(Name) => null,
            (null, { Length: > 0 and <= 300 }, null or { Length: > 0 and <= 300 }, var orcid)
                when !string.IsNullOrWhiteSpace(Family) => orcid is null || IsOrcid(orcid)
                ? null
                : new Refusal("release.orcid", $"{orcid} is no ORCID iD: its check digit or form is wrong.")
                {
                    Where = "authors",
                },
            _ => new Refusal(
                "release.author",
                "An author is an organisation with a name, or a person with family and given names; 300 characters each."
            )
            {
                Where = "authors",
            },
        };

    // The last character is the ISO 7064 MOD 11-2 check of the fifteen digits before it.
    private static bool IsOrcid(string orcid)
    {
        if (orcid.Length != 19 || orcid[4] != '-' || orcid[9] != '-' || orcid[14] != '-')
        {
            return false;
        }

        string digits = orcid.Replace("-", "", StringComparison.Ordinal);
        if (digits.Length != 16 || !digits[..15].All(char.IsAsciiDigit))
        {
            return false;
        }

        int total = digits[..15].Aggregate(0, (sum, digit) => (sum + digit - '0') * 2 % 11);
        int check = (12 - total) % 11;
        return digits[15] == (check == 10 ? 'X' : (char)('0' + check));
    }
}
