using Overread.Domain.Reads;

namespace Overread.Domain.Comparison;

/// <summary>What the reads of one item say to one field.</summary>
/// <param name="Field">The field.</param>
/// <param name="Status">agree, dispute, incomplete (asked, but nobody answered) or notAsked.</param>
/// <param name="Label">The label most readers gave; null for a tie or where nobody answered.</param>
/// <param name="Share">Share of the answers that have the label, 0 to 1.</param>
/// <param name="Readers">How many readers answered.</param>
public sealed record FieldComparison(string Field, FieldStatus Status, string? Label, double Share, int Readers)
{
    /// <summary>Marks that more than half of the readers drew, for fields of marks.</summary>
    public IReadOnlyList<Mark>? Marks { get; init; }
}
