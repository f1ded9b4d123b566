namespace Overread.Domain.Record;

/// <summary>
/// A recorded event with what is known about it. The whole envelope except <see cref="Seq"/> is the payload that the
/// leaf commits to.
/// </summary>
/// <param name="Id">Made by the client where a client makes it: the idempotency key.</param>
/// <param name="Project">The project, or null for what concerns the whole installation.</param>
/// <param name="Stream">What the event is about, such as <c>read/01J…</c>.</param>
/// <param name="Revision">The event's number in its stream, from 1.</param>
/// <param name="Actor">Who did it: <c>person/…</c>, <c>token/…</c> or <c>system</c>.</param>
/// <param name="At">UTC time of the server when the event was accepted.</param>
/// <param name="Client">The client's name and version.</param>
/// <param name="Cause">The id of the event that led to it, if one did.</param>
/// <param name="Item">The item concerned, for per-item history.</param>
/// <param name="Event">What happened.</param>
public sealed record Envelope(
    string Id,
    string? Project,
    string Stream,
    long Revision,
    string Actor,
    string At,
    string Client,
    string? Cause,
    string? Item,
    DomainEvent Event
)
{
    /// <summary>The place in the record, from 0; equals the leaf's index in the Merkle tree. Not part of the payload.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public long Seq { get; init; }
}
