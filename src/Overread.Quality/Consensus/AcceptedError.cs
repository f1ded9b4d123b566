using Overread.Quality.Selection;

namespace Overread.Quality.Consensus;

/// <summary>
/// What the accepted labels of a consensus claim against what a truth says: the share of wrong labels that the posteriors expect,
/// the share that was found, and the exact upper bound of it (Clopper and Pearson 1934).
/// </summary>
/// <param name="Accepted">Items whose label was accepted.</param>
/// <param name="Expected">Share of wrong labels among them that their posteriors expect, 0 to 1; null where none was accepted.</param>
/// <param name="Checked">Accepted items of which the truth is known.</param>
/// <param name="Wrong">Accepted items whose label is not the truth.</param>
public sealed record AcceptedError(int Accepted, double? Expected, int Checked, int Wrong)
{
    /// <summary>Share of wrong labels among those checked; null where none was.</summary>
    public double? Actual => Checked == 0 ? null : (double)Wrong / Checked;

    /// <summary>The share of wrong labels that is not exceeded with 95 % confidence; null where none was checked.</summary>
    public double? UpperBound => Checked == 0 ? null : DefectRate.UpperBound(Wrong, Checked);

    /// <summary>Whether what was found contradicts the claim: it lies below the exact 95 % interval of what was found.</summary>
    public bool Overclaims => Checked > 0 && Expected < DefectRate.Interval(Wrong, Checked).Low;

    /// <summary>Compares a result with a truth.</summary>
    /// <param name="result">The consensus; items of which it was told the truth are left out.</param>
    /// <param name="truth">True category per item, below 0 where unknown; −2 is a category that is none of the readers'.</param>
    /// <exception cref="ArgumentException">The truth has another length.</exception>
    public static AcceptedError Of(ConsensusResult result, ReadOnlySpan<int> truth)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (truth.Length != result.ItemCount)
        {
            throw new ArgumentException($"{truth.Length} true labels for {result.ItemCount} items.");
        }

        (int accepted, int known, int wrong) = (0, 0, 0);
        double expected = 0;
        for (int item = 0; item < truth.Length; item++)
        {
            if (result.Statuses[item] != ItemStatus.Accepted)
            {
                continue;
            }

            accepted++;
            expected += 1 - result.PosteriorOf(item)[result.Labels[item]];
            known += truth[item] != -1 ? 1 : 0;
            wrong += truth[item] != -1 && truth[item] != result.Labels[item] ? 1 : 0;
        }

        return new AcceptedError(accepted, accepted == 0 ? null : expected / accepted, known, wrong);
    }
}
