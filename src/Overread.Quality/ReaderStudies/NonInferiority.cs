namespace Overread.Quality.ReaderStudies;

/// <summary>What a difference says about a margin.</summary>
/// <param name="Margin">The loss that would not matter.</param>
/// <param name="Shown">Whether non-inferiority is shown; null where the data show no variation, so that nothing can be said.</param>
/// <param name="Superior">Whether the whole interval lies above 0; null as before.</param>
/// <param name="PValue">One-sided, of a loss of the margin or more; null as before.</param>
public sealed record NonInferiority(double Margin, bool? Shown, bool? Superior, double? PValue);
