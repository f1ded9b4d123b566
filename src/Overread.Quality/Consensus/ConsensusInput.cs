namespace Overread.Quality.Consensus;

/// <summary>Checks what a consensus method is given, and writes what is known.</summary>
internal static class ConsensusInput
{
    internal static void Check(Ratings ratings, ConsensusOptions options)
    {
        if (options.Gold is { } gold)
        {
            if (gold.Count != ratings.ItemCount)
            {
                throw new ArgumentException($"{gold.Count} gold entries for {ratings.ItemCount} items.");
            }

            for (int item = 0; item < gold.Count; item++)
            {
                if (gold[item] < -1 || gold[item] >= ratings.CategoryCount)
                {
                    throw new ArgumentException(
                        $"Gold of item {item} is {gold[item]}, outside 0 to {ratings.CategoryCount - 1}."
                    );
                }
            }
        }

        if (!(options.Smoothing >= 0) || !(options.Tolerance >= 0))
        {
            throw new ArgumentException("Smoothing and tolerance must not be negative.");
        }

        CheckPriors(ratings, options);
    }

    private static void CheckPriors(Ratings ratings, ConsensusOptions options)
    {
        int q = ratings.CategoryCount;
        if (options.ClassBalance is { } balance)
        {
            if (balance.Count != q || balance.Any(share => !(share >= 0)) || Math.Abs(balance.Sum() - 1) > 1e-6)
            {
                throw new ArgumentException($"The class balance must be {q} shares that sum to 1.");
            }
        }

        if (options.ReaderPriors is not { } priors)
        {
            return;
        }

        if (priors.Count != ratings.ReaderCount)
        {
            throw new ArgumentException($"{priors.Count} reader priors for {ratings.ReaderCount} readers.");
        }

        foreach (double[,]? prior in priors)
        {
            if (prior is null)
            {
                continue;
            }

            if (prior.GetLength(0) != q || prior.GetLength(1) != q || prior.Cast<double>().Any(count => !(count >= 0)))
            {
                throw new ArgumentException($"A reader prior must be a {q} × {q} table of counts, none negative.");
            }
        }
    }

    /// <summary>Replaces the posterior of gold items by certainty.</summary>
    internal static void WriteGold(double[] posteriors, int categories, ConsensusOptions options)
    {
        for (int item = 0; options.Gold is not null && item < options.Gold.Count; item++)
        {
            if (options.Gold[item] >= 0)
            {
                posteriors.AsSpan(item * categories, categories).Clear();
                posteriors[(item * categories) + options.Gold[item]] = 1;
            }
        }
    }
}
