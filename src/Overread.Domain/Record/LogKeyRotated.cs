namespace Overread.Domain.Record;

/// <summary>The record's signing key was replaced by another. What follows is signed by the next key alone.</summary>
/// <param name="By">Who decided, as typed at the server's own command line.</param>
/// <param name="Reason">Why.</param>
/// <param name="Former">The key that was given up, <c>name+keyid+base64</c>.</param>
/// <param name="Next">The key in its place.</param>
/// <param name="CompromisedSince">Since when the former key may have been in others' hands, UTC; null where nobody thinks so.</param>
/// <param name="Change">The change as both keys have signed it: size and root of the record before this event, both keys, the time.</param>
public sealed record LogKeyRotated(
    string By,
    string Reason,
    string Former,
    string Next,
    string? CompromisedSince,
    string Change
) : DomainEvent;
