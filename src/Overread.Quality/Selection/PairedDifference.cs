namespace Overread.Quality.Selection;

/// <summary>A mean paired difference with its intervals, corrected for the number of comparisons.</summary>
/// <param name="Mean">Mean over the pairs, own less baseline.</param>
/// <param name="Low">Lower end for other draws from the same set of items.</param>
/// <param name="High">Upper end.</param>
/// <param name="LowElsewhere">Lower end for other sets of the same kind, as large as this one.</param>
/// <param name="HighElsewhere">Upper end.</param>
public sealed record PairedDifference(double Mean, double Low, double High, double LowElsewhere, double HighElsewhere);
