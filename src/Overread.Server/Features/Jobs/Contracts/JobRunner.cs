using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Overread.Domain;
using Overread.Domain.Record;
using Overread.Server.Access;
using Overread.Server.Composition.Telemetry;
using Overread.Storage;

namespace Overread.Server.Features.Jobs.Contracts;

/// <summary>
/// Runs long work in the background, one job at a time, with progress that can be watched, left and come back to. Jobs
/// waiting or running when the server ends are taken up again when it starts.
/// </summary>
internal sealed partial class JobRunner(
    IDatabase database,
    IServiceProvider services,
    TimeProvider time,
    ILogger<JobRunner> logger
) : BackgroundService
{
    /// <summary>SQL that makes the table where it is missing.</summary>
    public static string Schema(Dialect dialect) =>
        """
            CREATE TABLE IF NOT EXISTS job(
                id TEXT PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, state TEXT NOT NULL, project TEXT, person TEXT NOT NULL, actor TEXT NOT NULL,
                client TEXT NOT NULL, arguments TEXT NOT NULL, done INTEGER NOT NULL, total INTEGER NOT NULL, created TEXT NOT NULL, started TEXT, ended TEXT,
                result TEXT, problem TEXT);
            CREATE INDEX IF NOT EXISTS job_person ON job(person, created);

            """;

    private readonly Channel<string> _waiting = Channel.CreateUnbounded<string>();
    private readonly ConcurrentDictionary<string, (long Done, long Total)> _progress = new();
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new();
    private readonly HashSet<string> _cancelled = [];

    public Task<JobView> Start(string kind, string title, Caller caller, string? project, JsonObject arguments) =>
        Start(kind, title, caller.Actor, caller.Person, project, arguments);

    public async Task<JobView> Start(
        string kind,
        string title,
        Actor actor,
        string person,
        string? project,
        JsonObject arguments
    ) => Launch(await database.Write(actor, u => Add(u, kind, title, actor, person, project, arguments)));

    /// <summary>
    /// Writes a job into a unit of work, so that it is there exactly if the rest of the unit is, and leaves it to be started
    /// once the unit is durable.
    /// </summary>
    /// <returns>The job's id.</returns>
    public static string Add(
        IUnitOfWork u,
        string kind,
        string title,
        Actor actor,
        string person,
        string? project,
        JsonObject arguments
    )
    {
        string id = u.NewId();
        u.Connection.Run(
            """
            INSERT INTO job(id, kind, title, state, project, person, actor, client, arguments, done, total, created)
            VALUES (@0, @1, @2, 'waiting', @3, @4, @5, @6, @7, 0, 0, @8)
            """,
            id,
            kind,
            title,
            project,
            person,
            actor.Name,
            actor.Client,
            arguments.ToJsonString(),
            Timestamps.Text(u.Now)
        );
        u.Leave(StartJob.Name, id);
        return id;
    }

    /// <summary>A job that a unit of work has written: it runs as soon as those before it have ended.</summary>
    public JobView Launch(string id) => Find(id)!;

    /// <summary>Lets a job of the table run as soon as those before it have ended; one that has ended is not run again.</summary>
    internal void Enqueue(string id) => _waiting.Writer.TryWrite(id);

    public JobView? Find(string id)
    {
        using ReadLease read = database.Read();
        return read.Connection.One($"SELECT {Columns} FROM job WHERE id = @0", Row, id);
    }

    public List<JobView> Of(string person)
    {
        using ReadLease read = database.Read();
        return read.Connection.All(
            $"SELECT {Columns} FROM job WHERE person = @0 ORDER BY created DESC LIMIT 50",
            Row,
            person
        );
    }

    /// <summary>Jobs that wait to be run.</summary>
    public int Waiting => _waiting.Reader.Count;

    /// <summary>Jobs that run.</summary>
    public int Running => _running.Count;

    /// <summary>How the queue fares, and what failed since a time.</summary>
    public JobLoad Load(DateTimeOffset since)
    {
        using ReadLease read = database.Read();
        string from = Timestamps.Text(since);
        return new(
            read.Connection.Number("SELECT COUNT(*) FROM job WHERE state = 'waiting'"),
            read.Connection.All($"SELECT {Columns} FROM job WHERE state = 'running' ORDER BY created", Row),
            read.Connection.All(
                $"SELECT {Columns} FROM job WHERE state = 'failed' AND ended >= @0 ORDER BY ended DESC LIMIT 20",
                Row,
                from
            ),
            read.Connection.Number("SELECT COUNT(*) FROM job WHERE state = 'failed' AND ended >= @0", from)
        );
    }

    public bool IsOf(string id, string person)
    {
        using ReadLease read = database.Read();
        return read.Connection.Number("SELECT COUNT(*) FROM job WHERE id = @0 AND person = @1", id, person) > 0;
    }

    public async Task Cancel(string id)
    {
        lock (_cancelled)
        {
            _cancelled.Add(id);
        }

        if (_running.TryGetValue(id, out CancellationTokenSource? source))
        {
            await source.CancelAsync();
        }
    }

    /// <summary>Waits until a job has ended.</summary>
    public async Task<JobView> Wait(string id, CancellationToken cancel = default)
    {
        while (true)
        {
            JobView job = Find(id) ?? throw new InvalidOperationException("There is no such job.");
            if (job.State is "done" or "failed" or "cancelled")
            {
                return job;
            }

            await Task.Delay(50, cancel);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (string id in Unfinished())
        {
            _waiting.Writer.TryWrite(id);
        }

        await foreach (string id in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            await RunOne(id, stoppingToken);
        }
    }

    private async Task RunOne(string id, CancellationToken stopping)
    {
        // A job that was left in the outbox when the server ended is in the queue twice.
        if (Find(id) is not { State: "waiting" or "running" })
        {
            return;
        }

        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _running[id] = source;
        lock (_cancelled)
        {
            if (_cancelled.Contains(id))
            {
                source.Cancel();
            }
        }

        await Set(id, "running", started: true, null, null);
        (JobContext context, string kind) = Context(id);
        long began = time.GetTimestamp();
        string outcome;
        using (Activity? span = ServerInstruments.Source.StartActivity("job " + kind))
        {
            outcome = await Outcome(context, kind, source, stopping);
            span?.SetTag("outcome", outcome);
            span?.SetStatus(outcome == "failed" ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
        }

        ServerInstruments.JobEnded(kind, outcome, time.GetElapsedTime(began));
        _running.TryRemove(id, out _);
        _progress.TryRemove(id, out _);
    }

    private async Task<string> Outcome(
        JobContext job,
        string kind,
        CancellationTokenSource source,
        CancellationToken stopping
    )
    {
        string id = job.Id;
        try
        {
            source.Token.ThrowIfCancellationRequested();
            JsonObject result = await services
                .GetServices<IJobKind>()
                .Single(k => k.Kind == kind)
                .Run(job, source.Token);
            await Set(id, "done", started: false, result.ToJsonString(), null);
            return "done";
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server is stopping: the job stays "running" in the table and is taken up at the next start.
            return "interrupted";
        }
        catch (OperationCanceledException)
        {
            await Set(id, "cancelled", started: false, null, null);
            return "cancelled";
        }
        catch (RefusedException e)
        {
            await Set(id, "failed", started: false, null, Problem(e.Refusal));
        }
        catch (Exception e)
        {
            LogFault(id, e.GetType().Name, e.StackTrace ?? "");
            await Set(
                id,
                "failed",
                started: false,
                null,
                Problem(new Refusal("job.fault", "The job met a fault: " + e.GetType().Name + "."))
            );
        }

        return "failed";
    }

    private (JobContext Context, string Kind) Context(string id)
    {
        using ReadLease read = database.Read();
        return read.Connection.One(
            "SELECT kind, project, actor, client, person, arguments FROM job WHERE id = @0",
            r =>
                (
                    new JobContext(
                        id,
                        r.Text(1),
                        new Actor(r.GetString(2), r.GetString(3)),
                        r.GetString(4),
                        JsonNode.Parse(r.GetString(5))!.AsObject(),
                        (done, total) => _progress[id] = (done, total)
                    ),
                    r.GetString(0)
                ),
            id
        );
    }

    private Task Set(string id, string state, bool started, string? result, string? problem)
    {
        (long done, long total) = _progress.GetValueOrDefault(id);
        string now = Timestamps.Text(time.GetUtcNow());
        return database.Write(
            Actor.System,
            u =>
                u.Connection.Run(
                    """
                    UPDATE job SET state = @1, done = @2, total = @3, result = @4, problem = @5,
                        started = COALESCE(started, @6), ended = CASE WHEN @7 = 1 THEN NULL ELSE @6 END WHERE id = @0
                    """,
                    id,
                    state,
                    done,
                    total,
                    result,
                    problem,
                    now,
                    started ? 1 : 0
                )
        );
    }

    private List<string> Unfinished()
    {
        using ReadLease read = database.Read();
        return read.Connection.All(
            "SELECT id FROM job WHERE state IN ('waiting', 'running') ORDER BY created",
            r => r.GetString(0)
        );
    }

    private const string Columns = "id, kind, title, state, done, total, project, started, ended, result, problem";

    private JobView Row(DbDataReader r)
    {
        (long done, long total) = _progress.GetValueOrDefault(r.GetString(0), (r.GetInt64(4), r.GetInt64(5)));
        return new(
            r.GetString(0),
            r.GetString(1),
            r.GetString(2),
            r.GetString(3),
            done,
            total,
            r.Text(6),
            r.Text(7),
            r.Text(8),
            Json(r.Text(9)),
            Json(r.Text(10))
        );
    }

    private static JsonElement? Json(string? text) =>
        text is null ? null : JsonSerializer.Deserialize<JsonElement>(text);

    private static string Problem(Refusal refusal) =>
        JsonSerializer.Serialize(
            new
            {
                title = refusal.Title,
                status = 422,
                code = refusal.Code,
                where = refusal.Where,
                next = refusal.Next,
            },
            EventJson.Options
        );

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Id} failed: {Fault}\n{Trace}")]
    private partial void LogFault(string id, string fault, string trace);
}
