namespace Overread.Learning.Models;

/// <summary>The penalised negative log likelihood of multinomial logistic regression and its gradient.</summary>
/// <param name="rows">Items × width.</param>
/// <param name="width">Numbers per item.</param>
/// <param name="targets">Class per item.</param>
/// <param name="classes">Number of classes.</param>
/// <param name="ridge">The penalty.</param>
internal sealed class LogisticLoss(double[] rows, int width, int[] targets, int classes, double ridge)
{
    private readonly double[] _scores = new double[classes];

    /// <summary>Value and gradient; a class's weights are followed by its intercept.</summary>
    internal double At(double[] weights, double[] gradient)
    {
        int stride = width + 1;
        double value = 0;
        for (int k = 0; k < classes; k++)
        {
            ReadOnlySpan<double> own = weights.AsSpan(k * stride, width);
            value += 0.5 * ridge * Rows.Dot(own, own);
            Span<double> slope = gradient.AsSpan(k * stride, stride);
            for (int j = 0; j < width; j++)
            {
                slope[j] = ridge * own[j];
            }

            slope[width] = 0;
        }

        for (int i = 0; i < targets.Length; i++)
        {
            ReadOnlySpan<double> row = rows.AsSpan(i * width, width);
            for (int k = 0; k < classes; k++)
            {
                _scores[k] = Rows.Dot(row, weights.AsSpan(k * stride, width)) + weights[(k * stride) + width];
            }

            double own = _scores[targets[i]];
            value += Softmax(_scores) - own;
            for (int k = 0; k < classes; k++)
            {
                double excess = _scores[k] - (k == targets[i] ? 1 : 0);
                Rows.Add(row, excess, gradient.AsSpan(k * stride, width));
                gradient[(k * stride) + width] += excess;
            }
        }

        return value;
    }

    /// <summary>Makes shares of scores; returns the logarithm of the sum of their exponentials.</summary>
    internal static double Softmax(Span<double> scores)
    {
        double largest = double.NegativeInfinity;
        foreach (double score in scores)
        {
            largest = Math.Max(largest, score);
        }

        double sum = 0;
        foreach (ref double score in scores)
        {
            score = Math.Exp(score - largest);
            sum += score;
        }

        foreach (ref double score in scores)
        {
            score /= sum;
        }

        return largest + Math.Log(sum);
    }
}
