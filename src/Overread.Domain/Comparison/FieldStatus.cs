namespace Overread.Domain.Comparison;

/// <summary>How the reads of a field stand to each other.</summary>
public enum FieldStatus
{
    /// <summary>They agree under the policy's rule.</summary>
    Agree,

    /// <summary>They do not; a tie is a dispute, never a guess.</summary>
    Dispute,

    /// <summary>It was asked, and nobody answered it.</summary>
    Incomplete,

    /// <summary>Its condition held in none of the reads.</summary>
    NotAsked,
}
