using Overread.Domain.Marks;

namespace Overread.Domain.Comparison;

/// <summary>What the reads of one item say to one field.</summary>
/// <param name="Field">The field.</param>
/// <param name="Status">How they stand to each other.</param>
/// <param name="Label">The label most readers gave, or the median of numbers; null for a tie or where nobody answered.</param>
/// <param name="Share">Share of the readers asked who gave the label, 0 to 1: silence is no vote for it.</param>
/// <param name="Readers">How many readers answered.</param>
public sealed record FieldComparison(string Field, FieldStatus Status, string? Label, double Share, int Readers)
{
    /// <summary>Marks that more than half of the readers asked drew, for fields of marks.</summary>
    public IReadOnlyList<Mark>? Marks { get; init; }

    /// <summary>How many readers drew each of <see cref="Marks"/>, in the same order.</summary>
    public IReadOnlyList<int>? Drawn { get; init; }

    /// <summary>How many readers were asked; null in records of before, where it is <see cref="Readers"/>.</summary>
    public int? Asked { get; init; }

    /// <summary>The field whose answer is not settled yet, so that nobody can say whether this one is asked; else null.</summary>
    public string? WaitsFor { get; init; }
}
