namespace Overread.Learning.Strategies;

/// <summary>A way to choose what to read next.</summary>
/// <param name="Name">Its name on the command line and in reports.</param>
/// <param name="Says">What it does, in a sentence.</param>
/// <param name="Choose">Chooses that many different places of the round's pool, fewer where it has not so many.</param>
public sealed record SelectionStrategy(string Name, string Says, Func<SelectionRound, int, IReadOnlyList<int>> Choose);
