namespace Overread.Quality.LabelErrors;

/// <summary>How a reader can be conspicuous.</summary>
public enum SuspicionKind
{
    /// <summary>One category nearly always, although others vary: value is the share of that category.</summary>
    StraightLining,

    /// <summary>Agreement with the others no better than chance: value is the reader's κ with the majority of the others.</summary>
    NoBetterThanChance,

    /// <summary>Shares the errors of another reader far too often: value is the share of shared errors.</summary>
    Copying,

    /// <summary>Reads much faster than the others: value is the reader's median time over that of all readers.</summary>
    TooFast,
}
