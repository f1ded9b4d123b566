namespace Overread.Quality.Agreement;

/// <summary>Whether a coefficient exists for the data, and if not, why not.</summary>
public enum AgreementState
{
    /// <summary>The value was computed.</summary>
    Computed,

    /// <summary>There is no label.</summary>
    NoLabels,

    /// <summary>Only one reader gave labels: there is nothing to agree with.</summary>
    SingleReader,

    /// <summary>No item was read by two readers.</summary>
    NoOverlap,

    /// <summary>Every label fell into one category: agreement beyond chance has no meaning (0/0).</summary>
    SingleCategory,

    /// <summary>The same reader labelled an item more than once; choose which label counts.</summary>
    RepeatedReads,

    /// <summary>The measured values do not vary: a ratio of variances has no meaning.</summary>
    NoVariance,

    /// <summary>The coefficient needs every reader on every item, and some are missing.</summary>
    MissingReads,

    /// <summary>The measured values are too large for their squares to be computed.</summary>
    OutOfRange,
}
