namespace Overread.Domain.Comparison;

/// <summary>What a method inferred for one item and field.</summary>
/// <param name="Item">The item.</param>
/// <param name="Field">The field.</param>
/// <param name="Label">The label, or null for a tie.</param>
/// <param name="Probability">How sure the method is, 0 to 1.</param>
/// <param name="Status">accepted, disputed, tie, incomplete, not-asked or adjudicated.</param>
public sealed record ConsensusLabel(string Item, string Field, string? Label, double Probability, string Status);
