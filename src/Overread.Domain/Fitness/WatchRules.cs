namespace Overread.Domain.Fitness;

/// <summary>Decides about findings of the watch over reads.</summary>
public static class WatchRules
{
    /// <summary>A person decides about a finding.</summary>
    /// <param name="finding">The finding; null where there is none of that id.</param>
    /// <param name="decided">True where somebody decided about it before.</param>
    /// <param name="person">Who decides.</param>
    /// <param name="follows">True to follow it.</param>
    /// <param name="reason">Why.</param>
    public static Decision Decide(WatchFinding? finding, bool decided, string person, bool follows, string? reason) =>
        finding is null ? Decision.Refuse(new("watch.unknown", "There is no such finding.", RefusalKind.NotFound))
        : decided
            ? Decision.Refuse(
                new("watch.decided", "Somebody has decided about this finding.", RefusalKind.Conflict)
                {
                    Next = "Look at the list anew.",
                }
            )
        : person == finding.Person || person == finding.Partner
            ? Decision.Refuse(
                new("watch.own", "Nobody decides about a finding that concerns them.", RefusalKind.Forbidden)
                {
                    Next = "Ask another lead of the project.",
                }
            )
        : FreeText.Reason(reason, "Say why you follow it, or why it rests.") is { } missing ? Decision.Refuse(missing)
        : Decision.Accept(new ReaderFindingDecided(finding.Id, follows, reason!.Trim()));
}
