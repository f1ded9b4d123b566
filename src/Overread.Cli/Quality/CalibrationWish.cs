namespace Overread.Cli.Quality;

/// <summary>That gold answers shall correct the probabilities.</summary>
/// <param name="MaximalError">The error rate that accepted labels must not exceed; null to accept from a probability.</param>
internal sealed record CalibrationWish(double? MaximalError);
