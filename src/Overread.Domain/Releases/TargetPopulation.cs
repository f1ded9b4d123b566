namespace Overread.Domain.Releases;

/// <summary>
/// The population for which what is made of the labels is meant (AI Act 10(3), (4); FDA draft VIII), as the project declares it
/// before anything is counted.
/// </summary>
/// <param name="Description">Who they are, in a sentence or two.</param>
/// <param name="Source">Where the shares are from, such as a register and its year.</param>
/// <param name="Shares">The shares, trait by trait.</param>
public sealed record TargetPopulation(string Description, string Source, IReadOnlyList<TargetShare> Shares)
{
    /// <summary>How far the shares of a trait may miss 1: they are often rounded.</summary>
    public const double Rounding = 0.005;

    /// <summary>The most shares.</summary>
    public const int Most = 200;

    /// <summary>Says what is wrong; null where nothing is.</summary>
    public Refusal? Fault()
    {
        if (FreeText.Reason(Description, "Say who the population is.", "target.form", "description") is { } description)
        {
            return description;
        }

        if (FreeText.Reason(Source, "Say where the shares are from.", "target.form", "source") is { } source)
        {
            return source;
        }

        return Shares.Count is 0 or > Most
            ? Refuse($"A target population has 1 to {Most} shares.", "shares")
            : Shares.Select((s, i) => Fault(s, $"shares/{i}")).FirstOrDefault(f => f is not null)
                ?? Shares
                    .GroupBy(s => s.Trait, StringComparer.Ordinal)
                    .Select(OfTrait)
                    .FirstOrDefault(f => f is not null);
    }

    private static Refusal? Fault(TargetShare share, string where) =>
        share is null ? Refuse("There is no share here.", where)
        : !Protocols.ProtocolCheck.IsId(share.Trait ?? "")
            ? Refuse("A trait has lower-case letters, digits, '-' and '_', such as sex.", where + "/trait")
        : string.IsNullOrWhiteSpace(share.Value)
        || share.Value.Length > Intake.Traits.Longest
        || !FreeText.IsName(share.Value)
            ? Refuse($"A group has 1 to {Intake.Traits.Longest} characters.", where + "/value")
        : share.Share is > 0 and <= 1 ? null
        : Refuse("A share lies above 0 and at most at 1.", where + "/share");

    private static Refusal? OfTrait(IGrouping<string, TargetShare> trait)
    {
        if (trait.GroupBy(s => s.Value, StringComparer.Ordinal).Any(g => g.Count() > 1))
        {
            return Refuse($"A group of {trait.Key} is named twice.", "shares");
        }

        double sum = trait.Sum(s => s.Share);
        return trait.Count() < 2 ? Refuse($"{trait.Key} is divided into one group, which says nothing.", "shares")
            : Math.Abs(sum - 1) > Rounding
                ? Refuse(
                    FormattableString.Invariant($"The shares of {trait.Key} add up to {sum:0.####}, not to 1."),
                    "shares"
                )
            : null;
    }

    private static Refusal Refuse(string title, string where) =>
        new("target.form", title)
        {
            Where = where,
            Next = "State for each trait all its groups, with shares that add up to 1.",
        };
}
