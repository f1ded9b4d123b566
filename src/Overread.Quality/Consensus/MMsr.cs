namespace Overread.Quality.Consensus;

/// <summary>
/// M-MSR, the matrix mean-subsequence-reduced method (Ma and Olshevsky 2020, NeurIPS 33): readers' skills are a rank-one
/// fit to the matrix of their agreements, in which each reader's most extreme partners are left out, so that some
/// adversaries do no harm. Votes are then weighted by log odds.
/// </summary>
public static class MMsr
{
    private const int Rounds = 500;

    /// <summary>Fits the skills and votes.</summary>
    /// <param name="ratings">The ratings; memory is the number of reader pairs who share items.</param>
    /// <param name="options">Gold and tolerance; null for the defaults.</param>
    /// <param name="trimmed">How many partners are left out at each end.</param>
    public static ConsensusResult Infer(Ratings ratings, ConsensusOptions? options = null, int trimmed = 1)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= ConsensusOptions.Default;
        ConsensusInput.Check(ratings, options);
        int q = ratings.CategoryCount;
        if (q < 2 || ratings.Count == 0)
        {
            return CollapseGuard.Fallback("m-msr", "needs two categories and labels", ratings, options);
        }

        double[] skills = Skills(ratings, trimmed, options, out int rounds);
        double[] posteriors = new double[ratings.ItemCount * q];
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            Span<double> row = posteriors.AsSpan(item * q, q);
            for (int at = ratings.Offsets[item]; at < ratings.Offsets[item + 1]; at++)
            {
                double skill = Math.Clamp(skills[ratings.Readers[at]], -0.95 / (q - 1), 0.95);
                double right = (((q - 1) * skill) + 1) / q;
                row[ratings.Categories[at]] += Math.Log(right * (q - 1) / (1 - right));
            }

            PosteriorRows.Normalise(row);
        }

        ConsensusInput.WriteGold(posteriors, q, options);
        ConsensusResult result = new(
            "m-msr",
            ratings,
            posteriors,
            options.AcceptAt ?? DawidSkene.ModelAcceptance,
            options
        )
        {
            ClassBalance = MajorityVote.ClassShares(posteriors, q),
            Readers = ReaderEstimates.Of(ratings, posteriors, reader => skills[reader]),
            Trace = new ConvergenceTrace(rounds, rounds < Rounds, [], null),
        };
        return CollapseGuard.Check(result, ratings, options);
    }

    private static double[] Skills(Ratings ratings, int trimmed, ConsensusOptions options, out int rounds)
    {
        List<(int Partner, double Agreement, int Shared)>[] partners = Partners(ratings);
        (double Sum, double Weight)[] known = Known(ratings, options);
        double[] skills = new double[ratings.ReaderCount];
        Array.Fill(skills, 0.5);
        double change = double.MaxValue;
        for (rounds = 0; rounds < Rounds && change > options.Tolerance; rounds++)
        {
            double[] next = new double[skills.Length];
            change = 0;
            for (int reader = 0; reader < skills.Length; reader++)
            {
                (double Estimate, double Weight)[] estimates =
                [
                    .. partners[reader]
                        .Where(partner => Math.Abs(skills[partner.Partner]) > 1e-3)
                        .Select(partner =>
                            (
                                partner.Agreement / skills[partner.Partner],
                                partner.Shared * skills[partner.Partner] * skills[partner.Partner]
                            )
                        )
                        .OrderBy(estimate => estimate.Item1),
                ];
                int cut = Math.Min(trimmed, (estimates.Length - 1) / 2);
                (double sum, double weight) = known[reader];
                for (int i = Math.Max(0, cut); i < estimates.Length - Math.Max(0, cut); i++)
                {
                    sum += estimates[i].Estimate * estimates[i].Weight;
                    weight += estimates[i].Weight;
                }

                next[reader] = weight > 0 ? Math.Clamp(sum / weight, -1, 1) : 0;
                next[reader] = 0.5 * (next[reader] + skills[reader]);
                change = Math.Max(change, Math.Abs(next[reader] - skills[reader]));
            }

            skills = next;
        }

        return skills;
    }

    /// <summary>
    /// Agreement with gold items and in earlier labels, as with a partner whose skill is 1: sum and weight per reader.
    /// </summary>
    private static (double Sum, double Weight)[] Known(Ratings ratings, ConsensusOptions options)
    {
        double q = ratings.CategoryCount;
        double[] right = new double[ratings.ReaderCount];
        double[] labels = new double[ratings.ReaderCount];
        for (int item = 0; options.Gold is not null && item < ratings.ItemCount; item++)
        {
            ReadOnlySpan<int> readers = ratings.ReadersOf(item);
            for (int i = 0; i < readers.Length && options.Gold[item] >= 0; i++)
            {
                right[readers[i]] += ratings.CategoriesOf(item)[i] == options.Gold[item] ? 1 : 0;
                labels[readers[i]]++;
            }
        }

        (double, double)[] known = new (double, double)[right.Length];
        for (int reader = 0; reader < known.Length; reader++)
        {
            EarlierRecord earlier = EarlierRecord.Of(options, reader);
            double weight = labels[reader] + earlier.Labels;
            known[reader] = (((q * (right[reader] + earlier.Right)) - weight) / (q - 1), weight);
        }

        return known;
    }

    /// <summary>For each reader the partners with their agreement beyond even chance, in partner order.</summary>
    private static List<(int Partner, double Agreement, int Shared)>[] Partners(Ratings ratings)
    {
        SortedDictionary<long, (int Agreeing, int Shared)> pairs = [];
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            ReadOnlySpan<int> readers = ratings.ReadersOf(item);
            ReadOnlySpan<int> given = ratings.CategoriesOf(item);
            for (int i = 0; i < readers.Length; i++)
            {
                for (int j = i + 1; j < readers.Length; j++)
                {
                    if (readers[i] == readers[j])
                    {
                        continue;
                    }

                    long key = ((long)readers[i] << 32) | (uint)readers[j];
                    pairs.TryGetValue(key, out (int Agreeing, int Shared) pair);
                    pairs[key] = (pair.Agreeing + (given[i] == given[j] ? 1 : 0), pair.Shared + 1);
                }
            }
        }

        double q = ratings.CategoryCount;
        List<(int, double, int)>[] partners =
        [
            .. Enumerable.Range(0, ratings.ReaderCount).Select(_ => new List<(int, double, int)>()),
        ];
        foreach ((long key, (int agreeing, int shared)) in pairs)
        {
            double agreement = ((q * agreeing / shared) - 1) / (q - 1);
            partners[(int)(key >> 32)].Add(((int)(key & int.MaxValue), agreement, shared));
            partners[(int)(key & int.MaxValue)].Add(((int)(key >> 32), agreement, shared));
        }

        return partners;
    }
}
