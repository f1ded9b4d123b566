namespace Overread.Storage;

/// <summary>Where an event stands in the record and what it is about.</summary>
/// <param name="Seq">Its place, from 0.</param>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its type, such as <c>ReadSubmitted</c>.</param>
/// <param name="At">When, as <see cref="Timestamps"/> writes it.</param>
/// <param name="Actor">Who, or null after an erasure.</param>
/// <param name="Project">The project, if any.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Revision">Its number in the stream, from 1.</param>
/// <param name="Item">The item whose history it belongs to, if any.</param>
/// <param name="Erased">True where payload and secret are gone.</param>
public sealed record RecordHead(
    long Seq,
    string Id,
    string Type,
    string At,
    string? Actor,
    string? Project,
    string Stream,
    long Revision,
    string? Item,
    bool Erased
);
