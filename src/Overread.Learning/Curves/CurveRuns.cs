using Overread.Learning.Strategies;

namespace Overread.Learning.Curves;

/// <summary>What was measured, before it is judged.</summary>
/// <param name="Strategies">The strategies.</param>
/// <param name="Labels">Labels read at each point of the curves, rising.</param>
/// <param name="Scores">Draw × strategy × point.</param>
/// <param name="MeanPool">Items to choose from, on the average of the draws.</param>
public sealed record CurveRuns(
    IReadOnlyList<SelectionStrategy> Strategies,
    IReadOnlyList<int> Labels,
    IReadOnlyList<double[][]> Scores,
    double MeanPool
)
{
    /// <summary>The curves of a strategy, one per draw.</summary>
    public double[][] Of(string strategy)
    {
        int at = Strategies.ToList().FindIndex(known => known.Name == strategy);
        return at < 0
            ? throw new ArgumentException($"'{strategy}' was not measured.")
            : [.. Scores.Select(draw => draw[at])];
    }
}
