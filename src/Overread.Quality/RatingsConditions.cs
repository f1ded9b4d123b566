namespace Overread.Quality;

/// <summary>What is unusual about a set of ratings. Each is a fact to report, never a reason for NaN.</summary>
[Flags]
public enum RatingsConditions
{
    /// <summary>Nothing unusual.</summary>
    None = 0,

    /// <summary>There is no label at all.</summary>
    Empty = 1,

    /// <summary>Only one reader gave labels.</summary>
    SingleReader = 2,

    /// <summary>Only one category was ever used.</summary>
    SingleCategory = 4,

    /// <summary>No item was read by two readers.</summary>
    NoOverlap = 8,

    /// <summary>Some items have no label.</summary>
    UnreadItems = 16,

    /// <summary>Some reader labelled some item more than once.</summary>
    Repeats = 32,

    /// <summary>Some declared category was never used.</summary>
    UnseenCategory = 64,

    /// <summary>Some item lacks the label of some reader.</summary>
    Missing = 128,
}
