using Overread.Quality.Agreement;
using Overread.Quality.Numerics;

namespace Overread.Quality.Readers;

/// <summary>
/// Watches whether a reader still reaches a pass mark, answer after answer, and may be looked at after each of them. The null
/// is that every answer is right with a probability of at least the mark, given all before. The evidence against it is the
/// likelihood of what was seen under a uniform mixture over all shares below the mark, divided by the likelihood at the mark:
/// a non-negative supermartingale under the null, so that by Ville's inequality it ever exceeds 1/a with a probability of at
/// most a, whenever and however often one looks (Ville 1939; Robbins 1970, Ann. Math. Stat. 41:1397; Ramdas et al. 2023,
/// Statistical Science 38:576).
/// </summary>
/// <remarks>
/// Nothing finds a share of .70 below a mark of .85 quickly: an answer is worth .072 in natural logarithms on average, so a
/// threshold of 1/.05 takes about 42 answers even for a test that knows the .70, before any correction for many readers.
/// </remarks>
public sealed class MarkTest
{
    private readonly double _logMark;
    private readonly double _logMiss;

    /// <summary>Begins with no answers.</summary>
    /// <param name="mark">The share that must be reached, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mark lies outside.</exception>
    public MarkTest(double mark)
    {
        if (!(mark > 0 && mark < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(mark), mark, "A mark lies strictly between 0 and 1.");
        }

        Mark = mark;
        _logMark = Math.Log(mark);
        _logMiss = Math.Log(1 - mark);
    }

    /// <summary>The share that must be reached.</summary>
    public double Mark { get; }

    /// <summary>Answers seen.</summary>
    public int Count { get; private set; }

    /// <summary>Of them right.</summary>
    public int Right { get; private set; }

    /// <summary>Natural logarithm of the evidence against the null; 0 before the first answer.</summary>
    public double LogEvidence { get; private set; }

    /// <summary>Takes the next answer.</summary>
    /// <param name="right">Whether it was right.</param>
    /// <returns>The evidence after it, as <see cref="LogEvidence"/>.</returns>
    public double Add(bool right)
    {
        Count++;
        Right += right ? 1 : 0;
        int wrong = Count - Right;
        double mixed =
            SpecialFunctions.LogGamma(Right + 1)
            + SpecialFunctions.LogGamma(wrong + 1)
            - SpecialFunctions.LogGamma(Count + 2)
            + Math.Log(SpecialFunctions.IncompleteBeta(Mark, Right + 1, wrong + 1))
            - _logMark;
        LogEvidence = mixed - (Right * _logMark) - (wrong * _logMiss);
        return LogEvidence;
    }

    /// <summary>The share of right answers with an interval that holds at whatever moment it is read; null without answers.</summary>
    /// <param name="level">Coverage over the whole sequence, strictly between 0 and 1.</param>
    public ConfidenceInterval? Interval(double level = 0.95) =>
        Count == 0 ? null : AnytimeInterval.Of(Right, Count, level);
}
