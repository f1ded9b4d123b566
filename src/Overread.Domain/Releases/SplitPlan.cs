namespace Overread.Domain.Releases;

/// <summary>How subjects are divided. A subject's items never stand in two splits.</summary>
/// <param name="Train">Share, 0 to 1.</param>
/// <param name="Tuning">Share, 0 to 1.</param>
/// <param name="Test">Share, 0 to 1; the three add up to 1.</param>
/// <param name="Seed">Seed of the division.</param>
public sealed record SplitPlan(double Train, double Tuning, double Test, long Seed)
{
    /// <summary>What is wrong with the shares, or null.</summary>
    public Refusal? Fault() =>
        Train < 0 || Tuning < 0 || Test < 0 || Math.Abs(Train + Tuning + Test - 1) > 1e-9
            ? new Refusal("release.splits", "The shares of train, tuning and test are 0 or more and add up to 1.")
            {
                Where = "splits",
            }
            : null;

    /// <summary>
    /// The split of each subject. Subjects are sorted by SHA-256 of seed and pseudonym and cut at the shares, so the
    /// counts are exact to one subject and the same seed gives the same split on every machine.
    /// </summary>
    public IReadOnlyDictionary<string, string> Assign(IEnumerable<string> subjects)
    {
        List<string> order = [.. SeededOrder.Of(subjects.Distinct(StringComparer.Ordinal), Seed, s => s)];
        int train = (int)Math.Round(order.Count * Train, MidpointRounding.AwayFromZero);
        int tuning = (int)Math.Round(order.Count * (Train + Tuning), MidpointRounding.AwayFromZero);
        return order
            .Select((s, i) => (s, i))
            .ToDictionary(
                p => p.s,
                p =>
                    p.i < train ? "train"
                    : p.i < tuning ? "tuning"
                    : "test",
                StringComparer.Ordinal
            );
    }
}
