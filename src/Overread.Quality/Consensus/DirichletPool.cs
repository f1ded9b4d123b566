using Overread.Quality.Numerics;

namespace Overread.Quality.Consensus;

/// <summary>
/// The Dirichlet distribution of which readers' rows of counts are drawn, by maximum likelihood (Minka 2000, Estimating a
/// Dirichlet distribution): where readers are alike it is narrow and lends them each other's labels, where they differ it is
/// wide and lends nearly nothing. Newton's steps, whose matrix is a diagonal and one common number; where it is not that of a
/// maximum, or a step led away, the fixed point that always climbs.
/// </summary>
internal sealed class DirichletPool
{
    /// <summary>Readers who cannot be told apart would be pooled without bound.</summary>
    internal const double MostStrength = 1000;

    /// <summary>A confusion that nobody made yet stays possible.</summary>
    private const double Least = 1e-3;

    private const int MostSteps = 200;

    /// <summary>No number grows or shrinks by more than this in a step of Newton's.</summary>
    private const double Furthest = 4;

    private readonly double[] _alpha;
    private readonly double[] _gain;
    private readonly double[] _bend;
    private double _loss;
    private double _common;

    private DirichletPool(ReadOnlySpan<double> start)
    {
        _alpha = start.ToArray();
        _gain = new double[_alpha.Length];
        _bend = new double[_alpha.Length];
    }

    /// <summary>Finds the pseudo-counts per category.</summary>
    /// <param name="counts">Readers × categories, row by row, not negative.</param>
    /// <param name="categories">Number of categories.</param>
    /// <param name="start">Where to begin, all above 0.</param>
    internal static double[] Fit(ReadOnlySpan<double> counts, int categories, ReadOnlySpan<double> start)
    {
        DirichletPool pool = new(start[..categories]);
        double[] before = new double[categories];
        double slope = double.PositiveInfinity;
        bool leapt = false;
        for (int step = 0; step < MostSteps; step++)
        {
            pool.Look(counts);
            if (!(pool._loss > 0))
            {
                break;
            }

            double steep = pool.Slope();
            if (leapt && steep > slope)
            {
                before.CopyTo(pool._alpha, 0);
                pool.Look(counts);
                leapt = false;
            }
            else
            {
                slope = steep;
                pool._alpha.CopyTo(before, 0);
                leapt = pool.Leap();
            }

            if (!leapt)
            {
                pool.Climb();
                slope = double.PositiveInfinity;
            }

            double strength = pool._alpha.Sum();
            if (strength > MostStrength)
            {
                return [.. pool._alpha.Select(value => value * MostStrength / strength)];
            }

            if (pool.Change(before) < (leapt ? 1e-6 : 1e-4))
            {
                break;
            }
        }

        return pool._alpha;
    }

    /// <summary>The slope of the log-likelihood is gain − loss, its second derivatives bend on the diagonal and the common number everywhere.</summary>
    private void Look(ReadOnlySpan<double> counts)
    {
        int q = _alpha.Length;
        double sum = _alpha.Sum();
        (double ofSum, double bendOfSum) = (Digamma.Of(sum), Trigamma.Of(sum));
        Span<double> ofAlpha = stackalloc double[2 * Math.Min(q, 128)];
        ofAlpha = q > 128 ? new double[2 * q] : ofAlpha;
        for (int k = 0; k < q; k++)
        {
            (ofAlpha[2 * k], ofAlpha[(2 * k) + 1]) = (Digamma.Of(_alpha[k]), Trigamma.Of(_alpha[k]));
        }

        Array.Clear(_gain);
        Array.Clear(_bend);
        (_loss, _common) = (0, 0);
        for (int at = 0; at < counts.Length; at += q)
        {
            double total = 0;
            for (int k = 0; k < q; k++)
            {
                double count = counts[at + k];
                total += count;
                if (count > 0)
                {
                    _gain[k] += Digamma.Of(count + _alpha[k]) - ofAlpha[2 * k];
                    _bend[k] += Trigamma.Of(count + _alpha[k]) - ofAlpha[(2 * k) + 1];
                }
            }

            if (total > 0)
            {
                _loss += Digamma.Of(total + sum) - ofSum;
                _common += bendOfSum - Trigamma.Of(total + sum);
            }
        }
    }

    private bool Free(int k) => _bend[k] < 0 && (_alpha[k] > Least || _gain[k] > _loss);

    /// <summary>The steepest slope per share of a number.</summary>
    private double Slope()
    {
        double steepest = 0;
        for (int k = 0; k < _alpha.Length; k++)
        {
            steepest = Free(k) ? Math.Max(steepest, Math.Abs(_gain[k] - _loss) * _alpha[k]) : steepest;
        }

        return steepest;
    }

    private bool Leap()
    {
        (double slopes, double inverse) = (0, 0);
        for (int k = 0; k < _alpha.Length; k++)
        {
            if (Free(k))
            {
                slopes += (_gain[k] - _loss) / _bend[k];
                inverse += 1 / _bend[k];
            }
        }

        // Negative definite exactly then (Sylvester).
        if (!(inverse < 0) || !(1 + (_common * inverse) > 0))
        {
            return false;
        }

        double shared = _common * slopes / (1 + (_common * inverse));
        for (int k = 0; k < _alpha.Length; k++)
        {
            double value = Free(k) ? _alpha[k] - ((_gain[k] - _loss - shared) / _bend[k]) : Least;
            _alpha[k] = Math.Max(Least, Math.Clamp(value, _alpha[k] / Furthest, _alpha[k] * Furthest));
        }

        return true;
    }

    private void Climb()
    {
        for (int k = 0; k < _alpha.Length; k++)
        {
            _alpha[k] = Math.Max(Least, _alpha[k] * _gain[k] / _loss);
        }
    }

    private double Change(double[] before)
    {
        double change = 0;
        for (int k = 0; k < before.Length; k++)
        {
            change = Math.Max(change, Math.Abs(_alpha[k] - before[k]) / before[k]);
        }

        return change;
    }
}
