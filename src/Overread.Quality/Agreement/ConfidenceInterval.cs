namespace Overread.Quality.Agreement;

/// <summary>An interval for a coefficient.</summary>
/// <param name="Low">Lower limit, in the coefficient's own unit.</param>
/// <param name="High">Upper limit.</param>
/// <param name="Level">Nominal coverage, such as 0.95.</param>
/// <param name="Method">How it was made: "posterior", "exact", "analytic", "jackknife", "score", "jackknife and score", "bootstrap", or "undetermined" for the widest possible.</param>
public readonly record struct ConfidenceInterval(double Low, double High, double Level, string Method)
{
    /// <summary>High − Low.</summary>
    public double Width => High - Low;

    /// <summary>Whether a value lies inside, limits included.</summary>
    public bool Contains(double value) => value >= Low && value <= High;
}
