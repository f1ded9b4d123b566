namespace Overread.Storage;

/// <summary>Which events of the record are wanted. What is null asks for nothing; all that is asked must hold together.</summary>
public sealed record RecordQuery
{
    /// <summary>Events of one project.</summary>
    public string? Project { get; init; }

    /// <summary>Events of any of these projects; an empty list wants none.</summary>
    public IReadOnlyList<string>? Projects { get; init; }

    /// <summary>Events of any of these streams, such as <c>read/01J…</c>.</summary>
    public IReadOnlyList<string>? Streams { get; init; }

    /// <summary>Events of any of these types, by the name of the event's record: <c>nameof(ReadSubmitted)</c>.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>Events that belong to an item's history. The record has no index by item: name the streams as well.</summary>
    public string? Item { get; init; }

    /// <summary>Events about any of these items. The record has no index by item: name the streams as well.</summary>
    public IReadOnlyList<string>? Items { get; init; }

    /// <summary>Events whose actor's name ends with this, such as the person's id.</summary>
    public string? Actor { get; init; }

    /// <summary>Events of any of these; an empty list wants none.</summary>
    public IReadOnlyList<ActorIn>? Actors { get; init; }

    /// <summary>Events of this time and later, written as <see cref="Timestamps"/> does.</summary>
    public string? Since { get; init; }

    /// <summary>Events of this time and earlier.</summary>
    public string? Until { get; init; }

    /// <summary>The first place in the record that counts.</summary>
    public long From { get; init; }

    /// <summary>The first place that no longer counts.</summary>
    public long? Before { get; init; }

    /// <summary>Newest first instead of the record's own order.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>At most so many; the next page goes on from the last one's place.</summary>
    public int? Take { get; init; }
}
