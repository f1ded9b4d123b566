namespace Overread.Quality.Consensus;

/// <summary>
/// Turns a model's scores into probabilities by a logistic curve fitted to the readers' vote shares (Platt 1999). Scores
/// may have any scale; only the curve is learnt. It is then moved so that as many items lie above one half as readers
/// call positive: a rare finding would otherwise never win against its own prevalence.
/// </summary>
public static class ScoreCalibration
{
    /// <summary>Fits and applies the curve for two categories.</summary>
    /// <param name="scores">One score per item; higher speaks for category 1.</param>
    /// <param name="ratings">The readers' labels, two categories.</param>
    /// <returns>Probabilities, items × 2.</returns>
    /// <exception cref="ArgumentException">Not two categories, or not one finite score per item.</exception>
    public static double[] Logistic(ReadOnlySpan<double> scores, Ratings ratings)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        if (ratings.CategoryCount != 2 || scores.Length != ratings.ItemCount)
        {
            throw new ArgumentException("One score per item and two categories are needed.");
        }

        double[] shares = MajorityVote.Shares(ratings, 1);
        (double mean, double spread) = Moments(scores);
        double slope = 0;
        double offset = 0;
        for (int step = 0; step < 100; step++)
        {
            // Newton on the log-likelihood with a weak normal prior on the slope, so that perfect separation ends.
            double g0 = 0;
            double g1 = -1e-3 * slope;
            double h00 = 1e-9;
            double h01 = 0;
            double h11 = 1e-3;
            for (int item = 0; item < scores.Length; item++)
            {
                if (ratings.ReadersOf(item).IsEmpty)
                {
                    continue;
                }

                double x = (scores[item] - mean) / spread;
                double p = 1 / (1 + Math.Exp(-(offset + (slope * x))));
                double residual = shares[(item * 2) + 1] - p;
                double weight = p * (1 - p);
                g0 += residual;
                g1 += residual * x;
                h00 += weight;
                h01 += weight * x;
                h11 += weight * x * x;
            }

            double determinant = (h00 * h11) - (h01 * h01);
            double stepOffset = ((h11 * g0) - (h01 * g1)) / determinant;
            double stepSlope = ((h00 * g1) - (h01 * g0)) / determinant;
            offset += Math.Clamp(stepOffset, -2, 2);
            slope += Math.Clamp(stepSlope, -2, 2);
            if (Math.Abs(stepOffset) + Math.Abs(stepSlope) < 1e-10)
            {
                break;
            }
        }

        double[] logits = new double[scores.Length];
        for (int item = 0; item < logits.Length; item++)
        {
            logits[item] = slope * (scores[item] - mean) / spread;
        }

        return Shifted(logits, ratings.Prevalence()[1]);
    }

    /// <summary>Moves logits so that the given share of them is positive, and turns them into probabilities.</summary>
    private static double[] Shifted(double[] logits, double positive)
    {
        double[] sorted = [.. logits];
        Array.Sort(sorted);
        int below = (int)Math.Round((1 - positive) * sorted.Length);
        double threshold =
            sorted.Length == 0 ? 0
            : below >= sorted.Length ? sorted[^1]
            : below == 0 ? sorted[0]
            : (sorted[below - 1] + sorted[below]) / 2;
        double[] probabilities = new double[logits.Length * 2];
        for (int item = 0; item < logits.Length; item++)
        {
            double p = 1 / (1 + Math.Exp(threshold - logits[item]));
            probabilities[item * 2] = 1 - p;
            probabilities[(item * 2) + 1] = p;
        }

        return probabilities;
    }

    private static (double Mean, double Spread) Moments(ReadOnlySpan<double> scores)
    {
        double mean = 0;
        foreach (double score in scores)
        {
            if (!double.IsFinite(score))
            {
                throw new ArgumentException($"A score is {score}.");
            }

            mean += score / scores.Length;
        }

        double square = 0;
        foreach (double score in scores)
        {
            square += (score - mean) * (score - mean) / scores.Length;
        }

        return (mean, square > 0 ? Math.Sqrt(square) : 1);
    }
}
