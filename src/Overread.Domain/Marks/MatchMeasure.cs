namespace Overread.Domain.Marks;

/// <summary>One way to measure how near two marks or two numbers are.</summary>
/// <param name="Name">Stable name, such as <c>iou</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Least">Smallest threshold that makes sense.</param>
/// <param name="Most">Largest threshold, or null where there is none.</param>
/// <param name="LeastAllowed">False when the threshold has to lie above <paramref name="Least"/>.</param>
/// <param name="Units">Units of the threshold, the first one the usual; empty where there are none.</param>
public sealed record MatchMeasure(
    string Name,
    string Title,
    double Least,
    double? Most,
    bool LeastAllowed,
    IReadOnlyList<string> Units
)
{
    /// <summary>True where two are the same or not and nothing lies between, so that how near they are says no more.</summary>
    public bool IsSameness { get; init; }

    /// <summary>What is wrong with a rule of this measure, as a sentence; null when nothing is.</summary>
    public string? Fault(MatchRule rule)
    {
        bool below = LeastAllowed ? rule.Threshold < Least : rule.Threshold <= Least;
        if (!double.IsFinite(rule.Threshold) || below || rule.Threshold > Most)
        {
            string from = LeastAllowed ? $"at least {Least}" : $"above {Least}";
            return Most is { } most
                ? $"The threshold of {Title} is {from} and at most {most}."
                : $"The threshold of {Title} is {from}.";
        }

        return rule.Unit is { } unit && !Units.Contains(unit)
            ? Units.Count == 0
                ? $"{Title} has no unit."
                : $"The unit of {Title} is one of: {string.Join(", ", Units)}."
            : null;
    }
}
