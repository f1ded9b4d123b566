namespace Overread.Quality.Consensus;

/// <summary>The integral of an item's likelihood over its effect, by Newton's method and Laplace's approximation.</summary>
internal sealed class ItemIntegral(int categories, double precision)
{
    private readonly double[] _gradient = new double[categories];
    private readonly double[] _hessian = new double[categories * categories];
    private readonly double[] _shares = new double[categories];

    /// <summary>
    /// The log of ∫ Π P(label | truth, effect) N(effect; 0, 1/precision) d effect. The effect is both start and answer.
    /// </summary>
    internal double Laplace(
        ReadOnlySpan<int> readers,
        ReadOnlySpan<int> given,
        double[] logits,
        int truth,
        Span<double> effect,
        int steps
    )
    {
        int q = categories;
        double value = 0;
        double determinant = 0;
        for (int step = 0; step <= steps; step++)
        {
            Array.Clear(_gradient);
            Array.Clear(_hessian);
            value = 0;
            for (int i = 0; i < readers.Length; i++)
            {
                ItemEffectsFit.Softmax(logits.AsSpan(((readers[i] * q) + truth) * q, q), effect, _shares);
                value += Math.Log(Math.Max(_shares[given[i]], 1e-300));
                _gradient[given[i]] += 1;
                for (int k = 0; k < q; k++)
                {
                    _gradient[k] -= _shares[k];
                    _hessian[(k * q) + k] += _shares[k];
                    for (int l = 0; l < q; l++)
                    {
                        _hessian[(k * q) + l] -= _shares[k] * _shares[l];
                    }
                }
            }

            for (int k = 0; k < q; k++)
            {
                value -= precision * effect[k] * effect[k] / 2;
                _gradient[k] -= precision * effect[k];
                _hessian[(k * q) + k] += precision;
            }

            determinant = Factor();
            if (step < steps && Solve() is > 1e-6)
            {
                for (int k = 0; k < q; k++)
                {
                    effect[k] += _gradient[k];
                }
            }
            else
            {
                break;
            }
        }

        return value - (0.5 * (determinant - (q * Math.Log(precision))));
    }

    /// <summary>Cholesky factor in place; returns the log of the determinant.</summary>
    private double Factor()
    {
        int q = categories;
        double log = 0;
        for (int j = 0; j < q; j++)
        {
            double pivot = _hessian[(j * q) + j];
            for (int k = 0; k < j; k++)
            {
                pivot -= _hessian[(j * q) + k] * _hessian[(j * q) + k];
            }

            pivot = Math.Sqrt(Math.Max(pivot, 1e-12));
            _hessian[(j * q) + j] = pivot;
            log += 2 * Math.Log(pivot);
            for (int i = j + 1; i < q; i++)
            {
                double sum = _hessian[(i * q) + j];
                for (int k = 0; k < j; k++)
                {
                    sum -= _hessian[(i * q) + k] * _hessian[(j * q) + k];
                }

                _hessian[(i * q) + j] = sum / pivot;
            }
        }

        return log;
    }

    /// <summary>Turns the gradient into the Newton step; returns its largest element.</summary>
    private double Solve()
    {
        int q = categories;
        for (int i = 0; i < q; i++)
        {
            for (int k = 0; k < i; k++)
            {
                _gradient[i] -= _hessian[(i * q) + k] * _gradient[k];
            }

            _gradient[i] /= _hessian[(i * q) + i];
        }

        double largest = 0;
        for (int i = q - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < q; k++)
            {
                _gradient[i] -= _hessian[(k * q) + i] * _gradient[k];
            }

            _gradient[i] /= _hessian[(i * q) + i];
            largest = Math.Max(largest, Math.Abs(_gradient[i]));
        }

        return largest;
    }
}
