using Overread.Quality.Agreement;
using Overread.Quality.Numerics;

namespace Overread.Quality.LabelErrors;

/// <summary>
/// How many labels of a set are wrong, by confident learning's estimate of the joint distribution of given and true categories
/// (Northcutt, Jiang and Chuang 2021, JAIR 70:1373, sec. 3.1): each row of the confident joint scaled to the labels that were given. The interval leaves out
/// one of twenty parts of the items after the other (Student's t, 19 degrees of freedom, on the plain scale, cut to 0 and 1); what the model itself gets wrong is not in
/// it.
/// </summary>
/// <param name="Rate">Share of wrong labels, 0 to 1.</param>
/// <param name="Interval">95 % interval; null with fewer than 100 items.</param>
public sealed record LabelNoise(double Rate, ConfidenceInterval? Interval)
{
    private const int Parts = 20;

    /// <summary>Estimates the share.</summary>
    /// <param name="labels">Given category per item.</param>
    /// <param name="probabilities">Items × categories, out of sample, row by row.</param>
    /// <param name="categories">Number of categories.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <returns>The share, or null where the model is sure of nothing.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit, or a label is out of range.</exception>
    public static LabelNoise? Of(
        ReadOnlyMemory<int> labels,
        ReadOnlyMemory<double> probabilities,
        int categories,
        int threads = 1
    )
    {
        if (Share(labels, LabelIssues.Find(labels, probabilities, categories, threads).Joint) is not { } rate)
        {
            return null;
        }

        if (labels.Length < 5 * Parts)
        {
            return new LabelNoise(rate, null);
        }

        double[] left = new double[Parts];
        for (int part = 0; part < Parts; part++)
        {
            int[] items = [.. Enumerable.Range(0, labels.Length).Where(item => item % Parts != part)];
            int[] own = new int[items.Length];
            double[] rows = new double[items.Length * categories];
            for (int i = 0; i < items.Length; i++)
            {
                own[i] = labels.Span[items[i]];
                probabilities.Span.Slice(items[i] * categories, categories).CopyTo(rows.AsSpan(i * categories));
            }

            left[part] = Share(own, LabelIssues.Find(own, rows, categories, threads).Joint) ?? rate;
        }

        double mean = left.Average();
        double squares = left.Sum(value => (value - mean) * (value - mean));
        double reach = SpecialFunctions.StudentQuantile(0.975, Parts - 1) * Math.Sqrt(squares * (Parts - 1) / Parts);
        return new LabelNoise(
            rate,
            reach > 0
                ? new ConfidenceInterval(Math.Max(0, rate - reach), Math.Min(1, rate + reach), 0.95, "jackknife")
                : ScoreInterval.OfShare(rate, labels.Length)
        );
    }

    private static double? Share(ReadOnlyMemory<int> labels, long[,] joint)
    {
        int q = joint.GetLength(0);
        double[] given = new double[q];
        foreach (int label in labels.Span)
        {
            given[label]++;
        }

        double wrong = 0;
        double all = 0;
        for (int row = 0; row < q; row++)
        {
            double sum = 0;
            for (int column = 0; column < q; column++)
            {
                sum += joint[row, column];
            }

            // A category of whose items the model is sure of none says nothing.
            if (sum > 0)
            {
                wrong += given[row] * (1 - (joint[row, row] / sum));
                all += given[row];
            }
        }

        return all > 0 ? wrong / all : null;
    }
}
