namespace Overread.Quality;

/// <summary>What becomes of a second label by the same reader on the same item.</summary>
public enum RepeatPolicy
{
    /// <summary>
    /// Every label is kept as a vote of its own. Consensus methods accept this; agreement coefficients name it as a
    /// state, because two labels of one reader say nothing about two readers.
    /// </summary>
    KeepAll,

    /// <summary>The first in input order is kept: the initial reading.</summary>
    KeepFirst,

    /// <summary>The last in input order is kept: the corrected reading.</summary>
    KeepLast,

    /// <summary>Repeats that say the same are merged; repeats that differ are an error which names item and reader.</summary>
    Refuse,
}
