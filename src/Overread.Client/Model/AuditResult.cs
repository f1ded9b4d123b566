namespace Overread.Client.Model;

/// <summary>What the job found that <see cref="OverreadClient.StartAudit"/> starts.</summary>
public sealed record AuditResult
{
    /// <summary>Events that were replayed.</summary>
    public required long Events { get; init; }

    /// <summary>The root hash over the leaves as found, lower-case hex.</summary>
    public required string Root { get; init; }

    /// <summary>Events whose content was erased, with an event that says so.</summary>
    public long Erased { get; init; }

    /// <summary>What persons decided to go on with, line by line as it was found then.</summary>
    public IReadOnlyList<string> Accepted { get; init; } = [];

    /// <summary>True where nothing was found altered.</summary>
    public required bool Intact { get; init; }

    /// <summary>What was found altered.</summary>
    public required IReadOnlyList<AuditFault> Faults { get; init; }
}
