namespace Overread.Quality.ReaderStudies;

/// <summary>The test that all modalities are alike: F, or χ² where readers are fixed.</summary>
/// <param name="Statistic">F or χ².</param>
/// <param name="Numerator">Degrees of freedom of the modalities.</param>
/// <param name="Denominator">Degrees of freedom of the error term after Hillis 2007, infinite for χ².</param>
/// <param name="PValue">Of modalities that are alike.</param>
public sealed record StudyTest(double Statistic, double Numerator, double Denominator, double PValue);
