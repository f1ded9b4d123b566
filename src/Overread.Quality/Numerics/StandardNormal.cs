namespace Overread.Quality.Numerics;

/// <summary>The standard normal distribution, for simulations and tests of others.</summary>
public static class StandardNormal
{
    /// <summary>The value below which a share of the distribution lies.</summary>
    /// <param name="share">Strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share lies outside.</exception>
    public static double Quantile(double share) =>
        share is > 0 and < 1
            ? SpecialFunctions.NormalQuantile(share)
            : throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies strictly between 0 and 1.");
}
