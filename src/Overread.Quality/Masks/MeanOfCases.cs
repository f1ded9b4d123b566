using Overread.Quality.Agreement;
using Overread.Quality.Numerics;

namespace Overread.Quality.Masks;

/// <summary>
/// The mean of a share over cases, such as Dice, with Student's 95 % interval on the scale of the log odds where no case lies at 0 or
/// 1, else on the plain scale, cut to 0 and 1 (voxels of a case are no independent observations: only cases are).
/// </summary>
/// <param name="Mean">The plain mean, 0 to 1.</param>
/// <param name="Interval">Null with fewer than three cases, or where all are alike.</param>
public sealed record MeanOfCases(double Mean, ConfidenceInterval? Interval)
{
    /// <summary>Takes the mean.</summary>
    /// <param name="shares">One share per case, 0 to 1.</param>
    /// <returns>The mean, or null without a case.</returns>
    /// <exception cref="ArgumentException">A share lies outside.</exception>
    public static MeanOfCases? Of(ReadOnlySpan<double> shares)
    {
        double[] values = shares.ToArray();
        if (values.Any(share => !(share >= 0 && share <= 1)))
        {
            throw new ArgumentException("A share lies outside 0 to 1.");
        }

        if (values.Length == 0)
        {
            return null;
        }

        double mean = values.Average();
        double squares = values.Sum(share => (share - mean) * (share - mean));
        if (values.Length < 3 || squares <= 1e-20)
        {
            return new MeanOfCases(mean, null);
        }

        double reach =
            SpecialFunctions.StudentQuantile(0.975, values.Length - 1)
            * Math.Sqrt(squares / (values.Length - 1) / values.Length);

        // By the delta method at the mean, so that the interval is of the mean itself.
        double steep = mean * (1 - mean);
        double odds = Math.Log(mean / (1 - mean));
        return new MeanOfCases(
            mean,
            values.Min() > 0 && values.Max() < 1
                ? new ConfidenceInterval(
                    1 / (1 + Math.Exp((reach / steep) - odds)),
                    1 / (1 + Math.Exp(-(reach / steep) - odds)),
                    0.95,
                    "analytic"
                )
                : new ConfidenceInterval(Math.Max(0, mean - reach), Math.Min(1, mean + reach), 0.95, "analytic")
        );
    }
}
