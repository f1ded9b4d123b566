namespace Overread.Domain.Projects;

/// <summary>What holds for emergency access.</summary>
public static class EmergencyRules
{
    /// <summary>The longest that it lasts, in minutes; who needs more gives a reason again.</summary>
    public const int Longest = 240;

    /// <summary>How long it lasts where nothing is said.</summary>
    public const int Standard = 60;

    /// <summary>Refuses what cannot stand; null where it can.</summary>
    /// <param name="reason">Why, in a person's words.</param>
    /// <param name="minutes">For how long.</param>
    /// <param name="open">True where the person has one already.</param>
    public static Refusal? Opening(string? reason, int minutes, bool open) =>
        FreeText.Reason(reason, "Emergency access needs a reason.", "emergency.reason")
        ?? (
            minutes is < 1 or > Longest
                ? new("emergency.minutes", $"Emergency access lasts 1 to {Longest} minutes.") { Where = "minutes" }
            : open
                ? new("emergency.open", "You have emergency access to this project already.", RefusalKind.Conflict)
                {
                    Next = "End it first, or wait until it ends by itself.",
                }
            : null
        );

    /// <summary>Refuses a review that cannot stand; null where it can.</summary>
    /// <param name="note">What was found.</param>
    /// <param name="own">True where the reviewer is who had the access.</param>
    /// <param name="ended">True where it has ended.</param>
    /// <param name="reviewed">True where somebody reviewed it already.</param>
    public static Refusal? Review(string? note, bool own, bool ended, bool reviewed) =>
        FreeText.Reason(note, "A review says what was found.", "emergency.note", "note")
        ?? (
            own
                ? new("emergency.own", "Nobody reviews their own emergency access.", RefusalKind.Forbidden)
                {
                    Next = "Ask another administrator, or the lead of the project.",
                }
            : !ended
                ? new("emergency.running", "The emergency access has not ended yet.", RefusalKind.Conflict)
                {
                    Next = "End it first.",
                }
            : reviewed ? new("emergency.reviewed", "It was reviewed already.", RefusalKind.Conflict)
            : null
        );
}
