namespace Overread.Server.Benchmarks.Soak;

/// <summary>
/// A straight line through points by least squares, with the 95 % interval of its slope by Student's t. The interval takes the points'
/// errors as independent: those of neighbouring minutes are so only roughly.
/// </summary>
/// <param name="PerHour">What is added in an hour.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end.</param>
internal sealed record Slope(double PerHour, double Low, double High)
{
    /// <summary>True where the whole interval lies above nought.</summary>
    public bool Grows => Low > 0;

    /// <summary>Of points (hours, value); three at least.</summary>
    public static Slope Of(IReadOnlyList<(double Hours, double Value)> points)
    {
        if (points.Count < 3)
        {
            return new(double.NaN, double.NaN, double.NaN);
        }

        double x = points.Average(p => p.Hours);
        double y = points.Average(p => p.Value);
        double squares = points.Sum(p => (p.Hours - x) * (p.Hours - x));
        double slope = points.Sum(p => (p.Hours - x) * (p.Value - y)) / squares;
        double rest = points.Sum(p =>
        {
            double off = p.Value - y - (slope * (p.Hours - x));
            return off * off;
        });
        int free = points.Count - 2;
        double error = Student(free) * Math.Sqrt(rest / free / squares);
        return new(slope, slope - error, slope + error);
    }

    // Abramowitz and Stegun 26.7.5, at 97.5 %; exact where there is a closed form.
    private static double Student(int free)
    {
        const double z = 1.959963984540054;
        double z3 = z * z * z;
        double z5 = z3 * z * z;
        double z7 = z5 * z * z;
        return free switch
        {
            1 => 12.7062,
            2 => 4.30265,
            _ => z
                + ((z3 + z) / (4.0 * free))
                + (((5 * z5) + (16 * z3) + (3 * z)) / (96.0 * free * free))
                + (((3 * z7) + (19 * z5) + (17 * z3) - (15 * z)) / (384.0 * free * free * free)),
        };
    }
}
