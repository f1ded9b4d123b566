namespace Overread.Quality.LabelErrors;

/// <summary>
/// Suspect labels where an item bears any number of them: confident learning for each category as present or absent, an item's
/// quality as the moving average of its categories' qualities from the best to the worst, so that the worst counts most (Thyagarajan, Snorrason, Northcutt
/// and Mueller 2022, arXiv:2211.13895).
/// </summary>
public sealed class MultiLabelIssues
{
    /// <summary>Weight of the next worse category.</summary>
    private const double Forget = 0.8;

    private MultiLabelIssues(double[] quality, IReadOnlyList<(int Item, int Category, double Quality)> suspects)
    {
        Quality = quality;
        Suspects = suspects;
    }

    /// <summary>Quality of each item, 0 to 1; low is suspect.</summary>
    public IReadOnlyList<double> Quality { get; }

    /// <summary>Suspect answers, worst first: a category that is given and seems absent, or is not given and seems present.</summary>
    public IReadOnlyList<(int Item, int Category, double Quality)> Suspects { get; }

    /// <summary>Finds suspect answers.</summary>
    /// <param name="given">Items × categories, row by row: whether the item bears the category.</param>
    /// <param name="probabilities">Items × categories, out of sample: that it does, 0 to 1.</param>
    /// <param name="categories">Number of categories, at least 1.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or a probability lies outside.</exception>
    public static MultiLabelIssues Find(
        ReadOnlySpan<bool> given,
        ReadOnlySpan<double> probabilities,
        int categories,
        int threads = 1
    )
    {
        if (categories < 1 || given.Length != probabilities.Length || given.Length % categories != 0)
        {
            throw new ArgumentException(
                $"{given.Length} answers and {probabilities.Length} probabilities of {categories} categories."
            );
        }

        foreach (double probability in probabilities)
        {
            if (!(probability >= 0 && probability <= 1))
            {
                throw new ArgumentException($"{probability} is no probability.");
            }
        }

        int items = given.Length / categories;
        List<(int, int, double)> suspects = [];
        double[][] scores = [.. Enumerable.Range(0, items).Select(_ => new double[categories])];
        for (int k = 0; k < categories; k++)
        {
            int[] labels = new int[items];
            double[] rows = new double[items * 2];
            for (int item = 0; item < items; item++)
            {
                double present = probabilities[(item * categories) + k];
                labels[item] = given[(item * categories) + k] ? 1 : 0;
                (rows[2 * item], rows[(2 * item) + 1]) = (1 - present, present);
                scores[item][k] = labels[item] == 1 ? present : 1 - present;
            }

            LabelIssues found = LabelIssues.Find(labels, rows, 2, threads);
            for (int item = 0; item < items; item++)
            {
                if (found.Suspect[item])
                {
                    suspects.Add((item, k, scores[item][k]));
                }
            }
        }

        double[] quality = new double[items];
        for (int item = 0; item < items; item++)
        {
            double[] sorted = [.. scores[item].OrderDescending()];
            quality[item] = sorted[0];
            foreach (double score in sorted.Skip(1))
            {
                quality[item] = (Forget * score) + ((1 - Forget) * quality[item]);
            }
        }

        return new MultiLabelIssues(
            quality,
            [.. suspects.OrderBy(one => one.Item3).ThenBy(one => one.Item1).ThenBy(one => one.Item2)]
        );
    }
}
