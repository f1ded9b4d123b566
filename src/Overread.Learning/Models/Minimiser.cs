namespace Overread.Learning.Models;

/// <summary>
/// Limited-memory BFGS (Liu and Nocedal 1989, Math. Program. 45:503) for smooth convex functions. Sums run in a fixed order, so
/// that the same function gives the same bits.
/// </summary>
internal static class Minimiser
{
    private const int Memory = 10;

    /// <summary>Goes down from a point until the gradient is small.</summary>
    /// <param name="point">Where to start; the minimum at the end.</param>
    /// <param name="function">Writes the gradient at a point and returns the value.</param>
    /// <param name="tolerance">Largest entry of the gradient at which it ends.</param>
    /// <param name="rounds">Steps at most.</param>
    /// <returns>Whether the gradient was small enough at the end.</returns>
    internal static bool Run(double[] point, Func<double[], double[], double> function, double tolerance, int rounds)
    {
        int size = point.Length;
        double[] gradient = new double[size];
        double[] tried = new double[size];
        double[] triedGradient = new double[size];
        double[] direction = new double[size];
        List<(double[] Step, double[] Change, double Curvature)> pairs = [];
        double value = function(point, gradient);
        for (int round = 0; round < rounds; round++)
        {
            if (Largest(gradient) <= tolerance)
            {
                return true;
            }

            Direction(gradient, pairs, direction);
            double slope = Rows.Dot(gradient, direction);
            if (!(slope < 0))
            {
                // Rounding has spoilt the memory: go on from the steepest descent.
                pairs.Clear();
                Direction(gradient, pairs, direction);
                slope = Rows.Dot(gradient, direction);
            }

            double length = pairs.Count == 0 ? 1 / Math.Max(1, Math.Sqrt(-slope)) : 1;
            double next;
            int halvings = 0;
            while (true)
            {
                for (int i = 0; i < size; i++)
                {
                    tried[i] = point[i] + (length * direction[i]);
                }

                next = function(tried, triedGradient);
                if (next <= value + (1e-4 * length * slope))
                {
                    break;
                }

                if (++halvings > 40)
                {
                    return Largest(gradient) <= 100 * tolerance;
                }

                length /= 2;
            }

            Remember(pairs, point, tried, gradient, triedGradient);
            tried.CopyTo(point, 0);
            triedGradient.CopyTo(gradient, 0);
            value = next;
        }

        return Largest(gradient) <= tolerance;
    }

    private static double Largest(double[] gradient)
    {
        double largest = 0;
        foreach (double entry in gradient)
        {
            largest = Math.Max(largest, Math.Abs(entry));
        }

        return largest;
    }

    private static void Remember(
        List<(double[] Step, double[] Change, double Curvature)> pairs,
        double[] from,
        double[] to,
        double[] gradientFrom,
        double[] gradientTo
    )
    {
        double[] step = new double[from.Length];
        double[] change = new double[from.Length];
        for (int i = 0; i < from.Length; i++)
        {
            step[i] = to[i] - from[i];
            change[i] = gradientTo[i] - gradientFrom[i];
        }

        double curvature = Rows.Dot(step, change);
        if (curvature > 1e-12 * Rows.Dot(change, change))
        {
            if (pairs.Count == Memory)
            {
                pairs.RemoveAt(0);
            }

            pairs.Add((step, change, curvature));
        }
    }

    /// <summary>The two-loop recursion.</summary>
    private static void Direction(
        double[] gradient,
        List<(double[] Step, double[] Change, double Curvature)> pairs,
        double[] direction
    )
    {
        for (int i = 0; i < gradient.Length; i++)
        {
            direction[i] = -gradient[i];
        }

        Span<double> alphas = stackalloc double[Memory];
        for (int p = pairs.Count - 1; p >= 0; p--)
        {
            (double[] step, double[] change, double curvature) = pairs[p];
            alphas[p] = Rows.Dot(step, direction) / curvature;
            Rows.Add(change, -alphas[p], direction);
        }

        if (pairs.Count > 0)
        {
            (_, double[] change, double curvature) = pairs[^1];
            double scale = curvature / Rows.Dot(change, change);
            for (int i = 0; i < direction.Length; i++)
            {
                direction[i] *= scale;
            }
        }

        for (int p = 0; p < pairs.Count; p++)
        {
            (double[] step, double[] change, double curvature) = pairs[p];
            double beta = Rows.Dot(change, direction) / curvature;
            Rows.Add(step, alphas[p] - beta, direction);
        }
    }
}
