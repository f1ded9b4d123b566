namespace Overread.Domain.Releases;

/// <summary>How much of the population that is aimed at one group is.</summary>
/// <param name="Trait">By what it is divided, such as <c>sex</c>.</param>
/// <param name="Value">The group, as the population's tables name it.</param>
/// <param name="Share">Its share, above 0 and at most 1; the shares of a trait add up to 1.</param>
public sealed record TargetShare(string Trait, string Value, double Share);
