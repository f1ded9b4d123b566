namespace Overread.Quality.Numerics;

/// <summary>Random numbers of the gamma distribution with scale 1.</summary>
internal static class GammaDraw
{
    /// <summary>Draws one number (Marsaglia and Tsang 2000, ACM TOMS 26:363; below shape 1 by their power of a uniform).</summary>
    /// <param name="random">The generator.</param>
    /// <param name="shape">Above 0.</param>
    internal static double Next(ref SeededRandom random, double shape)
    {
        if (shape == 1)
        {
            return -Math.Log(1 - random.NextDouble());
        }

        double lift = 1;
        if (shape < 1)
        {
            lift = Math.Pow(1 - random.NextDouble(), 1 / shape);
            shape++;
        }

        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = random.NextNormal();
            double v = 1 + (c * x);
            if (v <= 0)
            {
                continue;
            }

            v *= v * v;
            double u = 1 - random.NextDouble();
            if (Math.Log(u) < (0.5 * x * x) + (d * (1 - v + Math.Log(v))))
            {
                return lift * d * v;
            }
        }
    }
}
