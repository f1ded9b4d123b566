using Overread.Domain.Governance;

namespace Overread.Domain.Releases;

/// <summary>Decides what may be released, taken and recalled.</summary>
public static class ReleaseRules
{
    /// <summary>Says why a release cannot be begun; null where it can.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="version">Its version.</param>
    /// <param name="split">How subjects are divided.</param>
    /// <param name="terms">On which terms it is given away.</param>
    /// <param name="notes">What its maker says about it.</param>
    /// <param name="change">What is to be otherwise split than before, or null.</param>
    public static Refusal? Form(
        string? name,
        string? version,
        SplitPlan split,
        ReleaseTerms terms,
        string? notes = null,
        SplitChange? change = null
    ) =>
        Word(name, "name")
        ?? Word(version, "version")
        ?? split.Fault()
        ?? terms.Fault()
        ?? FreeText.TooLong(notes, "release.notes", "notes")
        ?? change?.Fault();

    /// <summary>Refuses a name and version that are taken: a release never changes.</summary>
    public static Refusal Taken(string name, string version) =>
        new("release.taken", $"{name}:{version} exists already; a release never changes.", RefusalKind.Conflict)
        {
            Where = "version",
        };

    /// <summary>Refuses what was destroyed after the end of its keeping.</summary>
    public static Refusal Erased(string name, string version) =>
        new(
            "release.erased",
            $"{name}:{version} was destroyed after the end of its keeping; what it was stands in the record.",
            RefusalKind.Conflict
        )
        {
            Next = "Take a version that stands.",
        };

    /// <summary>Refuses a name and version that wait for signatures.</summary>
    public static Refusal Waits(string name, string version) =>
        new("release.waits", $"{name}:{version} is made and waits for signatures.", RefusalKind.Conflict)
        {
            Where = "version",
            Next = "Have it signed and published, or give it up first.",
        };

    /// <summary>Refuses to publish what was made before items of it were withdrawn; null where none were.</summary>
    public static Refusal? Stale(string name, string version, int withdrawn) =>
        withdrawn == 0
            ? null
            : new(
                "release.stale",
                $"{withdrawn} items of {name}:{version} were withdrawn since it was made; it is not published.",
                RefusalKind.Conflict
            )
            {
                Next = "Give it up and make it again: it is made without them.",
            };

    /// <summary>Refuses where nothing would be released; null where something is.</summary>
    /// <param name="items">Items that as many readers have read under the version as it asks for.</param>
    /// <param name="version">The protocol version whose reads are released.</param>
    public static Refusal? Content(int items, int version) =>
        items > 0
            ? null
            : new(
                "release.empty",
                $"No item has been read by everybody yet under protocol version {version}; there is nothing to release.",
                RefusalKind.Conflict
            )
            {
                Next =
                    $"Have items read under version {version} by as many readers as it asks for. Reads under an earlier version answer what that one asks, and are no reads of this one.",
            };

    /// <summary>Refuses a release under safe harbor that nobody attests for; null else.</summary>
    /// <param name="safeHarbor">The project claims safe harbor.</param>
    /// <param name="declared">What is declared; null for nothing.</param>
    public static Refusal? Attested(bool safeHarbor, ReleaseDeclarations? declared) =>
        !safeHarbor || declared is { NoActualKnowledge: true }
            ? null
            : new(
                "release.attestation",
                "The project claims safe harbor: somebody attests that they know of nothing by which a person could be identified.",
                RefusalKind.Conflict
            )
            {
                Where = "declared/noActualKnowledge",
                Next =
                    "Look at the small cells in the reports of the batches, and attest it, or make another claim on the page Plan.",
            };

    /// <summary>Refuses a bundle that would carry more than it may; null where it does not.</summary>
    /// <param name="files">Files that it would carry.</param>
    /// <param name="bytes">Their size.</param>
    /// <param name="most">The most files.</param>
    /// <param name="limit">The most bytes.</param>
    public static Refusal? Carries(int files, long bytes, int most, long limit) =>
        files <= most && bytes <= limit
            ? null
            : new(
                "release.data-size",
                $"The bundle would carry {files} files of {bytes} bytes; it carries at most {most} files and {limit} bytes.",
                RefusalKind.Conflict
            )
            {
                Where = "carryData",
                Next =
                    "Release it without carrying them: the bundle lists every file with its hash, and overread fetch gets them.",
                Facts = new Dictionary<string, object?> { ["files"] = files, ["bytes"] = bytes },
            };

    /// <summary>Refuses a limit of carried bytes that is none; null where it is one.</summary>
    /// <param name="limit">What was asked for; null for the most that there may be.</param>
    /// <param name="most">The most that there may be.</param>
    public static Refusal? CarryLimit(long? limit, long most) =>
        limit is null || (limit > 0 && limit <= most)
            ? null
            : new("release.data-limit", $"The limit of carried data is 1 to {most} bytes.") { Where = "carryLimit" };

