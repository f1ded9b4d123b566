using Overread.Learning.Features;

namespace Overread.Learning.Models;

/// <summary>
/// Multinomial logistic regression with a ridge penalty (Cox 1958; le Cessie and van Houwelingen 1992): the classes' shares are the
/// softmax of linear functions, which minimise Σ −log p(label) + ½ λ Σ w², intercepts not penalised. A class without a label has
/// the probability 0: nothing is known of it.
/// </summary>
public sealed class LogisticModel
{
    private readonly int _width;
    private readonly int[] _seen;
    private readonly double[] _weights;

    private LogisticModel(int classes, int width, int[] seen, double[] weights) =>
        (Classes, _width, _seen, _weights) = (classes, width, seen, weights);

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Whether the fit came to its end; else it was cut after 500 steps.</summary>
    public bool Converged { get; private init; }

    /// <summary>Learns from items with labels.</summary>
    /// <param name="features">The features of all items.</param>
    /// <param name="items">The items to learn from; one that stands twice counts twice.</param>
    /// <param name="labels">Their classes, as many.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="ridge">The penalty λ, above 0.</param>
    /// <exception cref="ArgumentException">No item, sizes that do not fit, or a penalty that is not above 0.</exception>
    public static LogisticModel Fit(
        ScaledFeatures features,
        ReadOnlySpan<int> items,
        ReadOnlySpan<int> labels,
        int classes,
        double ridge
    )
    {
        ArgumentNullException.ThrowIfNull(features);
        if (items.IsEmpty || items.Length != labels.Length || !(ridge > 0))
        {
            throw new ArgumentException(
                $"{items.Length} items with {labels.Length} labels and the penalty {ridge}: as many labels as items, one at least, and a penalty above 0 are needed."
            );
        }

        int[] count = new int[classes];
        foreach (int label in labels)
        {
            count[label]++;
        }

        int[] seen = [.. Enumerable.Range(0, classes).Where(k => count[k] > 0)];
        int width = features.Width;
        double[] weights = new double[seen.Length * (width + 1)];
        if (seen.Length < 2)
        {
            return new LogisticModel(classes, width, seen, weights) { Converged = true };
        }

        int[] place = new int[classes];
        for (int s = 0; s < seen.Length; s++)
        {
            place[seen[s]] = s;
            weights[(s * (width + 1)) + width] = Math.Log((double)count[seen[s]] / items.Length);
        }

        double[] rows = new double[items.Length * width];
        int[] targets = new int[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            features.Row(items[i]).CopyTo(rows.AsSpan(i * width));
            targets[i] = place[labels[i]];
        }

        LogisticLoss loss = new(rows, width, targets, seen.Length, ridge);
        bool converged = Minimiser.Run(weights, loss.At, 1e-5, 500);
        return new LogisticModel(classes, width, seen, weights) { Converged = converged };
    }

    /// <summary>The probability of each class for each of some items, item by item.</summary>
    public double[] Predict(ScaledFeatures features, ReadOnlySpan<int> items)
    {
        ArgumentNullException.ThrowIfNull(features);
        double[] shares = new double[items.Length * Classes];
        Span<double> scores = stackalloc double[_seen.Length];
        for (int i = 0; i < items.Length; i++)
        {
            ReadOnlySpan<double> row = features.Row(items[i]);
            for (int s = 0; s < _seen.Length; s++)
            {
                ReadOnlySpan<double> own = _weights.AsSpan(s * (_width + 1), _width + 1);
                scores[s] = Rows.Dot(row, own[.._width]) + own[_width];
            }

            LogisticLoss.Softmax(scores);
            for (int s = 0; s < _seen.Length; s++)
            {
                shares[(i * Classes) + _seen[s]] = scores[s];
            }
        }

        return shares;
    }
}
