using Overread.Domain.Governance;

namespace Overread.Domain.Releases;

/// <summary>Somebody asks for a bundle.</summary>
/// <param name="Purpose">What for.</param>
/// <param name="Policy">How the project gives out bundles.</param>
/// <param name="Today">The day, by the server's clock.</param>
/// <param name="Recipient">For whom, by id; null where nobody is named.</param>
/// <param name="For">What is known of them; null where there is nobody of that id.</param>
/// <param name="Recalled">The release was recalled.</param>
/// <param name="Withdrawn">Items of it that were withdrawn since.</param>
/// <param name="Confirmed">They know, and take it all the same.</param>
/// <param name="Access">Under what id files are fetched one by one; null where the bundle itself is taken.</param>
public sealed record ReleaseTaking(
    string? Purpose,
    DisclosurePolicy Policy,
    DateOnly Today,
    string? Recipient = null,
    RecipientFacts? For = null,
    bool Recalled = false,
    int Withdrawn = 0,
    bool Confirmed = false,
    string? Access = null
)
{
    /// <summary>What the project laid down of uses and countries.</summary>
    public CharterTerms Terms { get; init; } = CharterTerms.None;
}
