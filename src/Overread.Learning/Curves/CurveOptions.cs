namespace Overread.Learning.Curves;

/// <summary>How learning curves are measured.</summary>
public sealed record CurveOptions
{
    /// <summary>Draws of held-out set and start, at least 3.</summary>
    public int Seeds { get; init; } = 10;

    /// <summary>Seed of the whole.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Items that are read by chance before a strategy chooses, at least 2.</summary>
    public int Start { get; init; } = 20;

    /// <summary>Items that are read between two models, at least 1.</summary>
    public int Batch { get; init; } = 20;

    /// <summary>Items that are read at most, the start included.</summary>
    public int Budget { get; init; } = 200;

    /// <summary>Share of the items that is held out, above 0 and below 1.</summary>
    public double HeldOut { get; init; } = 0.3;

    /// <summary>What a model is judged by.</summary>
    public CurveScore Score { get; init; } = CurveScore.MacroF1;

    /// <summary>Penalty of the logistic regression, above 0.</summary>
    public double Ridge { get; init; } = 0.01;

    /// <summary>Models of the committee that a strategy may ask.</summary>
    public int Committee { get; init; } = 5;

    /// <summary>Threads; the result does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Labels beyond the budget whose worth is foretold.</summary>
    public int Further { get; init; } = 100;

    /// <summary>The smallest gain of score that is worth reading on for, above 0.</summary>
    public double Worth { get; init; } = 0.01;

    /// <summary>Refuses what cannot be measured.</summary>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public void Check()
    {
        (bool Holds, string Says)[] rules =
        [
            (Seeds is >= 3 and <= 1000, $"{Seeds} seeds: 3 at least, else no interval can be computed."),
            (Start >= 2, $"a start of {Start} items: 2 at least."),
            (Batch >= 1, $"a batch of {Batch} items: 1 at least."),
            (Budget > Start, $"a budget of {Budget} labels is not above the start of {Start}."),
            (HeldOut is > 0 and < 1, $"a held-out share of {HeldOut}: between 0 and 1, both excluded."),
            (Ridge > 0, $"a ridge of {Ridge}: above 0."),
            (Committee >= 2, $"a committee of {Committee}: 2 at least."),
            (Further >= 1, $"{Further} further labels: 1 at least."),
            (Worth > 0, $"a worth of {Worth}: above 0."),
        ];
        foreach ((bool holds, string says) in rules)
        {
            if (!holds)
            {
                throw new ArgumentException(says);
            }
        }
    }
}
