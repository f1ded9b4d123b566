using Overread.Quality.Agreement;
using Overread.Quality.Numerics;

namespace Overread.Quality.Readers;

/// <summary>
/// When a campaign will end, from what was read each day so far. Days to come are drawn from days that were, whole, since a
/// team's days off are shared; working days and weekends apart where two of each are known. How often a past day is drawn is
/// itself uncertain: its weight is drawn anew for each simulated future (Bayesian bootstrap, Rubin 1981, Annals of Statistics
/// 9:130), so that a short history gives a wide interval.
/// </summary>
/// <remarks>It knows no holiday, no new person and nobody's leaving; what is to come is taken to be like what was.</remarks>
/// <param name="Median">Half of the simulated futures have ended by this day.</param>
/// <param name="Early">Lower limit of the interval.</param>
/// <param name="Late">Upper limit.</param>
/// <param name="Level">Nominal coverage of the interval.</param>
/// <param name="Seed">Seed of the simulated futures.</param>
/// <param name="PerDay">Mean reads per day of the history.</param>
public sealed record CampaignForecast(
    DateOnly Median,
    DateOnly Early,
    DateOnly Late,
    double Level,
    ulong Seed,
    double PerDay
)
{
    private const int Futures = 1000;
    private const int Horizon = 20_000;

    /// <summary>Fewest days of history from which anything is said.</summary>
    public const int FewestDays = 3;

    /// <summary>Forecasts the end.</summary>
    /// <param name="history">Days so far, consecutive, days without reads included.</param>
    /// <param name="left">Reads that are still to be done, at least 1.</param>
    /// <param name="level">Coverage, strictly between 0 and 1.</param>
    /// <param name="seed">Seed of the simulated futures.</param>
    /// <exception cref="ArgumentException">
    /// The history is too short, has gaps or a different number of persons on some day, or holds no read at all.
    /// </exception>
    public static CampaignForecast Of(IReadOnlyList<DayOfReads> history, long left, double level = 0.9, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(history);
        Check(history, left, level);
        long[] reads = [.. history.Select(day => day.Reads.Sum(n => (long)n))];
        bool[] weekend = [.. history.Select(day => IsWeekend(day.Day))];
        int ends = weekend.Count(end => end);
        bool apart = ends >= 2 && history.Count - ends >= 2;
        DateOnly last = history[^1].Day;
        double[] days = new double[Futures];
        for (int future = 0; future < Futures; future++)
        {
            SeededRandom random = SeededRandom.ForPart(seed, (ulong)future);
            double[] weights = Weights(ref random, weekend, apart);
            days[future] = Play(ref random, last, left, reads, weekend, weights, apart);
        }

        Array.Sort(days);
        DateOnly At(double share) => last.AddDays((int)Math.Ceiling(Bootstrap.Quantile(days, share)));
        double tail = (1 - level) / 2;
        return new(
            At(0.5),
            last.AddDays((int)Bootstrap.Quantile(days, tail)),
            At(1 - tail),
            level,
            seed,
            reads.Average()
        );
    }

    // The plain bootstrap (shape 1) takes the spread of few days for known. Shape (n − 3)/n gives the mean of n days a variance
    // of s²/n · (n − 1)/(n − 2), with which the intervals of simulated campaigns hold as often as they say.
    private static double[] Weights(ref SeededRandom random, bool[] weekend, bool apart)
    {
        double[] weights = new double[weekend.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            int alike = apart ? weekend.Count(end => end == weekend[i]) : weights.Length;
            weights[i] = GammaDraw.Next(ref random, Math.Max(0.25, (alike - 3.0) / alike));
        }

        return weights;
    }

    private static int Play(
        ref SeededRandom random,
        DateOnly last,
        long left,
        long[] reads,
        bool[] weekend,
        double[] weights,
        bool apart
    )
    {
        double[] sums = [Sum(false), Sum(true)];
        double Sum(bool end) => weights.Where((_, i) => !apart || weekend[i] == end).Sum();
        int day = 0;
        while (left > 0 && day < Horizon)
        {
            day++;
            bool end = apart && IsWeekend(last.AddDays(day));
            double at = random.NextDouble() * sums[end ? 1 : 0];
            int drawn = 0;
            for (int i = 0; i < reads.Length && at >= 0; i++)
            {
                if (!apart || weekend[i] == end)
                {
                    drawn = i;
                    at -= weights[i];
                }
            }

            left -= reads[drawn];
        }

        return day;
    }

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static void Check(IReadOnlyList<DayOfReads> history, long left, double level)
    {
        if (history.Count < FewestDays || left < 1 || !(level > 0 && level < 1))
        {
            throw new ArgumentException(
                $"{history.Count} days and {left} reads left at the level {level}: {FewestDays} days, one read and a level between 0 and 1 are needed."
            );
        }

        for (int i = 0; i < history.Count; i++)
        {
            if (history[i].Reads.Count != history[0].Reads.Count || history[i].Reads.Any(n => n < 0))
            {
                throw new ArgumentException(
                    $"{history[i].Day:yyyy-MM-dd} has reads of {history[i].Reads.Count} persons; none may be negative, and the first day has {history[0].Reads.Count}."
                );
            }

            if (i > 0 && history[i].Day != history[i - 1].Day.AddDays(1))
            {
                throw new ArgumentException(
                    $"{history[i].Day:yyyy-MM-dd} does not follow {history[i - 1].Day:yyyy-MM-dd}; days without reads belong to the history."
                );
            }
        }

        if (history.All(day => day.Reads.Sum(n => (long)n) == 0))
        {
            throw new ArgumentException("Nothing was read on any day; there is no pace to go on from.");
        }
    }
}
