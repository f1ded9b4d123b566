using Overread.Quality.Agreement;

namespace Overread.Quality.Readers;

/// <summary>A field of a test: what was right, what chance leaves of it, and whether that passes.</summary>
/// <param name="Right">Right answers.</param>
/// <param name="Count">Answers.</param>
/// <param name="Mark">The share that must be reached.</param>
/// <param name="Low">One-sided lower bound of the share by Wilson's score.</param>
/// <param name="Confidence">Confidence of that bound.</param>
public sealed record QualificationField(int Right, int Count, double Mark, double Low, double Confidence)
{
    /// <summary>Whether the bound reaches the mark.</summary>
    public bool Passed => Low >= Mark;

    /// <summary>Judges the answers to a field.</summary>
    /// <param name="right">Right answers.</param>
    /// <param name="count">Answers, at least 1.</param>
    /// <param name="mark">The share that must be reached, strictly between 0 and 1.</param>
    /// <param name="confidence">Confidence of the bound, from 0.5 to 1, both excluded.</param>
    /// <exception cref="ArgumentException">A value lies outside.</exception>
    public static QualificationField Of(int right, int count, double mark, double confidence = 0.95)
    {
        if (count < 1 || right < 0 || right > count || !(mark > 0 && mark < 1) || !(confidence > 0.5 && confidence < 1))
        {
            throw new ArgumentException(
                $"{right} of {count} right cannot be held against a mark of {mark} with a confidence of {confidence}."
            );
        }

        // A two-sided interval leaves half of what it misses below it.
        ConfidenceInterval interval = ScoreInterval.OfShare((double)right / count, count, (2 * confidence) - 1);
        return new(right, count, mark, interval.Low, confidence);
    }

    /// <summary>The fewest right answers that pass; null where not even all of them do.</summary>
    /// <param name="count">Answers, at least 1.</param>
    /// <param name="mark">As in <see cref="Of"/>.</param>
    /// <param name="confidence">As in <see cref="Of"/>.</param>
    public static int? Needed(int count, double mark, double confidence = 0.95)
    {
        for (int right = 0; right <= count; right++)
        {
            if (Of(right, count, mark, confidence).Passed)
            {
                return right;
            }
        }

        return null;
    }
}
