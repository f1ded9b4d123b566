using Overread.Quality.Numerics;

namespace Overread.Quality.Consensus;

/// <summary>
/// The Dirichlet distribution of which readers' rows of counts are drawn, by maximum likelihood (the fixed point of Minka 2000,
/// Estimating a Dirichlet distribution): where readers are alike it is narrow and lends them each other's labels, where they
/// differ it is wide and lends nearly nothing.
/// </summary>
internal static class DirichletPool
{
    /// <summary>Readers who cannot be told apart would be pooled without bound.</summary>
    internal const double MostStrength = 1000;

    private const int MostSteps = 200;

    /// <summary>Finds the pseudo-counts per category.</summary>
    /// <param name="counts">Readers × categories, row by row, not negative.</param>
    /// <param name="categories">Number of categories.</param>
    /// <param name="start">Where to begin, all above 0.</param>
    internal static double[] Fit(ReadOnlySpan<double> counts, int categories, ReadOnlySpan<double> start)
    {
        double[] alpha = start.ToArray();
        double[] next = new double[categories];
        double[] ofAlpha = new double[categories];
        for (int step = 0; step < MostSteps; step++)
        {
            double sum = alpha.Sum();
            double below = 0;
            Array.Clear(next);
            double ofSum = Digamma.Of(sum);
            for (int k = 0; k < categories; k++)
            {
                ofAlpha[k] = Digamma.Of(alpha[k]);
            }

            for (int at = 0; at < counts.Length; at += categories)
            {
                ReadOnlySpan<double> row = counts.Slice(at, categories);
                double total = 0;
                for (int k = 0; k < categories; k++)
                {
                    total += row[k];
                    next[k] += row[k] > 0 ? Digamma.Of(row[k] + alpha[k]) - ofAlpha[k] : 0;
                }

                below += total > 0 ? Digamma.Of(total + sum) - ofSum : 0;
            }

            if (!(below > 0))
            {
                return alpha;
            }

            double change = 0;
            for (int k = 0; k < categories; k++)
            {
                // A confusion that nobody made yet stays possible.
                double value = Math.Max(1e-3, alpha[k] * next[k] / below);
                change = Math.Max(change, Math.Abs(value - alpha[k]) / alpha[k]);
                alpha[k] = value;
            }

            double strength = alpha.Sum();
            if (strength > MostStrength)
            {
                return [.. alpha.Select(value => value * MostStrength / strength)];
            }

            if (change < 1e-4)
            {
                break;
            }
        }

        return alpha;
    }
}
