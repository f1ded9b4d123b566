using System.Collections.Frozen;

namespace Overread.Deidentification.Phi;

/// <summary>What a detector looks for.</summary>
public sealed record PhiOptions
{
    /// <summary>The language of the texts.</summary>
    public PhiLanguage Language { get; init; } = PhiLanguage.Auto;

    /// <summary>Types that are left in the text. None by default.</summary>
    public FrozenSet<PhiType> Keep { get; init; } = [];

    /// <summary>Ages over this many years are removed; Safe Harbor says 89. With -1 all are.</summary>
    public int OldestAge { get; init; } = 89;

    /// <summary>The year in which the texts are read: a year of birth that makes somebody older than <see cref="OldestAge"/> is removed. Null where none is.</summary>
    public int? Year { get; init; }

    /// <summary>Findings whose score is lower are dropped, 0 to 1.</summary>
    public double LeastScore { get; init; } = 0.5;
}
