namespace Overread.Domain.Record;

/// <summary>
/// The key under which events are marked and tables are summed up was replaced by another, and all marks and sums were made anew under it
/// after each had been held against the former.
/// </summary>
/// <param name="By">Who decided, as typed at the server's own command line.</param>
/// <param name="Reason">Why.</param>
/// <param name="Former">Fingerprint of the key that was given up: 16 hexadecimal digits that say nothing of it.</param>
/// <param name="Next">Fingerprint of the key in its place.</param>
/// <param name="Events">Events that were marked anew: all before this one.</param>
/// <param name="CompromisedSince">Since when the former key may have been in others' hands, UTC; null where nobody thinks so.</param>
public sealed record MarksKeyRotated(
    string By,
    string Reason,
    string Former,
    string Next,
    long Events,
    string? CompromisedSince
) : DomainEvent;
