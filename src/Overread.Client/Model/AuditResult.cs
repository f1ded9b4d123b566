namespace Overread.Client.Model;

/// <summary>What the job found that <see cref="OverreadClient.StartAudit"/> starts.</summary>
public sealed record AuditResult
{
    /// <summary>Events that were replayed.</summary>
    public required long Events { get; init; }

    /// <summary>The root hash over the leaves as found, lower-case hex.</summary>
    public required string Root { get; init; }

    /// <summary>True where nothing was found altered.</summary>
    public required bool Intact { get; init; }

    /// <summary>What was found altered.</summary>
    public required IReadOnlyList<AuditFault> Faults { get; init; }
}
