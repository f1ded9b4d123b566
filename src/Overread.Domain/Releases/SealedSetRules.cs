namespace Overread.Domain.Releases;

/// <summary>Decides what may be sealed, who opens it, and who takes what was opened.</summary>
public static class SealedSetRules
{
    /// <summary>Says why a test part cannot be sealed; null where it can.</summary>
    /// <param name="held">Items that would be sealed.</param>
    /// <param name="open">Items that would not.</param>
    /// <param name="known">Of those, how many a release has shown with labels, and which; null where none has.</param>
    public static Refusal? Seals(int held, int open, (int Items, string Release)? known) =>
        held == 0 ? Cannot("release.seal-empty", "The test part has no item; there is nothing to seal.")
        : open == 0
            ? Cannot("release.seal-all", "Every item is in the test part; a release with nothing open holds no label.")
        : known is { } shown
            ? Cannot(
                "release.seal-known",
                $"{shown.Release} has given out the labels of {shown.Items} items of the test part: they cannot be sealed any more."
            )
        : null;

    /// <summary>Refuses a release that would give out labels that another holds back.</summary>
    /// <param name="items">How many.</param>
    /// <param name="release">Which release holds them back.</param>
    public static Refusal StillSealed(int items, string release) =>
        new(
            "release.still-sealed",
            $"{items} items of this release are sealed in {release}; it would give out their labels.",
            RefusalKind.Conflict
        )
        {
            Where = "sealTest",
            Next = "Seal the test part of this one too, or have the sealed set opened first.",
        };

    /// <summary>Somebody asks that a set be opened.</summary>
    /// <param name="items">Items that the release seals.</param>
    /// <param name="openings">The requests so far.</param>
    /// <param name="id">The new request's id.</param>
    /// <param name="reason">What for.</param>
    public static Decision Ask(int items, IReadOnlyList<SealOpening> openings, string id, string? reason) =>
        (
            items == 0 ? None
            : openings.Any(o => o.State == "approved")
                ? new("sealed.open", "The sealed set of this release is open already.", RefusalKind.Conflict)
            : openings.Any(o => o.State == "asked")
                ? new Refusal(
                    "sealed.asked",
                    "Somebody has asked for it; that is not decided yet.",
                    RefusalKind.Conflict
                )
            : FreeText.Reason(reason, "Say what the sealed labels are opened for.")
        )
            is { } refusal
            ? Decision.Refuse(refusal)
            : Decision.Accept(new SealOpeningAsked(id, reason!.Trim()));

    /// <summary>Somebody else decides about a request.</summary>
    /// <param name="opening">The request; null where there is none of that id.</param>
    /// <param name="person">Who decides.</param>
    /// <param name="approved">Whether it is opened.</param>
    /// <param name="reason">Why not.</param>
    public static Decision Decide(SealOpening? opening, string person, bool approved, string? reason = null) =>
        (
            opening is null ? new("sealed.unknown", "There is no such request.", RefusalKind.NotFound)
            : opening.State != "asked"
                ? new("sealed.decided", "This request was decided already.", RefusalKind.Conflict)
            : opening.Person == person && approved
                ? new Refusal(
                    "signature.same-person",
                    "Who asked for it does not approve it: it needs two people.",
                    RefusalKind.Conflict
                )
                {
                    Next = "Ask a colleague with the role; the project's members are on its page.",
                }
            : approved ? null
            : FreeText.Reason(reason, "Say why it is not opened.")
        )
            is { } refusal
            ? Decision.Refuse(refusal)
            : Decision.Accept(new SealOpeningDecided(opening!.Id, approved, approved ? null : reason!.Trim()));

    /// <summary>Refuses labels that are not open; null where they are.</summary>
    /// <param name="items">Items that the release seals.</param>
    /// <param name="openings">The requests so far.</param>
    public static Refusal? Takes(int items, IReadOnlyList<SealOpening> openings) =>
        items == 0 ? None
        : openings.Any(o => o.State == "approved") ? null
        : new("sealed.closed", "The labels of this set are sealed.", RefusalKind.Conflict)
        {
            Next = "Ask for it to be opened, with a reason; somebody else approves that with a signature.",
        };

    private static Refusal None { get; } = new("sealed.none", "This release seals nothing.", RefusalKind.NotFound);

    private static Refusal Cannot(string code, string title) =>
        new(code, title, RefusalKind.Conflict)
        {
            Where = "sealTest",
            Next = "Release it without sealing, or give the test part items that no release has shown.",
        };
}
