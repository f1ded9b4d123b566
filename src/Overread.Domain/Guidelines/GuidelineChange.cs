namespace Overread.Domain.Guidelines;

/// <summary>One thing that a version changes against the one before.</summary>
/// <param name="Kind">What sort of change.</param>
/// <param name="Words">What changes, in a sentence for the readers.</param>
/// <param name="Field">The field of the protocol; null where every field is meant.</param>
public sealed record GuidelineChange(GuidelineChangeKind Kind, string Words, string? Field = null)
{
    /// <summary>True where reads made before may be wrong by it.</summary>
    public bool TouchesReads => Kind != GuidelineChangeKind.Wording;
}
