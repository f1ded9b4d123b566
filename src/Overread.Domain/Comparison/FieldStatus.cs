namespace Overread.Domain.Comparison;

/// <summary>How the reads of a field stand to each other.</summary>
public enum FieldStatus
{
    /// <summary>They agree under the policy's rule.</summary>
    Agree,

    /// <summary>They do not; a tie is a dispute, never a guess.</summary>
    Dispute,

    /// <summary>It was asked, and too few of those asked answered, or whether it is asked is not settled yet.</summary>
    Incomplete,

    /// <summary>Its condition does not hold.</summary>
    NotAsked,

    /// <summary>An adjudicator decided it.</summary>
    Decided,
}
