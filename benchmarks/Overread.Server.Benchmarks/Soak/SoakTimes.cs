namespace Overread.Server.Benchmarks.Soak;

/// <summary>How long answers took, in milliseconds; NaN where there were none.</summary>
internal sealed record SoakTimes(int Count, double P50, double P95, double P99, double Max)
{
    public static SoakTimes None { get; } = new(0, double.NaN, double.NaN, double.NaN, double.NaN);

    public static SoakTimes Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        double At(double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
        return sorted.Length == 0 ? None : new(sorted.Length, At(0.5), At(0.95), At(0.99), sorted[^1]);
    }
}
