using Overread.Quality.Agreement;
using Overread.Quality.Numerics;

namespace Overread.Quality.Readers;

/// <summary>
/// An interval of a share that may be read after every answer: with the stated probability it holds the true share at all of
/// those moments at once. It has the shares against which Jeffreys' mixture gives less evidence than 1/(1 − level) (Robbins
/// 1970, Ann. Math. Stat. 41:1397). An interval for one moment fixed beforehand, such as Wilson's, is narrower, and wrong
/// after a stop that the data chose.
/// </summary>
public static class AnytimeInterval
{
    /// <summary>The interval.</summary>
    /// <param name="right">Right answers.</param>
    /// <param name="count">Answers, at least 1.</param>
    /// <param name="level">Coverage, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentException">A value lies outside.</exception>
    public static ConfidenceInterval Of(int right, int count, double level = 0.95)
    {
        if (count < 1 || right < 0 || right > count || !(level > 0 && level < 1))
        {
            throw new ArgumentException($"{right} of {count} right at the level {level} have no interval.");
        }

        int wrong = count - right;
        double mixed =
            SpecialFunctions.LogGamma(right + 0.5)
            + SpecialFunctions.LogGamma(wrong + 0.5)
            - SpecialFunctions.LogGamma(count + 1)
            - Math.Log(Math.PI);
        double bound = -Math.Log(1 - level);
        bool Doubted(double share) => mixed - (right * Math.Log(share)) - (wrong * Math.Log(1 - share)) > bound;
        double middle = (double)right / count;
        return new ConfidenceInterval(Edge(0, middle, Doubted), Edge(1, middle, Doubted), level, "anytime");
    }

    // Between a share that is doubted and one that is not lies one edge, since the likelihood has one top. Where
    // none was right, or all, there is nothing between, and the end is 0 or 1.
    private static double Edge(double doubted, double held, Func<double, bool> isDoubted)
    {
        for (int i = 0; i < 60; i++)
        {
            double half = (doubted + held) / 2;
            (doubted, held) = isDoubted(half) ? (half, held) : (doubted, half);
        }

        return (doubted + held) / 2;
    }
}
