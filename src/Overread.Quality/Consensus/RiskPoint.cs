namespace Overread.Quality.Consensus;

/// <summary>How often the surest labels are wrong (El-Yaniv and Wiener 2010, JMLR 11:1605).</summary>
/// <param name="Coverage">Share of the checked items that are at least as sure, 0 to 1.</param>
/// <param name="Threshold">The probability from which they are taken.</param>
/// <param name="Checked">How many they are.</param>
/// <param name="Wrong">How many of them are wrong.</param>
/// <param name="UpperBound">The share of wrong ones that is not exceeded with 95 % confidence (Clopper and Pearson 1934), for this point alone.</param>
public sealed record RiskPoint(double Coverage, double Threshold, int Checked, int Wrong, double UpperBound)
{
    /// <summary>Share of wrong labels.</summary>
    public double Risk => (double)Wrong / Checked;
}
