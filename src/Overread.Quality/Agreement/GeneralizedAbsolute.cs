using Overread.Quality.Numerics;

namespace Overread.Quality.Agreement;

/// <summary>
/// Generalized interval of the absolute intraclass correlation (Weerahandi 1993, JASA 88:899; Burdick, Borror and Montgomery
/// 2005, Design and Analysis of Gauge R&amp;R Studies): each mean square over its own chi-squared number, drawn again and again.
/// With two readers their spread is known from one degree of freedom, which Satterthwaite's approximation takes for more.
/// </summary>
internal static class GeneralizedAbsolute
{
    private const int Draws = 4000;

    internal static (double Low, double High) Limits(
        double rows,
        double columns,
        double error,
        int items,
        int readers,
        double level
    )
    {
        SeededRandom random = new(1993);
        double[] values = new double[Draws];
        double freedom = (items - 1.0) * (readers - 1.0);
        for (int draw = 0; draw < Draws; draw++)
        {
            double noise = error * freedom / Chi(ref random, freedom);
            double item = Math.Max(0, ((rows * (items - 1.0) / Chi(ref random, items - 1.0)) - noise) / readers);
            double reader = Math.Max(0, ((columns * (readers - 1.0) / Chi(ref random, readers - 1.0)) - noise) / items);
            double all = item + reader + noise;
            values[draw] = all > 0 ? item / all : 0;
        }

        Array.Sort(values);
        double tail = (1 - level) / 2;
        return (Bootstrap.Quantile(values, tail), Bootstrap.Quantile(values, 1 - tail));
    }

    private static double Chi(ref SeededRandom random, double freedom) => 2 * GammaDraw.Next(ref random, freedom / 2);
}
