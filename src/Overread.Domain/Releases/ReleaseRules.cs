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
    public static Refusal? Form(
        string? name,
        string? version,
        SplitPlan split,
        ReleaseTerms terms,
        string? notes = null
    ) =>
        Word(name, "name")
        ?? Word(version, "version")
        ?? split.Fault()
        ?? terms.Fault()
        ?? FreeText.TooLong(notes, "release.notes", "notes");

    /// <summary>Refuses a name and version that are taken: a release never changes.</summary>
    public static Refusal Taken(string name, string version) =>
        new("release.taken", $"{name}:{version} exists already; a release never changes.", RefusalKind.Conflict)
        {
            Where = "version",
        };

    /// <summary>Refuses where nothing would be released; null where something is.</summary>
    /// <param name="items">Items that every reader has read and that are settled or disputed.</param>
    public static Refusal? Content(int items) =>
        items > 0
            ? null
            : new(
                "release.empty",
                "No item has been read by everybody yet; there is nothing to release.",
                RefusalKind.Conflict
            );

    /// <summary>Somebody takes the bundle.</summary>
    /// <param name="purpose">What for.</param>
    public static Decision Take(string? purpose) =>
        string.IsNullOrWhiteSpace(purpose)
            ? Decision.Refuse(new("release.purpose", "Say what the bundle is for: ?purpose=…") { Where = "purpose" })
        : FreeText.TooLong(purpose, "release.purpose", "purpose") is { } refusal ? Decision.Refuse(refusal)
        : Decision.Accept(new ReleaseDownloaded(purpose));

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
