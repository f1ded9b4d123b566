namespace Overread.Client.Model;

/// <summary>Something an audit found altered.</summary>
public sealed record AuditFault
{
    /// <summary>The event concerned, if one.</summary>
    public long? Seq { get; init; }

    /// <summary>Where it was found, other than at an event: a file of the store's folder, or the store itself.</summary>
    public string? Where { get; init; }

    /// <summary>What is wrong, and what to do.</summary>
    public required string What { get; init; }
}
