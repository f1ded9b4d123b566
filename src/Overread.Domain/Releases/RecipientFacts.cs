using Overread.Domain.Governance;

namespace Overread.Domain.Releases;

/// <summary>Somebody outside to whom releases are disclosed (45 CFR 164.528(b)(2): name, and address where known).</summary>
/// <param name="Name">Person or organisation.</param>
/// <param name="Address">Where they are reached; notices go there.</param>
/// <param name="Agreement">What they agreed to, such as the number of a data use agreement.</param>
/// <param name="Expires">The last day on which that holds; null where it has no end.</param>
public sealed record RecipientFacts(string Name, string Address, string Agreement, DateOnly? Expires = null)
{
    private const int Longest = 200;
    private const int MostUses = 100;

    /// <summary>Where they are, ISO 3166-1 alpha-2; null where it is not stated.</summary>
    public string? Country { get; init; }

    /// <summary>What they agreed to use releases for, by the names that the charter gives the uses; null or empty for all of them.</summary>
    public IReadOnlyList<string>? Uses { get; init; }

    /// <summary>Says what is wrong with it; null where nothing is.</summary>
    public Refusal? Fault() =>
        Word(Name, "name")
        ?? Word(Address, "address")
        ?? Word(Agreement, "agreement")
        ?? (
            Country is null || Destination.IsCountry(Country)
                ? null
                : new Refusal("recipient.form", "A country is two capital letters (ISO 3166-1).") { Where = "country" }
        )
        ?? (
            Uses is { Count: > MostUses }
                ? new("recipient.form", $"There are at most {MostUses} uses.") { Where = "uses" }
                : (Uses ?? []).Select(u => Word(u, "uses")).FirstOrDefault(f => f is not null)
        );

    /// <summary>True on a day on which the agreement holds.</summary>
    public bool HoldsOn(DateOnly day) => Expires is not { } last || day <= last;

    private static Refusal? Word(string? value, string where) =>
        !string.IsNullOrWhiteSpace(value) && FreeText.Length(value) <= Longest
            ? FreeText.IsName(value)
                ? null
                : FreeText.NoName("recipient.form", where)
            : new(
                "recipient.form",
                "A recipient has a name, an address and an agreement, of 1 to 200 characters each; so has each use."
            )
            {
                Where = where,
            };
}
