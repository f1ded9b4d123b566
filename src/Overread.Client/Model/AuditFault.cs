namespace Overread.Client.Model;

/// <summary>Something an audit found altered.</summary>
public sealed record AuditFault
{
    /// <summary>The event concerned, if one.</summary>
    public long? Seq { get; init; }

    /// <summary>What is wrong, as a sentence.</summary>
    public required string What { get; init; }
}
