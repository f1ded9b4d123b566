namespace Overread.Quality.LabelErrors;

/// <summary>Finds readers whose pattern stands out: straight-lining, chance, copying, haste.</summary>
public static class OutlierReaders
{
    /// <summary>Fewest labels from which a reader is judged.</summary>
    private const int FewestLabels = 10;

    /// <summary>Looks at every reader.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="seconds">Reading time of each label in the order of <see cref="Ratings.Readers"/>; empty when unknown.</param>
    /// <exception cref="ArgumentException">The number of times differs from the number of labels.</exception>
    public static IReadOnlyList<ReaderSuspicion> Find(Ratings ratings, ReadOnlySpan<double> seconds = default)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        if (!seconds.IsEmpty && seconds.Length != ratings.Count)
        {
            throw new ArgumentException($"{seconds.Length} times for {ratings.Count} labels.");
        }

        List<ReaderSuspicion> found = [];
        StraightLining(ratings, found);
        Chance(ratings, found);
        Copying(ratings, found);
        if (!seconds.IsEmpty)
        {
            Haste(ratings, seconds, found);
        }

        return found;
    }

    private static void StraightLining(Ratings ratings, List<ReaderSuspicion> found)
    {
        int q = ratings.CategoryCount;
        long[] counts = new long[ratings.ReaderCount * q];
        for (int at = 0; at < ratings.Count; at++)
        {
            counts[(ratings.Readers[at] * q) + ratings.Categories[at]]++;
        }

        double[] prevalence = ratings.Prevalence();
        for (int reader = 0; reader < ratings.ReaderCount; reader++)
        {
            ReadOnlySpan<long> own = counts.AsSpan(reader * q, q);
            long labels = 0;
            int top = 0;
            for (int k = 0; k < q; k++)
            {
                labels += own[k];
                top = own[k] > own[top] ? k : top;
            }

            // The chance that an attentive reader met only this category.
            if (labels >= FewestLabels && own[top] >= 0.98 * labels && Math.Pow(prevalence[top], own[top]) < 0.001)
            {
                found.Add(new ReaderSuspicion(reader, SuspicionKind.StraightLining, (double)own[top] / labels));
            }
        }
    }

    private static void Chance(Ratings ratings, List<ReaderSuspicion> found)
    {
        int[] others = OthersMajority.Of(ratings);
        int q = ratings.CategoryCount;
        for (int reader = 0; reader < ratings.ReaderCount; reader++)
        {
            long[,] table = new long[q, q];
            int labels = 0;
            for (int at = 0; at < ratings.Count; at++)
            {
                if (ratings.Readers[at] == reader && others[at] >= 0)
                {
                    table[ratings.Categories[at], others[at]]++;
                    labels++;
                }
            }

            if (labels < FewestLabels)
            {
                continue;
            }

            Agreement.Coefficient kappa = Agreement.CohenKappa.Of(table);
            if (
                kappa.Interval is { } interval
                && interval.Low <= 0
                && interval.High < 0.4
                && interval.Method != "undetermined"
            )
            {
                found.Add(new ReaderSuspicion(reader, SuspicionKind.NoBetterThanChance, kappa.Value!.Value));
            }
        }
    }

    private static void Copying(Ratings ratings, List<ReaderSuspicion> found)
    {
        int[] others = OthersMajority.Of(ratings);
        SortedDictionary<long, (int Errors, int Shared)> pairs = [];
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            int start = ratings.Offsets[item];
            int end = ratings.Offsets[item + 1];
            for (int i = start; i < end; i++)
            {
                for (int j = i + 1; j < end; j++)
                {
                    bool first = others[i] >= 0 && ratings.Categories[i] != others[i];
                    bool second = others[j] >= 0 && ratings.Categories[j] != others[j];
                    if (ratings.Readers[i] == ratings.Readers[j] || !(first || second))
                    {
                        continue;
                    }

                    long key = ((long)ratings.Readers[i] << 32) | (uint)ratings.Readers[j];
                    pairs.TryGetValue(key, out (int Errors, int Shared) pair);
                    bool shared = ratings.Categories[i] == ratings.Categories[j];
                    pairs[key] = (pair.Errors + 1, pair.Shared + (shared ? 1 : 0));
                }
            }
        }

        double[] shares =
        [
            .. pairs
                .Values.Where(pair => pair.Errors >= FewestLabels)
                .Select(pair => (double)pair.Shared / pair.Errors),
        ];
        if (shares.Length < 3)
        {
            return;
        }

        Array.Sort(shares);
        double typical = Agreement.Bootstrap.Quantile(shares, 0.5);
        foreach ((long key, (int errors, int shared)) in pairs)
        {
            double share = (double)shared / errors;
            if (
                errors >= FewestLabels
                && share > 0.8
                && share > typical + (4 * Math.Sqrt(typical * (1 - typical) / errors))
            )
            {
                found.Add(
                    new ReaderSuspicion((int)(key >> 32), SuspicionKind.Copying, share, (int)(key & int.MaxValue))
                );
            }
        }
    }

    private static void Haste(Ratings ratings, ReadOnlySpan<double> seconds, List<ReaderSuspicion> found)
    {
        double[] all = seconds.ToArray();
        Array.Sort(all);
        double typical = Agreement.Bootstrap.Quantile(all, 0.5);
        for (int reader = 0; reader < ratings.ReaderCount; reader++)
        {
            List<double> own = [];
            for (int at = 0; at < ratings.Count; at++)
            {
                if (ratings.Readers[at] == reader)
                {
                    own.Add(seconds[at]);
                }
            }

            own.Sort();
            double ratio = own.Count == 0 || typical <= 0 ? 1 : Agreement.Bootstrap.Quantile([.. own], 0.5) / typical;
            if (own.Count >= FewestLabels && ratio < 0.3)
            {
                found.Add(new ReaderSuspicion(reader, SuspicionKind.TooFast, ratio));
            }
        }
    }
}
