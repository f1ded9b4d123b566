namespace Overread.Quality.Readers;

/// <summary>Sums of masses that are held as logarithms, since they outgrow a double.</summary>
internal static class LogMass
{
    internal static double Sum(ReadOnlySpan<double> logs)
    {
        double top = double.NegativeInfinity;
        foreach (double log in logs)
        {
            top = Math.Max(top, log);
        }

        if (double.IsNegativeInfinity(top))
        {
            return top;
        }

        double sum = 0;
        foreach (double log in logs)
        {
            sum += Math.Exp(log - top);
        }

        return top + Math.Log(sum);
    }

    internal static double Sum(double first, double second) =>
        first < second ? Sum(second, first)
        : double.IsNegativeInfinity(second) ? first
        : first + Math.Log(1 + Math.Exp(second - first));
}
