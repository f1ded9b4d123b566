using Overread.Quality.Numerics;

namespace Overread.Quality.Selection;

/// <summary>
/// What a re-check of a sample says about the share of wrong labels, and how large a sample a claim needs.
/// </summary>
public static class DefectRate
{
    /// <summary>Exact interval of a share (Clopper and Pearson 1934, Biometrika 26:404).</summary>
    /// <param name="defects">Wrong labels in the sample.</param>
    /// <param name="sample">Labels in the sample, at least 1.</param>
    /// <param name="level">Coverage, at least.</param>
    public static Agreement.ConfidenceInterval Interval(int defects, int sample, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sample);
        ArgumentOutOfRangeException.ThrowIfNegative(defects);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(defects, sample);
        double tail = (1 - level) / 2;
        double low = defects == 0 ? 0 : SpecialFunctions.BetaQuantile(tail, defects, sample - defects + 1);
        double high = defects == sample ? 1 : SpecialFunctions.BetaQuantile(1 - tail, defects + 1, sample - defects);
        return new Agreement.ConfidenceInterval(low, high, level, "clopper-pearson");
    }

    /// <summary>Upper one-sided bound: "at most this share is wrong", with the given confidence.</summary>
    public static double UpperBound(int defects, int sample, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sample);
        return defects >= sample ? 1 : SpecialFunctions.BetaQuantile(confidence, defects + 1, sample - defects);
    }

    /// <summary>
    /// The smallest acceptance plan: re-check <c>Sample</c> labels and accept with at most <c>Accept</c> wrong ones. Data
    /// at <paramref name="good"/> are accepted with probability 1 − <paramref name="producerRisk"/> at least, data at
    /// <paramref name="bad"/> with <paramref name="consumerRisk"/> at most.
    /// </summary>
    /// <exception cref="ArgumentException">The shares or risks are not in order, or no plan up to a million exists.</exception>
    public static (int Sample, int Accept) Plan(
        double good,
        double bad,
        double producerRisk = 0.05,
        double consumerRisk = 0.05
    )
    {
        if (
            !(
                good >= 0
                && good < bad
                && bad < 1
                && producerRisk > 0
                && consumerRisk > 0
                && producerRisk < 1
                && consumerRisk < 1
            )
        )
        {
            throw new ArgumentException("0 ≤ good < bad < 1 and risks between 0 and 1 are needed.");
        }

        for (int accept = 0; accept < 2000; accept++)
        {
            int sample = SmallestSample(accept, bad, consumerRisk);
            if (sample > 1_000_000)
            {
                break;
            }

            if (AcceptProbability(sample, accept, good) >= 1 - producerRisk)
            {
                return (sample, accept);
            }
        }

        throw new ArgumentException("No plan with up to a million labels keeps both risks.");
    }

    /// <summary>Probability that at most <paramref name="accept"/> of <paramref name="sample"/> labels are wrong.</summary>
    public static double AcceptProbability(int sample, int accept, double share) =>
        accept >= sample ? 1
        : share <= 0 ? 1
        : 1 - SpecialFunctions.IncompleteBeta(share, accept + 1, sample - accept);

    /// <summary>
    /// Splits a re-check over strata for the least error at a given budget (Neyman 1934; with costs, Cochran 1977, 5.5):
    /// in proportion to size × standard deviation ÷ √cost.
    /// </summary>
    /// <param name="sizes">Items per stratum.</param>
    /// <param name="expected">Expected share of wrong labels per stratum; 0 and 1 are taken as 1 % and 99 %.</param>
    /// <param name="costs">Cost of one re-check per stratum, positive.</param>
    /// <param name="budget">Total cost.</param>
    /// <returns>Items to re-check per stratum, at least one where the budget allows, never more than its size.</returns>
    public static int[] Allocate(
        IReadOnlyList<int> sizes,
        IReadOnlyList<double> expected,
        IReadOnlyList<double> costs,
        double budget
    )
    {
        ArgumentNullException.ThrowIfNull(sizes);
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(costs);
        if (sizes.Count != expected.Count || sizes.Count != costs.Count || costs.Any(cost => !(cost > 0)))
        {
            throw new ArgumentException("Sizes, expected shares and positive costs are needed for each stratum.");
        }

        double[] weights = new double[sizes.Count];
        double scale = 0;
        for (int s = 0; s < weights.Length; s++)
        {
            double share = Math.Clamp(expected[s], 0.01, 0.99);
            weights[s] = sizes[s] * Math.Sqrt(share * (1 - share) / costs[s]);
            scale += weights[s] * costs[s];
        }

        int[] allocation = new int[sizes.Count];
        double spent = 0;
        for (int s = 0; s < weights.Length && scale > 0; s++)
        {
            allocation[s] = Math.Min(sizes[s], (int)(budget * weights[s] / scale));
            spent += allocation[s] * costs[s];
        }

        // What rounding left over goes where it helps most.
        foreach (
            int s in Enumerable.Range(0, weights.Length).OrderBy(s => allocation[s]).ThenByDescending(s => weights[s])
        )
        {
            if (allocation[s] < sizes[s] && spent + costs[s] <= budget)
            {
                allocation[s]++;
                spent += costs[s];
            }
        }

        return allocation;
    }

    private static int SmallestSample(int accept, double bad, double risk)
    {
        int low = accept + 1;
        int high = low;
        while (AcceptProbability(high, accept, bad) > risk && high <= 1_000_000)
        {
            high *= 2;
        }

        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (AcceptProbability(middle, accept, bad) <= risk)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
