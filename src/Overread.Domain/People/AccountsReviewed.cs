using Overread.Domain.Record;

namespace Overread.Domain.People;

/// <summary>A person looked through the accounts that are open and found that each still has to be (21 CFR 11.300(b)).</summary>
/// <param name="Accounts">The ids of the accounts that they looked at, all that were open then.</param>
/// <param name="Note">What they found.</param>
public sealed record AccountsReviewed(IReadOnlyList<string> Accounts, string Note) : DomainEvent
{
    /// <summary>The stream of reviews.</summary>
    public const string Stream = "accounts";

    /// <summary>True where a review is due.</summary>
    /// <param name="every">How often; null where none is asked for.</param>
    /// <param name="age">How long ago the last was; null where there was none.</param>
    public static bool IsDue(TimeSpan? every, TimeSpan? age) =>
        every is { } span && (age is not { } old || old >= span);

    /// <summary>Refuses a review that is not of the accounts that are open; null where it is.</summary>
    /// <param name="open">The ids of the accounts that are open.</param>
    /// <param name="looked">The ids that were looked at.</param>
    /// <param name="note">What was found.</param>
    public static Refusal? Fault(IReadOnlyCollection<string> open, IReadOnlyCollection<string> looked, string? note)
    {
        if (FreeText.Reason(note, "A review says what was found.", where: "note") is { } missing)
        {
            return missing;
        }

        List<string> unseen = [.. open.Except(looked)];
        List<string> gone = [.. looked.Except(open)];
        return unseen.Count + gone.Count == 0
            ? null
            : new(
                "people.review-stale",
                $"The review is not of the accounts that are open: {unseen.Count} were not looked at, {gone.Count} are not open.",
                RefusalKind.Conflict
            )
            {
                Where = "accounts",
                Next = "Fetch the list anew, look at what is new in it, and send the ids of all that are in it.",
                Facts = new Dictionary<string, object?> { ["unseen"] = unseen, ["gone"] = gone },
            };
    }
}
