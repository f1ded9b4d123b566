namespace Overread.Domain.Releases;

/// <summary>Somebody outside to whom releases are disclosed (45 CFR 164.528(b)(2): name, and address where known).</summary>
/// <param name="Name">Person or organisation.</param>
/// <param name="Address">Where they are reached; notices go there.</param>
/// <param name="Agreement">What they agreed to, such as the number of a data use agreement.</param>
/// <param name="Expires">The last day on which that holds; null where it has no end.</param>
public sealed record RecipientFacts(string Name, string Address, string Agreement, DateOnly? Expires = null)
{
    private const int Longest = 200;

    /// <summary>Says what is wrong with it; null where nothing is.</summary>
    public Refusal? Fault() => Word(Name, "name") ?? Word(Address, "address") ?? Word(Agreement, "agreement");

    /// <summary>True on a day on which the agreement holds.</summary>
    public bool HoldsOn(DateOnly day) => Expires is not { } last || day <= last;

    private static Refusal? Word(string? value, string where) =>
        !string.IsNullOrWhiteSpace(value) && FreeText.Length(value) <= Longest
            ? FreeText.IsName(value)
                ? null
                : FreeText.NoName("recipient.form", where)
            : new("recipient.form", "A recipient has a name, an address and an agreement, of 1 to 200 characters each.")
            {
                Where = where,
            };
}
