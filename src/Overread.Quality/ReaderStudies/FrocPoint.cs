namespace Overread.Quality.ReaderStudies;

/// <summary>A point of a FROC curve (Bunch, Hamilton, Sanderson and Simmons 1977, Proc. SPIE 127:124). The curve ends where marks end.</summary>
/// <param name="Threshold">Marks rated at it or above count; +∞ for the point (0, 0).</param>
/// <param name="FalseMarks">False marks per case.</param>
/// <param name="Lesions">Share of lesions marked, 0 to 1.</param>
public readonly record struct FrocPoint(double Threshold, double FalseMarks, double Lesions);
