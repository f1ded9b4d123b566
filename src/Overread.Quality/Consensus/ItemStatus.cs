namespace Overread.Quality.Consensus;

/// <summary>What may be done with the inferred label of an item.</summary>
public enum ItemStatus
{
    /// <summary>One category is clear enough to stand.</summary>
    Accepted,

    /// <summary>A category leads, but not clearly: send the item to adjudication or to another reader.</summary>
    Disputed,

    /// <summary>Two categories or more share the lead. A tie is a dispute, never a guess: there is no label.</summary>
    Tie,

    /// <summary>Nobody read the item: there is no label.</summary>
    Unread,

    /// <summary>The truth was given with the data.</summary>
    Gold,
}
