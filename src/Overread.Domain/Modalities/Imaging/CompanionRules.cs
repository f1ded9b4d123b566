using Overread.Domain.Intake;

namespace Overread.Domain.Modalities.Imaging;

/// <summary>Decides at the gate about the objects that came with images.</summary>
public static class CompanionRules
{
    /// <summary>Takes what a person says about companions.</summary>
    /// <param name="entry">The entry's id.</param>
    /// <param name="held">The companions as they stand.</param>
    /// <param name="revision">The revision that is held.</param>
    /// <param name="based">The revision that the choices are made from.</param>
    /// <param name="choices">What is said of some of them.</param>
    public static Decision Decide(
        string entry,
        IReadOnlyList<GateCompanion> held,
        int revision,
        int based,
        IReadOnlyList<CompanionChoice> choices
    )
    {
        if (based != revision)
        {
            return Decision.Refuse(
                GateRules.Moved("gate.companions-moved", "Somebody else has decided about these objects.", revision)
            );
        }

        Dictionary<string, GateCompanion> now = held.ToDictionary(c => c.File);
        for (int i = 0; i < choices.Count; i++)
        {
            if (Fault(choices[i], now, i) is { } refusal)
            {
                return Decision.Refuse(refusal);
            }

            CompanionChoice choice = choices[i];
            now[choice.File] = now[choice.File] with
            {
                State = choice.State,
                Reason = choice.State == "open" || string.IsNullOrWhiteSpace(choice.Reason) ? null : choice.Reason,
            };
        }

        return Decision.Accept(new CompanionsDecided(entry, revision + 1, [.. held.Select(c => now[c.File])]));
    }

    /// <summary>What stands against the approval of an entry; null where nothing does.</summary>
    /// <param name="open">Companions that nobody has decided.</param>
    public static Refusal? Obstacle(int open) =>
        open > 0
            ? new(
                "gate.companions",
                open == 1
                    ? "Of an object that could not be cleaned nobody has said whether it passes."
                    : $"Of {open} objects that could not be cleaned nobody has said whether they pass.",
                RefusalKind.Conflict
            )
            {
                Next = "Drop each, or keep it for a reason.",
            }
            : null;

    private static Refusal? Fault(CompanionChoice choice, Dictionary<string, GateCompanion> held, int i) =>
        !held.TryGetValue(choice.File, out GateCompanion? found) || choice.State is not ("open" or "kept" or "dropped")
            ? new("gate.companion", "An object is not of this entry, or cannot be decided so.")
            {
                Where = $"choices[{i}]",
            }
        : choice.State == "open" && found.Problem is null
            ? new("gate.companion", "Nothing speaks against this object: it is kept or dropped.")
            {
                Where = $"choices[{i}].state",
            }
        : choice.State == "kept" && found.Problem is not null
            ? FreeText.Reason(
                choice.Reason,
                "What could not be cleaned needs a reason to pass.",
                where: $"choices[{i}].reason"
            )
        : FreeText.TooLong(choice.Reason, where: $"choices[{i}].reason");
}
