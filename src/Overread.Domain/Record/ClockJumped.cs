namespace Overread.Domain.Record;

/// <summary>
/// The machine's clock did not go on as time did. The order of the record is that of its numbers, and no decision depends on the
/// clock; what was written about this moment may bear a time that is off.
/// </summary>
/// <param name="Before">What the clock should have said, going by the time that had passed; or the time of the newest event.</param>
/// <param name="After">What it said.</param>
/// <param name="Seconds">By how much it went forward, or back where it is negative.</param>
/// <param name="AtStart">True where the server found at its start that the newest event is of a later time than the clock says.</param>
public sealed record ClockJumped(string Before, string After, double Seconds, bool AtStart) : DomainEvent;
