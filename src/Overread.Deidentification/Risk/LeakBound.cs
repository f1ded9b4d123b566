namespace Overread.Deidentification.Risk;

/// <summary>
/// What a sampled review proves about the leak rate of the whole: the exact one-sided upper bound of Clopper and Pearson
/// (Biometrika 1934, 26:404), found by bisection of the binomial tail.
/// </summary>
public static class LeakBound
{
    /// <summary>Greatest leak rate that the review leaves possible.</summary>
    /// <param name="reviewed">Objects that a person looked at; drawn at random.</param>
    /// <param name="leaks">Of them, those in which something identifying was found.</param>
    /// <param name="confidence">Such as 0.95.</param>
    /// <returns>A rate from 0 to 1; 1 where nothing was reviewed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Numbers that no review can have.</exception>
    public static double Upper(int reviewed, int leaks, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(reviewed);
        ArgumentOutOfRangeException.ThrowIfNegative(leaks);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(leaks, reviewed);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(confidence, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(confidence, 1);
        if (leaks == reviewed)
        {
            return 1;
        }

        double low = 0;
        double high = 1;
        for (int i = 0; i < 100; i++)
        {
            double rate = (low + high) / 2;
            (low, high) = AtMost(leaks, reviewed, rate) > 1 - confidence ? (rate, high) : (low, rate);
        }

        return high;
    }

    /// <summary>Objects to review without finding any leak, to say that the rate is below a bound.</summary>
    /// <param name="rate">Bound, such as 0.001.</param>
    /// <param name="confidence">Such as 0.95.</param>
    public static int ReviewsNeeded(double rate, double confidence = 0.95) =>
        (int)Math.Ceiling(Math.Log(1 - confidence) / Math.Log(1 - rate));

    private static double AtMost(int leaks, int reviewed, double rate)
    {
        double logarithm = reviewed * Math.Log(1 - rate);
        double sum = Math.Exp(logarithm);
        for (int k = 1; k <= leaks; k++)
        {
            logarithm += Math.Log((double)(reviewed - k + 1) / k) + Math.Log(rate) - Math.Log(1 - rate);
            sum += Math.Exp(logarithm);
        }

        return Math.Min(1, sum);
    }
}
