namespace Overread.Quality.Consensus;

/// <summary>
/// From which probability labels are accepted so that no more than a stated share of them is wrong, with 95 % confidence over
/// samples of gold: tested from the surest down, each threshold by the exact binomial test, until one is not shown (fixed-sequence
/// testing as in Angelopoulos, Bates, Candès, Jordan and Lei 2021, arXiv:2110.01052). Gold must be a random sample of the items.
/// </summary>
/// <param name="Target">The error rate that accepted labels must not exceed.</param>
/// <param name="Threshold">The probability from which labels are accepted; null where gold shows none.</param>
/// <param name="Checked">Gold answers at or above it; without a threshold, those at the surest one tested.</param>
/// <param name="Wrong">How many of these labels were wrong.</param>
/// <param name="Needed">Gold answers without a wrong one that the target needs at least.</param>
public sealed record AcceptRule(double Target, double? Threshold, int Checked, int Wrong, int Needed);
