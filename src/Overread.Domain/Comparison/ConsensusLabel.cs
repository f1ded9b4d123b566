namespace Overread.Domain.Comparison;

/// <summary>What a method inferred for one item and field.</summary>
/// <param name="Item">The item.</param>
/// <param name="Field">The field.</param>
/// <param name="Label">The label, or null for a tie.</param>
/// <param name="Probability">How sure the method is, 0 to 1; null where the method knows no probability, as a median does not.</param>
/// <param name="Status">accepted, disputed, tie, incomplete, not-asked or adjudicated.</param>
public sealed record ConsensusLabel(string Item, string Field, string? Label, double? Probability, string Status)
{
    /// <summary>Readers who gave the label (for marks: who said so, whatever they drew); null in records of before and where no reader did.</summary>
    public int? Support { get; init; }

    /// <summary>Readers who were asked; null in records of before.</summary>
    public int? Asked { get; init; }

    /// <summary>Standard deviation of the readers' numbers, in the field's unit; null for other scales and below two numbers.</summary>
    public double? Spread { get; init; }
}
