using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Fitness;
using Overread.Domain.Record;
using Overread.Ledger;

namespace Overread.Storage.Sqlite;

/// <summary>One unit of work inside the sequencer's transaction.</summary>
internal sealed class SqliteUnitOfWork(
    DbConnection connection,
    HotStatements hot,
    SqliteOptions options,
    RecordTree tree,
    Actor actor,
    DateTimeOffset now
) : IUnitOfWork
{
    private const int SecretSize = 32;
    private readonly List<System.Action> _afterCommit = [];
    private readonly List<Envelope> _appended = [];
    private readonly string _at = Timestamps.Text(now);

    public DbConnection Connection => connection;

    public Actor Actor => actor;

    public DateTimeOffset Now => now;

    public long RecordSize => tree.Size;

    /// <summary>The tree with what the unit has appended.</summary>
    public RecordTree Tree => tree;

    public IReadOnlyList<Envelope> Appended => _appended;

    public IReadOnlyList<System.Action> AfterCommitActions => _afterCommit;

    public IRecordReader Record => field ??= new SqliteRecordReader(connection);

    /// <summary>True when it left something in the outbox.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>True when it erased something, so that projections in memory have to be loaded again.</summary>
    public bool HasErased { get; private set; }

    public string NewId() => options.Entropy.NewId();

    public bool Holds(string eventId) => hot.Holds.Bind(1, eventId).Number() > 0;

    public string Leave(string kind, string body)
    {
        string id = NewId();
        SqliteOutbox.Add(connection, id, kind, body, actor, _at);
        HasLeft = true;
        return id;
    }

    public void AfterCommit(System.Action action) => _afterCommit.Add(action);

    public void Append(About about, Decision decision)
    {
        if (decision.Refusal is { } refusal)
        {
            throw new RefusedException(refusal);
        }

        foreach (DomainEvent happened in decision.Events)
        {
            Append(about, happened);
        }
    }

    public Envelope Append(About about, DomainEvent happened, string? id = null)
    {
        byte[] secret = new byte[SecretSize];
        options.Entropy.Fill(secret);
        Envelope envelope = Insert(about, happened, id ?? NewId(), NextRevision(about), secret);
        foreach (IProjection projection in options.Projections)
        {
            projection.Apply(connection, envelope);
        }

        return envelope;
    }

    public void AppendAll(About about, IReadOnlyList<(string Id, DomainEvent Event)> happened)
    {
        long revision = NextRevision(about);
        List<Envelope> envelopes = new(happened.Count);
        // One draw for all: the system's generator costs more to ask than to run.
        byte[] secrets = new byte[SecretSize * happened.Count];
        options.Entropy.Fill(secrets);
        foreach ((string id, DomainEvent one) in happened)
        {
            envelopes.Add(
                Insert(about, one, id, revision++, secrets.AsSpan(SecretSize * envelopes.Count, SecretSize).ToArray())
            );
        }

        foreach (IProjection projection in options.Projections)
        {
            projection.ApplyAll(connection, envelopes);
        }
    }

    public void Erase(IReadOnlyList<long> events, string reason)
    {
        foreach (long seq in events)
        {
            RecordHead head =
                Record.At(seq)?.Head
                ?? throw new ArgumentOutOfRangeException(nameof(events), "The record has no such event.");
            // What says that something was erased must itself stay, as must what the tables are held against.
            if (head.Erased || RecordEventTypes.All.Any(t => t.Name == head.Type))
            {
                throw new ArgumentOutOfRangeException(nameof(events), $"A {head.Type} is not erased, or not twice.");
            }

            connection.Run("UPDATE event SET payload = NULL, secret = NULL, actor = NULL WHERE seq = @0", seq);
        }

        Append(new About(null, "store"), new EventsErased(events, reason));
        SqliteReplay.Rebuild(connection, options);
        HasErased = true;
    }

    private long NextRevision(About about) => hot.NextRevision.Bind(1, about.Stream).Number();

    private Envelope Insert(About about, DomainEvent happened, string id, long revision, byte[] secret)
    {
        if (StandingEvents.Fault(happened, actor != Actor.System) is { } nobodys)
        {
            throw new RefusedException(nobodys);
        }

        Envelope envelope = new(
            id,
            about.Project,
            about.Stream,
            revision,
            actor.Name,
            _at,
            actor.Client,
            about.Cause,
            about.Item,
            happened
        )
        {
            Seq = tree.Size,
        };
        byte[] payload = EventJson.Write(envelope);
        string type = happened.GetType().Name;
        byte[] entry = new LeafEntry(type, envelope.At, LeafEntry.Commit(secret, payload)).ToBytes();
        byte[] leaf = MerkleHash.Leaf(entry);
        byte[] mark = options.Mac.Of(
            tree.Mark,
            leaf,
            EventMac.About(envelope.Seq, envelope.Id, envelope.Project, envelope.Stream, revision, envelope.Item)
        );
        hot.InsertEvent.Bind(1, envelope.Seq)
            .Bind(2, envelope.Id)
            .Bind(3, envelope.Project)
            .Bind(4, envelope.Stream)
            .Bind(5, revision)
            .Bind(6, type)
            .Bind(7, envelope.At)
            .Bind(8, envelope.Actor)
            .Bind(9, envelope.Item)
            .Bind(10, payload)
            .Bind(11, secret)
            .Bind(12, entry)
            .Bind(13, leaf)
            .Bind(14, mark)
            .Run();
        tree.Append(connection, leaf, mark);
        _appended.Add(envelope);
        return envelope;
    }
}
