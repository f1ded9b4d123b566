using System.Data.Common;

namespace Overread.Storage;

/// <summary>
/// The database port. Reading takes a connection and portable SQL; writing goes through one sequencer, which runs units
/// of work one after the other, gives every event its place in the record, and lets concurrent units share one durable
/// commit. Implementations pass the contract tests of <c>tests/Overread.Storage.Tests</c>.
/// </summary>
public interface IDatabase : IAsyncDisposable
{
    /// <summary>The number of events that are durable.</summary>
    long RecordSize { get; }

    /// <summary>The words that this database has of its own.</summary>
    Dialect Dialect { get; }

    /// <summary>What units of work left to be done.</summary>
    IOutbox Outbox { get; }

    /// <summary>
    /// An open connection for reading, to be disposed. It sees everything that was acknowledged; each statement sees the newest
    /// state.
    /// </summary>
    ReadLease Read();

    /// <summary>
    /// An open connection for reading that is pinned to one state: everything that was acknowledged when it is handed out, and
    /// nothing that is written later, until it is disposed. Held for as long as its reader needs, not longer.
    /// </summary>
    ReadLease Snapshot();

    /// <summary>
    /// Runs a unit of work in the sequencer. The task ends when what it wrote is durable on disk. A unit that throws is
    /// rolled back alone, and the exception comes out of the task.
    /// </summary>
    /// <typeparam name="T">What the work returns.</typeparam>
    /// <param name="actor">Who does it; goes into every event.</param>
    /// <param name="work">Reads and appends through the unit; synchronous and short.</param>
    Task<T> Write<T>(Actor actor, Func<IUnitOfWork, T> work);

    /// <summary>The node hashes of the record's Merkle tree; only complete subtrees below <see cref="RecordSize"/>.</summary>
    /// <param name="connection">A read connection that stays open while the delegate is used.</param>
    Ledger.MerkleProof.NodeAt Nodes(DbConnection connection);

    /// <summary>Signs a checkpoint over everything durable now and returns the signed note.</summary>
    Task<Ledger.SignedNote> Seal();

    /// <summary>The newest signed checkpoint, or null before the first event.</summary>
    Ledger.SignedNote? LastCheckpoint(DbConnection connection);

    /// <summary>The signed checkpoint over exactly so many events, or null where none was signed then.</summary>
    Ledger.SignedNote? CheckpointAt(DbConnection connection, long size);

    /// <summary>Drops every projection and rebuilds it from the record.</summary>
    Task RebuildProjections();

    /// <summary>
    /// Leaves nothing in the database's files of what was deleted or erased before. Units of work wait meanwhile. An exception
    /// means that it has to be tried again.
    /// </summary>
    Task Scrub();

    /// <summary>Replays the whole record: commitments, leaves, tree, checkpoints, and every projection against its rebuilt twin.</summary>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancel">Ends the audit early.</param>
    Task<AuditReport> Audit(IProgress<AuditProgress>? progress = null, CancellationToken cancel = default);
}
