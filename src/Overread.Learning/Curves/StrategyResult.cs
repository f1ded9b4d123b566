using Overread.Quality.Selection;

namespace Overread.Learning.Curves;

/// <summary>What was found of a strategy.</summary>
/// <param name="Name">The strategy.</param>
/// <param name="Baseline">Whether the others are held against it.</param>
/// <param name="Area">Area under the curve over the labels, divided by their number: the mean score while reading.</param>
/// <param name="Low">Lower end of its interval over draws.</param>
/// <param name="High">Upper end.</param>
/// <param name="Curve">Labels with the mean score and its interval over draws, not corrected for the number of points.</param>
/// <param name="Against">Difference of the area against each baseline but itself.</param>
/// <param name="Verdict">On this set; null for the strategy by chance, which is held against nothing.</param>
/// <param name="Elsewhere">For other sets of the same kind; null likewise.</param>
public sealed record StrategyResult(
    string Name,
    bool Baseline,
    double Area,
    double Low,
    double High,
    IReadOnlyList<(int Labels, double Mean, double Low, double High)> Curve,
    IReadOnlyList<(string Baseline, PairedDifference Difference)> Against,
    GainVerdict? Verdict,
    GainVerdict? Elsewhere
);
