using Overread.Quality.Agreement;

namespace Overread.Quality.Suggestions;

/// <summary>A share with what it was counted of.</summary>
/// <param name="Count">How many.</param>
/// <param name="Of">Of how many.</param>
/// <param name="Interval">95 % interval; null where there is nothing to count.</param>
public readonly record struct CountedShare(int Count, int Of, ConfidenceInterval? Interval)
{
    /// <summary>The share; null where there is nothing to count.</summary>
    public double? Value => Of == 0 ? null : (double)Count / Of;
}
