namespace Overread.Server.Features.Comparison.Consensus;

/// <summary>What a method says of one item.</summary>
/// <param name="Label">Its label as text; null for a tie or where nobody answered.</param>
/// <param name="Probability">How sure the method is; null where it knows no probability.</param>
/// <param name="Spread">Standard deviation of numbers; null for others.</param>
/// <param name="Support">How many numbers are the same as the label by the field's rule; null for others.</param>
internal readonly record struct FieldOutcome(
    string? Label,
    double? Probability,
    double? Spread = null,
    int? Support = null
);
