using System.Collections.Concurrent;
using System.Data.Common;
using Overread.Domain.People;
using Overread.Server.Composition;
using Overread.Storage;

namespace Overread.Server.Features.People.Contracts;

/// <summary>
/// Every session that stands, in memory over its table: a cookie is worth something only while its session is here. When one
/// was last used is written seldom, so that reading costs no writes.
/// </summary>
internal sealed class Sessions(IDatabase database, TimeProvider time, ServeOptions options)
{
    private static readonly TimeSpan MostBetween = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<string, SignedSession> _byId = new(Load(database).ToDictionary(s => s.Id));
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    /// <summary>SQL that makes the table where it is missing.</summary>
    public static string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS signed_session(
                id TEXT PRIMARY KEY, person TEXT NOT NULL, begun TEXT NOT NULL, address TEXT NOT NULL, device TEXT NOT NULL,
                used TEXT NOT NULL, confirmed TEXT NOT NULL){dialect.Clustered};
            CREATE INDEX IF NOT EXISTS signed_session_person ON signed_session(person);

            """;

    /// <summary>The session, or null where it has ended.</summary>
    public SignedSession? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The sessions of a person that have not run out, the last used first.</summary>
    public IReadOnlyList<SignedSession> Of(string person) =>
        [
            .. _byId
                .Values.Where(s => s.Person == person && !HasRunOut(s))
                .Select(Now)
                .OrderByDescending(s => s.Used, StringComparer.Ordinal),
        ];

    /// <summary>When a session ends at the latest if it is not used any more.</summary>
    public DateTimeOffset EndOf(SignedSession session)
    {
        DateTimeOffset idle = Timestamps.Parse(session.Used) + options.SessionLength;
        DateTimeOffset longest = Timestamps.Parse(session.Begun) + options.SessionLongest;
        return idle < longest ? idle : longest;
    }

    /// <summary>True while what only a present person may do is allowed in a session.</summary>
    public bool IsConfirmed(string? id) =>
        id is not null
        && Find(id) is { } session
        && time.GetUtcNow() - Timestamps.Parse(session.Confirmed) < options.ConfirmedFor;

    /// <summary>Begins a session; those that have run out are cleared away.</summary>
    public void Begin(IUnitOfWork unit, SignedSession session)
    {
        Remove(unit, [.. _byId.Values.Where(HasRunOut).Select(s => s.Id)]);
        Save(unit, session);
    }

    /// <summary>Ends sessions of a person, each with its event.</summary>
    /// <param name="unit">The unit of work.</param>
    /// <param name="person">Whose.</param>
    /// <param name="which">Which of them.</param>
    /// <param name="why">What ended them, such as <c>sign-out</c>.</param>
    /// <returns>How many there were.</returns>
    public int End(IUnitOfWork unit, string person, Func<SignedSession, bool> which, string why)
    {
        string[] ended =
        [
            .. unit
                .Connection.All($"SELECT {Columns} FROM signed_session WHERE person = @0 ORDER BY id", Row, person)
                .Where(which)
                .Select(s => s.Id),
        ];
        Remove(unit, ended);
        foreach (string id in ended)
        {
            unit.Append(new About(null, "person/" + person), new SessionEnded(person, id, why));
        }

        return ended.Length;
    }

    /// <summary>The person has proved that it is they.</summary>
    public void Confirm(IUnitOfWork unit, string id)
    {
        if (Find(id) is { } session)
        {
            Save(unit, Now(session) with { Confirmed = Timestamps.Text(unit.Now) });
        }
    }

    /// <summary>The session was used just now.</summary>
    public async ValueTask Touch(SignedSession session)
    {
        DateTimeOffset now = time.GetUtcNow();
        _used[session.Id] = now;
        TimeSpan between = options.SessionLength / 4 < MostBetween ? options.SessionLength / 4 : MostBetween;
        if (now - Timestamps.Parse(session.Used) < between)
        {
            return;
        }

        try
        {
            await database.Write(
                Actor.System,
                unit =>
                {
                    if (Find(session.Id) is { } still)
                    {
                        Save(unit, still with { Used = Timestamps.Text(now) });
                    }

                    return true;
                }
            );
        }
        catch (Exception e) when (e is DiskFullException or DbException)
        {
            // A disk that takes no writes: reading goes on, memory knows of the use, and the next request tries again.
        }
    }

    private const string Columns = "id, person, begun, address, device, used, confirmed";

    private bool HasRunOut(SignedSession session) => EndOf(Now(session)) <= time.GetUtcNow();

    private SignedSession Now(SignedSession session) =>
        _used.TryGetValue(session.Id, out DateTimeOffset used) && used > Timestamps.Parse(session.Used)
            ? session with
            {
                Used = Timestamps.Text(used),
            }
            : session;

    private void Save(IUnitOfWork unit, SignedSession s)
    {
        unit.Connection.Run(
            $"""
            INSERT INTO signed_session({Columns}) VALUES (@0, @1, @2, @3, @4, @5, @6)
            ON CONFLICT(id) DO UPDATE SET used = @5, confirmed = @6
            """,
            s.Id,
            s.Person,
            s.Begun,
            s.Address,
            s.Device,
            s.Used,
            s.Confirmed
        );
        unit.AfterCommit(() => _byId[s.Id] = s);
    }

    private void Remove(IUnitOfWork unit, IReadOnlyList<string> ids)
    {
        foreach (string id in ids)
        {
            unit.Connection.Run("DELETE FROM signed_session WHERE id = @0", id);
        }

        unit.AfterCommit(() =>
        {
            foreach (string id in ids)
            {
                _byId.TryRemove(id, out _);
                _used.TryRemove(id, out _);
            }
        });
    }

    private static List<SignedSession> Load(IDatabase database)
    {
        using ReadLease read = database.Read();
        return read.Connection.All($"SELECT {Columns} FROM signed_session", Row);
    }

    private static SignedSession Row(DbDataReader r) =>
        new(
            r.GetString(0),
            r.GetString(1),
            r.GetString(2),
            r.GetString(3),
            r.GetString(4),
            r.GetString(5),
            r.GetString(6)
        );
}
