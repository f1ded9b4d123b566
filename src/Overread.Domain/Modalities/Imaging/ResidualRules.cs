using Overread.Domain.Intake;

namespace Overread.Domain.Modalities.Imaging;

/// <summary>Decides at the gate about what the separate check found in the output.</summary>
public static class ResidualRules
{
    /// <summary>Takes what a person says about findings.</summary>
    /// <param name="entry">The entry's id.</param>
    /// <param name="held">The findings as they stand.</param>
    /// <param name="revision">The revision that is held.</param>
    /// <param name="based">The revision that the choices are made from.</param>
    /// <param name="choices">What is said of some of them.</param>
    public static Decision Decide(
        string entry,
        IReadOnlyList<GateResidual> held,
        int revision,
        int based,
        IReadOnlyList<ResidualChoice> choices
    )
    {
        if (based != revision)
        {
            return Decision.Refuse(
                GateRules.Moved("gate.residuals-moved", "Somebody else has decided about these findings.", revision)
            );
        }

        Dictionary<string, GateResidual> now = held.ToDictionary(r => r.Finding);
        for (int i = 0; i < choices.Count; i++)
        {
            if (Fault(choices[i], now, i) is { } refusal)
            {
                return Decision.Refuse(refusal);
            }

            ResidualChoice choice = choices[i];
            now[choice.Finding] = now[choice.Finding] with
            {
                State = choice.State,
                Reason = choice.State == "kept" ? choice.Reason : null,
            };
        }

        return Decision.Accept(new ResidualsDecided(entry, revision + 1, [.. held.Select(r => now[r.Finding])]));
    }

    /// <summary>What stands against the approval of an entry; null where nothing does.</summary>
    /// <param name="open">Findings that nobody has decided.</param>
    public static Refusal? Obstacle(int open) =>
        open > 0
            ? new(
                "gate.residuals",
                $"Of {open} values of the source that are still in the output nobody has said whether they go.",
                RefusalKind.Conflict
            )
            {
                Next = "Remove the elements, or keep each for a reason.",
            }
            : null;

    private static Refusal? Fault(ResidualChoice choice, Dictionary<string, GateResidual> held, int i) =>
        !held.TryGetValue(choice.Finding, out GateResidual? found)
        || choice.State is not ("open" or "removed" or "kept")
            ? new("gate.residual", "A finding is not of this entry.") { Where = $"choices[{i}]" }
        : choice.State == "removed" && !found.CanRemove
            ? new("gate.residual", "This cannot be taken out of the output.")
            {
                Where = $"choices[{i}]",
                Next = "Keep it for a reason, or reject the entry.",
            }
        : choice.State == "kept"
            ? FreeText.Reason(
                choice.Reason,
                "What is kept though the source says it of somebody needs a reason.",
                where: $"choices[{i}].reason"
            )
        : FreeText.TooLong(choice.Reason, where: $"choices[{i}].reason");
}
