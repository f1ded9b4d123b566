using Overread.Quality.Numerics;

namespace Overread.Quality.LabelErrors;

/// <summary>
/// Suspect numbers (measurements, scores), from a model's out-of-sample predictions: residuals far from their median in units of their
/// median absolute deviation (Rousseeuw and Croux 1993, JASA 88:1273), as many as keep the expected share of false alarms at 5 % if right residuals are normal
/// (Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57:289). Finds gross errors; a bias that all labels share is not seen.
/// </summary>
public sealed class NumberIssues
{
    private const double FalseAlarms = 0.05;

    private NumberIssues(double[] quality, bool[] suspect, double centre, double scale)
    {
        Quality = quality;
        Suspect = suspect;
        Centre = centre;
        Scale = scale;
    }

    /// <summary>Two-sided p of each residual, 0 to 1; low is suspect.</summary>
    public IReadOnlyList<double> Quality { get; }

    /// <summary>Whether a number is suspect.</summary>
    public IReadOnlyList<bool> Suspect { get; }

    /// <summary>Median of label − prediction, in the labels' unit.</summary>
    public double Centre { get; }

    /// <summary>Standard deviation of right residuals, by the median absolute deviation; 0 where most are alike.</summary>
    public double Scale { get; }

    /// <summary>Finds suspect numbers.</summary>
    /// <param name="labels">Given numbers, finite.</param>
    /// <param name="predictions">Predictions of a model that has not seen them, finite.</param>
    /// <exception cref="ArgumentException">Lengths differ, there are fewer than three, or a number is not finite.</exception>
    public static NumberIssues Find(ReadOnlySpan<double> labels, ReadOnlySpan<double> predictions)
    {
        if (labels.Length != predictions.Length || labels.Length < 3)
        {
            throw new ArgumentException(
                $"{labels.Length} labels and {predictions.Length} predictions: as many are needed, and three at least."
            );
        }

        double[] residuals = new double[labels.Length];
        for (int i = 0; i < residuals.Length; i++)
        {
            residuals[i] = labels[i] - predictions[i];
            if (!double.IsFinite(residuals[i]))
            {
                throw new ArgumentException($"Label or prediction {i} is not finite.");
            }
        }

        double centre = Median(residuals);
        double scale = 1.482602218505602 * Median([.. residuals.Select(r => Math.Abs(r - centre))]);
        double[] quality =
        [
            .. residuals.Select(r =>
                scale > 0 ? 2 * SpecialFunctions.NormalDistribution(-Math.Abs(r - centre) / scale)
                : r == centre ? 1
                : 0
            ),
        ];
        int[] order = [.. Enumerable.Range(0, quality.Length).OrderBy(i => quality[i]).ThenBy(i => i)];
        int last = -1;
        for (int rank = 0; rank < order.Length; rank++)
        {
            last = quality[order[rank]] <= FalseAlarms * (rank + 1) / order.Length ? rank : last;
        }

        bool[] suspect = new bool[quality.Length];
        for (int rank = 0; rank <= last; rank++)
        {
            suspect[order[rank]] = true;
        }

        return new NumberIssues(quality, suspect, centre, scale);
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] / 2) + (sorted[half] / 2);
    }
}
