namespace Overread.Domain.Comparison;

/// <summary>
/// What one item and field come to: the label of the policy's rule or of an adjudicator, and what the method makes of it. A
/// method that says otherwise than the readers has an opinion, which is no label.
/// </summary>
/// <param name="Item">The item.</param>
/// <param name="Field">The field.</param>
/// <param name="Label">The label, or null for a tie.</param>
/// <param name="Probability">How probable the method holds the label, 0 to 1; null where it knows no probability, as a median does not, or has an opinion of its own.</param>
/// <param name="Status">accepted, disputed, tie, incomplete, not-asked or adjudicated.</param>
public sealed record ConsensusLabel(string Item, string Field, string? Label, double? Probability, string Status)
{
    /// <summary>Readers who gave the label (for marks: who said so, whatever they drew); null in records of before and where no reader did.</summary>
    public int? Support { get; init; }

    /// <summary>Readers who were asked; null in records of before.</summary>
    public int? Asked { get; init; }

    /// <summary>The label that the method holds more probable than <see cref="Label"/>; null where it has no other.</summary>
    public string? Opinion { get; init; }

    /// <summary>How probable the method holds <see cref="Opinion"/>.</summary>
    public double? OpinionProbability { get; init; }

    /// <summary>Standard deviation of the readers' numbers, in the field's unit; null for other scales and below two numbers.</summary>
    public double? Spread { get; init; }
}
