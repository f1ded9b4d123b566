namespace Overread.Quality.Agreement;

/// <summary>A coefficient before its interval: undefined when chance agreement is complete.</summary>
internal readonly record struct Estimate(bool Defined, double Value, double Observed, double Expected)
{
    internal static Estimate Undefined => new(false, 0, 0, 0);

    /// <summary>(observed − expected) / (1 − expected).</summary>
    internal static Estimate BeyondChance(double observed, double expected) =>
        1 - expected <= 1e-14 ? Undefined : new(true, (observed - expected) / (1 - expected), observed, expected);
}
