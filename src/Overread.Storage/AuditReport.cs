namespace Overread.Storage;

/// <summary>The outcome of replaying and verifying a store.</summary>
/// <param name="Events">Events examined.</param>
/// <param name="Root">Root hash over the leaves as found, lower-case hex.</param>
/// <param name="Checkpoints">Checkpoints examined.</param>
/// <param name="Faults">What was found altered; empty for an intact store.</param>
public sealed record AuditReport(long Events, string Root, int Checkpoints, IReadOnlyList<AuditFault> Faults)
{
    /// <summary>Events whose content was erased, with an event that says so.</summary>
    public long Erased { get; init; }

    /// <summary>What persons decided to go on with, line by line as it was found then.</summary>
    public IReadOnlyList<string> Accepted { get; init; } = [];

    /// <summary>What nothing here can decide, line by line: heads that were signed while others may have had the key.</summary>
    public IReadOnlyList<string> Doubts { get; init; } = [];

    /// <summary>True when nothing was found altered.</summary>
    public bool Intact => Faults.Count == 0;
}
