namespace Overread.Domain.Releases;

/// <summary>What is to be otherwise than in earlier versions, and why.</summary>
/// <param name="Reason">Why; it is signed with the release.</param>
/// <param name="Anew">Divide all subjects anew by the seed.</param>
/// <param name="Moves">Splits by subject that are to be taken; null where none is named.</param>
public sealed record SplitChange(string Reason, bool Anew = false, IReadOnlyDictionary<string, string>? Moves = null)
{
    /// <summary>What is wrong with it, or null.</summary>
    public Refusal? Fault() =>
        FreeText.Reason(
            Reason,
            "Another split than before needs a reason.",
            "release.split-reason",
            "splitChange.reason"
        )
        ?? (
            Moves is not null && Moves.Values.Any(s => !SplitPlan.Names.Contains(s))
                ? new Refusal("release.splits", "A split is train, tuning or test.") { Where = "splitChange.moves" }
                : null
        );
}