    /// <summary>Refuses to move subjects to other splits than earlier versions have without a reason; null where it may be.</summary>
    /// <param name="moved">Subjects that stand in another split than before.</param>
    /// <param name="change">What was asked for, with the reason; null where nothing was.</param>
    public static Refusal? Moves(IReadOnlyList<string> moved, SplitChange? change) =>
        moved.Count == 0 || change is not null
            ? null
            : new(
                "release.split-moved",
                $"{moved.Count} subjects of earlier versions would stand in another split: {string.Join(", ", moved.Take(5))}{(moved.Count > 5 ? " …" : "")}.",
                RefusalKind.Conflict
            )
            {
                Where = "splitChange",
                Next =
                    "Say why in splitChange.reason: it is signed with the release and each subject is named in its changes. Or take back what makes them one patient.",
                Facts = new Dictionary<string, object?> { ["subjects"] = moved.Take(100).ToList() },
            };

    /// <summary>Somebody takes the bundle.</summary>
    /// <param name="taking">What they ask for, and what is known.</param>
    public static Decision Take(ReleaseTaking taking)
    {
        Refusal? refusal = string.IsNullOrWhiteSpace(taking.Purpose)
            ? new("release.purpose", "Say what the bundle is for: ?purpose=…") { Where = "purpose" }
            : FreeText.TooLong(taking.Purpose, "release.purpose", "purpose")
                ?? ForWhom(taking)
                ?? CharterRules.Giving(taking.Terms, taking.Purpose, taking.Recipient, taking.For)
                ?? Despite(taking);
        return refusal is not null
            ? Decision.Refuse(refusal)
            : Decision.Accept(
                new ReleaseDownloaded(
                    taking.Purpose!,
                    taking.Withdrawn > 0 ? $"{taking.Withdrawn} items withdrawn since" : null
                )
                {
                    Recipient = taking.Recipient,
                    Access = taking.Access,
                    Transfer = CharterRules.Transfer(taking.Terms.Charter, taking.For),
                }
            );
    }

    private static Refusal? ForWhom(ReleaseTaking taking) =>
        taking.Recipient is null
            ? taking.Policy.NeedsRecipient
                ? new("release.recipient", "Say for whom the bundle is: ?recipient=ID")
                {
                    Where = "recipient",
                    Next = "Choose one of the project's recipients, or have the lead register them.",
                }
                : null
            : taking.For is not { } facts
                ? new("recipient.unknown", "There is no such recipient.", RefusalKind.NotFound) { Where = "recipient" }
                : !facts.HoldsOn(taking.Today)
                    ? new(
                        "recipient.expired",
                        $"The agreement of {facts.Name} ended on {facts.Expires:yyyy-MM-dd}.",
                        RefusalKind.Conflict
                    )
                    {
                        Where = "recipient",
                        Next = "Renew it, and state when it ends now.",
                    }
                    : null;

    private static Refusal? Despite(ReleaseTaking taking) =>
        taking.Recalled && taking.Policy.RefusesRecalled
            ? new(
                "release.recalled",
                "This release was recalled; the project gives it to nobody.",
                RefusalKind.Conflict
            )
            {
                Next = "Take a version that stands.",
            }
        : taking.Withdrawn > 0 && taking.Policy.RefusesWithdrawn
            ? new(
                "release.withdrawn",
                $"{taking.Withdrawn} items of this release were withdrawn after it was published; the project gives it to nobody.",
                RefusalKind.Conflict
            )
            {
                Next = "Publish a version without them and take that.",
            }
        : taking.Withdrawn > 0 && !taking.Confirmed
            ? new(
                "release.withdrawn",
                $"{taking.Withdrawn} items of this release were withdrawn after it was published; they are in its bundle still.",
                RefusalKind.Conflict
            )
            {
                Where = "confirm",
                Next =
                    "Publish a version without them and take that. Who needs this one all the same, to verify it for instance, repeats the request with confirm=withdrawn; that is recorded.",
            }
        : null;

    /// <summary>The lead recalls a release.</summary>
    /// <param name="published">There is such a release, and it is not recalled.</param>
    /// <param name="reason">Why.</param>
    public static Decision Recall(bool published, string? reason) =>
        FreeText.Reason(reason, "A recall needs a reason.") is { } refusal ? Decision.Refuse(refusal)
        : !published
            ? Decision.Refuse(
                new("release.unknown", "There is no such release, or it is recalled already.", RefusalKind.Conflict)
            )
        : Decision.Accept(new ReleaseRecalled(reason!));

    private static Refusal? Word(string? value, string where) =>
        value is { Length: > 0 and <= 64 }
        && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && !value.StartsWith('.')
            ? null
            : new("release.name", "Name and version have 1 to 64 letters, digits, '-', '_' and '.'.") { Where = where };
}
