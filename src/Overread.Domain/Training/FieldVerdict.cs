namespace Overread.Domain.Training;

/// <summary>How the answer to one field stands to the reference answer.</summary>
/// <param name="Field">The field.</param>
/// <param name="Verdict">How it stands.</param>
/// <param name="Given">The answer as a label; null where there is none.</param>
/// <param name="Reference">The reference answer as a label; null where the field is not asked by it.</param>
public sealed record FieldVerdict(string Field, Verdict Verdict, string? Given, string? Reference)
{
    /// <summary>Marks of the reference that were found; null but for fields of marks.</summary>
    public int? Found { get; init; }

    /// <summary>Marks of the reference that were not found; null but for fields of marks.</summary>
    public int? Missed { get; init; }

    /// <summary>Marks that the reference does not have; null but for fields of marks.</summary>
    public int? Extra { get; init; }
}
