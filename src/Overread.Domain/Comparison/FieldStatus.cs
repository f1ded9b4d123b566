namespace Overread.Domain.Comparison;

/// <summary>How the reads of a field stand to each other.</summary>
public enum FieldStatus
{
    /// <summary>They agree under the policy's rule.</summary>
    Agree,

    /// <summary>They do not; a tie is a dispute, never a guess.</summary>
    Dispute,

    /// <summary>Nobody answered it.</summary>
    Incomplete,
}
