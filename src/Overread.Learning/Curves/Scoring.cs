namespace Overread.Learning.Curves;

/// <summary>Scores of probabilities against labels.</summary>
public static class Scoring
{
    /// <summary>Scores a prediction, 0 to 1.</summary>
    /// <param name="score">What to score by.</param>
    /// <param name="labels">Class per item.</param>
    /// <param name="probabilities">Items × classes.</param>
    /// <param name="classes">Number of classes.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or fewer than two classes among the labels.</exception>
    public static double Of(CurveScore score, ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int classes)
    {
        int[] count = new int[classes];
        foreach (int label in labels)
        {
            count[label]++;
        }

        if (probabilities.Length != (long)labels.Length * classes || count.Count(c => c > 0) < 2)
        {
            throw new ArgumentException(
                $"{labels.Length} items with {probabilities.Length} probabilities of {classes} classes: whole rows and items of two classes are needed."
            );
        }

        return score == CurveScore.Auc
            ? Area(labels, probabilities, classes, count)
            : ByDecision(score, labels, probabilities, classes, count);
    }

    private static double ByDecision(
        CurveScore score,
        ReadOnlySpan<int> labels,
        ReadOnlySpan<double> probabilities,
        int classes,
        int[] count
    )
    {
        int[] right = new int[classes];
        int[] said = new int[classes];
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<double> row = probabilities.Slice(i * classes, classes);
            int best = 0;
            for (int k = 1; k < classes; k++)
            {
                best = row[k] > row[best] ? k : best;
            }

            said[best]++;
            right[best] += best == labels[i] ? 1 : 0;
        }

        double sum = 0;
        int there = 0;
        for (int k = 0; k < classes; k++)
        {
            if (count[k] > 0)
            {
                there++;
                sum +=
                    score == CurveScore.MacroF1 ? 2.0 * right[k] / (count[k] + said[k]) : (double)right[k] / count[k];
            }
        }

        return sum / there;
    }

    /// <summary>The Mann-Whitney form: the share of pairs in the right order, ties half.</summary>
    private static double Area(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int classes, int[] count)
    {
        double sum = 0;
        int there = 0;
        double[] own = new double[labels.Length];
        int[] order = new int[labels.Length];
        for (int k = 0; k < classes; k++)
        {
            if (count[k] == 0)
            {
                continue;
            }

            for (int i = 0; i < own.Length; i++)
            {
                (own[i], order[i]) = (probabilities[(i * classes) + k], i);
            }

            Array.Sort(own, order);
            double ranks = 0;
            for (int start = 0; start < own.Length; )
            {
                int end = start;
                int positives = 0;
                while (end < own.Length && own[end] == own[start])
                {
                    positives += labels[order[end]] == k ? 1 : 0;
                    end++;
                }

                ranks += positives * ((start + end + 1) / 2.0);
                start = end;
            }

            double positive = count[k];
            sum += (ranks - (positive * (positive + 1) / 2)) / (positive * (labels.Length - positive));
            there++;
        }

        return sum / there;
    }
}
