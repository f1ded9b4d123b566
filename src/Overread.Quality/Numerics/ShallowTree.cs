namespace Overread.Quality.Numerics;

/// <summary>
/// A classification tree of small depth (Breiman et al. 1984) on numbers, with classes weighted so that each counts the
/// same. The split of least Gini impurity is taken; among equals the first feature and the lowest threshold.
/// </summary>
internal sealed class ShallowTree
{
    private readonly List<(int Feature, double Threshold, int Low, int High, int Label)> _nodes = [];
    private readonly double[] _features;
    private readonly int _width;
    private readonly int[] _labels;
    private readonly double[] _weights;
    private readonly int _leaf;

    private ShallowTree(double[] features, int width, int[] labels, double[] weights, int leaf)
    {
        _features = features;
        _width = width;
        _labels = labels;
        _weights = weights;
        _leaf = leaf;
    }

    /// <summary>Grows a tree.</summary>
    /// <param name="features">Items × width, row by row, finite.</param>
    /// <param name="width">Numbers per item.</param>
    /// <param name="rows">The items to learn from, at least one.</param>
    /// <param name="labels">Class of each item, where it is one of <paramref name="rows"/>.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="depth">Most splits between the root and a leaf.</param>
    /// <param name="leaf">Fewest items in a leaf.</param>
    internal static ShallowTree Grow(
        double[] features,
        int width,
        int[] rows,
        int[] labels,
        int classes,
        int depth,
        int leaf
    )
    {
        double[] weights = new double[classes];
        foreach (int row in rows)
        {
            weights[labels[row]]++;
        }

        for (int k = 0; k < classes; k++)
        {
            weights[k] = weights[k] > 0 ? 1 / weights[k] : 0;
        }

        ShallowTree tree = new(features, width, labels, weights, leaf);
        tree.Grow([.. rows.Order()], depth);
        return tree;
    }

    /// <summary>The class of an item.</summary>
    internal int Predict(int item)
    {
        int at = 0;
        while (_nodes[at].Feature >= 0)
        {
            at =
                _features[(item * _width) + _nodes[at].Feature] <= _nodes[at].Threshold
                    ? _nodes[at].Low
                    : _nodes[at].High;
        }

        return _nodes[at].Label;
    }

    private int Grow(int[] rows, int depth)
    {
        int own = _nodes.Count;
        double[] shares = Shares(rows);
        _nodes.Add((-1, 0, 0, 0, Array.IndexOf(shares, shares.Max())));
        if (depth == 0 || rows.Length < 2 * _leaf || shares.Count(share => share > 0) < 2)
        {
            return own;
        }

        (int feature, double threshold) = Split(rows, shares);
        if (feature >= 0)
        {
            int low = Grow([.. rows.Where(row => _features[(row * _width) + feature] <= threshold)], depth - 1);
            int high = Grow([.. rows.Where(row => _features[(row * _width) + feature] > threshold)], depth - 1);
            _nodes[own] = (feature, threshold, low, high, 0);
        }

        return own;
    }

    private double[] Shares(int[] rows)
    {
        double[] shares = new double[_weights.Length];
        foreach (int row in rows)
        {
            shares[_labels[row]] += _weights[_labels[row]];
        }

        return shares;
    }

    private (int Feature, double Threshold) Split(int[] rows, double[] shares)
    {
        (int Feature, double Threshold) best = (-1, 0);
        double most = Purity(shares) + 1e-12;
        for (int feature = 0; feature < _width; feature++)
        {
            int[] sorted = [.. rows.OrderBy(row => _features[(row * _width) + feature])];
            double[] low = new double[shares.Length];
            double[] high = [.. shares];
            for (int i = 0; i + 1 < sorted.Length; i++)
            {
                int label = _labels[sorted[i]];
                low[label] += _weights[label];
                high[label] -= _weights[label];
                double value = _features[(sorted[i] * _width) + feature];
                double next = _features[(sorted[i + 1] * _width) + feature];
                double purity = Purity(low) + Purity(high);
                if (value < next && i + 1 >= _leaf && sorted.Length - i - 1 >= _leaf && purity > most)
                {
                    (best, most) = ((feature, value + ((next - value) / 2)), purity + 1e-12);
                }
            }
        }

        return best;
    }

    /// <summary>Weight × (1 − Gini impurity): what a split must raise.</summary>
    private static double Purity(double[] shares)
    {
        double total = 0;
        double squares = 0;
        foreach (double share in shares)
        {
            total += share;
            squares += share * share;
        }

        return total > 0 ? squares / total : 0;
    }
}
