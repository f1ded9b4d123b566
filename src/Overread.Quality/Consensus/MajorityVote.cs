using Overread.Quality.Numerics;

namespace Overread.Quality.Consensus;

/// <summary>
/// Majority vote. Ties stay ties: how they are broken moves its accuracy by up to nineteen points on published data, so
/// accuracy against a truth is reported as the expectation under even chances.
/// </summary>
public static class MajorityVote
{
    /// <summary>More than half: the default share from which a vote is accepted.</summary>
    internal const double MoreThanHalf = 0.5 + 1e-9;

    /// <summary>Counts the votes. The posterior of an item is its vote shares.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="options">Acceptance, gold, threads; null for the defaults.</param>
    public static ConsensusResult Infer(Ratings ratings, ConsensusOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= ConsensusOptions.Default;
        ConsensusInput.Check(ratings, options);
        double[] shares = Shares(ratings, options.Threads);
        ConsensusInput.WriteGold(shares, ratings.CategoryCount, options);
        return new ConsensusResult("majority", ratings, shares, options.AcceptAt ?? MoreThanHalf, options)
        {
            ClassBalance = ClassShares(shares, ratings.CategoryCount),
            Readers = ReaderEstimates.Of(ratings, shares),
        };
    }

    /// <summary>Vote shares, items × categories; the prevalence for an unread item.</summary>
    internal static double[] Shares(Ratings ratings, int threads)
    {
        int q = ratings.CategoryCount;
        double[] shares = new double[ratings.ItemCount * q];
        double[] prevalence = ratings.Conditions.HasFlag(RatingsConditions.UnreadItems) ? ratings.Prevalence() : [];
        int blocks = Math.Clamp(ratings.Count / 100_000, 1, 64);
        FixedBlocks.Run(
            blocks,
            threads,
            block =>
            {
                ReadOnlySpan<int> offsets = ratings.Offsets;
                ReadOnlySpan<int> categories = ratings.Categories;
                int[] counts = new int[q];
                int end = FixedBlocks.Start(ratings.ItemCount, blocks, block + 1);
                for (int item = FixedBlocks.Start(ratings.ItemCount, blocks, block); item < end; item++)
                {
                    Span<double> row = shares.AsSpan(item * q, q);
                    int first = offsets[item];
                    int last = offsets[item + 1];
                    if (first == last)
                    {
                        prevalence.CopyTo(row);
                        continue;
                    }

                    for (int at = first; at < last; at++)
                    {
                        counts[categories[at]]++;
                    }

                    // Counts are exact; one division per category at the end keeps equal shares equal.
                    double reads = last - first;
                    for (int at = first; at < last; at++)
                    {
                        ref int count = ref counts[categories[at]];
                        if (count > 0)
                        {
                            row[categories[at]] = count / reads;
                            count = 0;
                        }
                    }
                }
            }
        );
        return shares;
    }

    internal static double[] ClassShares(ReadOnlySpan<double> posteriors, int categories)
    {
        double[] balance = new double[categories];
        int items = categories == 0 ? 0 : posteriors.Length / categories;
        for (int i = 0; i < posteriors.Length; i++)
        {
            balance[i % categories] += posteriors[i] / items;
        }

        return balance;
    }
}
