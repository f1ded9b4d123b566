namespace Overread.Domain.Governance;

/// <summary>A country that releases may go to, and what allows it (GDPR 44 to 49).</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Instrument">inside (no transfer), adequacy, clauses, corporate-rules, safeguard or derogation.</param>
/// <param name="Reference">Which decision, clauses or rules; needed for all but <c>inside</c>.</param>
public sealed record Destination(string Country, string Instrument, string? Reference = null)
{
    /// <summary>
    /// What may allow a transfer: none is made (<c>inside</c>), a decision of adequacy (45), standard clauses (46(2)(c)), binding
    /// corporate rules (47), another safeguard of 46, a derogation of 49.
    /// </summary>
    public static IReadOnlyList<string> Instruments { get; } =
    ["inside", "adequacy", "clauses", "corporate-rules", "safeguard", "derogation"];

    /// <summary>As a paper says it.</summary>
    public string Text() =>
        Reference is { Length: > 0 } named ? $"{Country}: {Instrument}, {named}" : $"{Country}: {Instrument}";

    /// <summary>True for two capital letters.</summary>
    /// <param name="country">A country, as somebody typed it.</param>
    public static bool IsCountry(string? country) => country is { Length: 2 } && country.All(char.IsAsciiLetterUpper);
}
