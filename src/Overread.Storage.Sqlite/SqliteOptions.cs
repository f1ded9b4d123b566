using Overread.Ledger;

namespace Overread.Storage.Sqlite;

/// <summary>What a SQLite store needs.</summary>
/// <param name="Path">The database file; made where it is missing.</param>
/// <param name="Signer">Signs checkpoints.</param>
/// <param name="Time">The clock.</param>
/// <param name="Entropy">Ids and secrets.</param>
/// <param name="Projections">In any order; see the property.</param>
/// <param name="Memory">Projections in memory.</param>
/// <param name="ExtraSchema">SQL for tables that are no projections, such as accounts and jobs.</param>
public sealed record SqliteOptions(
    string Path,
    LogSigner Signer,
    TimeProvider Time,
    IEntropy Entropy,
    IReadOnlyList<IProjection> Projections,
    IReadOnlyList<IMemoryProjection> Memory,
    string ExtraSchema
)
{
    /// <summary>The projections, each after those it builds on.</summary>
    /// <exception cref="ArgumentException">There is no such order.</exception>
    public IReadOnlyList<IProjection> Projections
    {
        get;
        init => field = ProjectionOrder.Of(value);
    } = ProjectionOrder.Of(Projections);

    /// <summary>Marks events under <see cref="GuardKey"/>.</summary>
    internal EventMac Mac => field ??= new EventMac(GuardKey);

    /// <summary>SQL that makes all tables of the projections where they are missing.</summary>
    internal string ProjectionSchema => string.Concat(Projections.Select(p => p.Schema(SqliteDialect.Instance)));

    /// <summary>SQL for the tables that are neither the record's nor a projection's.</summary>
    internal string OtherSchema => SqliteOutbox.Schema + ExtraSchema;

    /// <summary>File outside the database that keeps the last checkpoint, so that an old copy put in its place is noticed; null for none.</summary>
    public string? CheckpointFile { get; init; }

    /// <summary>File outside the database that says how far the store had come at its last commit; null for none.</summary>
    public string? HeadFile { get; init; }

    /// <summary>
    /// 32 bytes, kept apart from the database, under which events are marked and the tables that are no projections are summed
    /// up: what another hand writes into the file is found, and a store that holds it is not opened.
    /// </summary>
    public required byte[] GuardKey { get; init; }

    /// <summary>True where <see cref="GuardKey"/> was lost and is a new one: marks and sums are made anew, if a person accepts that.</summary>
    public bool GuardKeyIsNew { get; init; }

    /// <summary>True where the signing key was lost and <see cref="Signer"/> is a new one.</summary>
    public bool SignerIsNew { get; init; }

    /// <summary>The public half of the signing key that was lost, where it is left; null for none.</summary>
    public VerifierKey? FormerVerifier { get; init; }

    /// <summary>Changes of the signing key that are kept beside it, for a database that is older than they are.</summary>
    public LogKeyChain? KeptChanges { get; init; }

    /// <summary>Audits the files beside the database, of one state with it; null for none.</summary>
    public Func<AuditView, IEnumerable<AuditFault>>? Beside { get; init; }

    /// <summary>A person's decision to go on with what was lost or altered; null refuses to open such a store.</summary>
    public StoreAcceptance? Acceptance { get; init; }

    /// <summary>Rebuilds the projections when the store is opened, whatever their form.</summary>
    public bool Rebuild { get; init; }

    /// <summary>Told in one sentence what opening the store changes in it; null for nobody.</summary>
    public Action<string>? Notice { get; init; }

    /// <summary>Told what failed without failing anybody's unit of work; null for nobody.</summary>
    public Action<string, Exception>? Fault { get; init; }

    /// <summary>How long events may wait for a checkpoint.</summary>
    public TimeSpan SealEvery { get; init; } = TimeSpan.FromSeconds(1);
}
