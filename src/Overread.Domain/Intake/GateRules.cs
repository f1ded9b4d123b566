namespace Overread.Domain.Intake;

/// <summary>Decides at the gate: about one entry, about a sample, about the batch.</summary>
public static class GateRules
{
    /// <summary>Refuses what is no decision, and holding or rejecting without a reason; null where it can stand.</summary>
    public static Refusal? Word(string decision, string? reason) =>
        decision is not ("approve" or "hold" or "reject")
            ? new("gate.decision", "A decision is approve, hold or reject.") { Where = "decision" }
        : decision != "approve" ? FreeText.Reason(reason, "Holding and rejecting need a reason.")
        : FreeText.TooLong(reason);

    /// <summary>Refuses where a batch is not at the gate.</summary>
    /// <param name="state">The batch's state.</param>
    public static Refusal? AtGate(string state) =>
        state is "gate" or "held"
            ? null
            : new("batch.not-at-gate", "The batch is not at the gate.", RefusalKind.Conflict);

    /// <summary>Refuses a change that is made from what is no longer held.</summary>
    /// <param name="code">Which.</param>
    /// <param name="title">A sentence.</param>
    /// <param name="revision">The revision that is held.</param>
    internal static Refusal Moved(string code, string title, int revision) =>
        new(code, title, RefusalKind.Stale)
        {
            Next = "Look at the entry again.",
            Facts = new Dictionary<string, object?> { ["revision"] = revision },
        };

    /// <summary>Decides one entry.</summary>
    /// <param name="entry">As it stands.</param>
    /// <param name="obstacle">What its modality's stage has against an approval, or null.</param>
    /// <param name="decision">approve, hold or reject.</param>
    /// <param name="reason">Why.</param>
    /// <param name="seen">Parts that were on the person's screen.</param>
    /// <param name="parts">Parts that it has.</param>
    public static Decision Entry(
        EntryState entry,
        Refusal? obstacle,
        string decision,
        string? reason,
        int seen,
        int parts
    )
    {
        if (Word(decision, reason) is { } wrong)
        {
            return Domain.Decision.Refuse(wrong);
        }

        if (decision == "approve" && obstacle is not null)
        {
            return Domain.Decision.Refuse(obstacle);
        }

        // Also where another steward decided a moment ago, and this one does not know.
        return decision == "approve" && string.IsNullOrWhiteSpace(reason) && NeedsReason(entry) is { } why
            ? Domain.Decision.Refuse(new("reason.needed", why) { Where = "reason" })
            : Domain.Decision.Accept(new EntryDecided(entry.Id, decision, reason) { PartsSeen = seen, Parts = parts });
    }

    private static string? NeedsReason(EntryState entry) =>
        entry.IsLeakMarked ? "Something identifying was found in it: say what became of that, or take the finding back."
        : entry.Decision == "hold" ? "What was held needs a reason to pass."
        : entry.Decision == "reject" ? "What was rejected needs a reason to pass."
        : null;

    /// <summary>Refuses to let pass what goes with an item that is not there; null where it is.</summary>
    /// <param name="item">The item, or null.</param>
    public static Refusal? Alone(string? item) =>
        item is null
            ? new("gate.alone", "What this belongs to has not passed the gate yet.", RefusalKind.Conflict)
            {
                Next = "Let it wait: it can join once that has passed. Or reject it.",
            }
            : null;

    /// <summary>Draws entries at random.</summary>
    /// <param name="open">Ids of the entries that are neither decided nor drawn.</param>
    /// <param name="size">How many.</param>
    /// <param name="seed">Seed of the draw.</param>
    public static Decision Sample(IReadOnlyList<string> open, int size, long seed) =>
        size < 1 || size > open.Count
            ? Decision.Refuse(
                new("gate.sample", $"A sample has 1 to {open.Count} entries: those not decided or drawn yet.")
                {
                    Where = "size",
                }
            )
            : Decision.Accept(
                new ReviewSampled(
                    seed,
                    open.Count,
                    [.. SeededOrder.Of(open.Order(StringComparer.Ordinal), seed, id => id).Take(size)]
                )
            );

    /// <summary>Says why a decision about a batch cannot be carried out; null where it can.</summary>
    public static Refusal? Batch(string decision, string? reason, IReadOnlyList<EntryState> entries) =>
        Word(decision, reason) is { } wrong ? wrong
        : decision == "approve" && entries.Count > 0 && !entries.Any(e => e.Passes || e.Decision == "reject")
            ? new(
                "gate.undecided",
                $"Nothing here can pass yet: {entries.Count} entries need a decision of their own.",
                RefusalKind.Conflict
            )
            {
                Next = "Open each, look, and approve, hold or reject it.",
            }
        : null;

    /// <summary>The batch's state after a decision.</summary>
    /// <param name="decision">approve, hold or reject.</param>
    /// <param name="rest">Entries that stay at the gate.</param>
    /// <param name="held">Those of them that are held.</param>
    public static string After(string decision, int rest, int held) =>
        decision == "hold" ? "held"
        : decision == "reject" ? "rejected"
        : rest == 0 ? "approved"
        : held == rest ? "held"
        : "gate";
}
