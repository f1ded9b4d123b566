using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Overread.Server.Composition;
using Overread.Server.Features.Intake;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Storage;

namespace Overread.Server.Modalities.Imaging.DicomWeb;

/// <summary>
/// Gathers what one sender stores in a project into one batch of quarantine, and closes it once nothing has come for a
/// while: archives send a study in many requests, and it should lie at the gate as one.
/// </summary>
internal sealed partial class StowBatches(
    IDatabase database,
    Batches batches,
    JobRunner jobs,
    TimeProvider time,
    ServeOptions options,
    ILogger<StowBatches> logger
) : BackgroundService
{
    public static string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS stow_batch(
                batch TEXT PRIMARY KEY, project TEXT NOT NULL, person TEXT NOT NULL, actor TEXT NOT NULL, client TEXT NOT NULL,
                touched TEXT NOT NULL){dialect.Clustered};

            """;

    private sealed record Open(string Batch, string Project, string Person, Actor Actor, string Touched);

    private readonly ConcurrentDictionary<string, int> _busy = new();
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>The batch that a sender's files go to; it stays open until <see cref="Leave"/> and a while longer.</summary>
    public async Task<string> Enter(string project, string person, Actor actor)
    {
        await _gate.WaitAsync();
        try
        {
            string batch = await database.Write(
                actor,
                u =>
                {
                    string? open = u.Connection.One(
                        $"SELECT s.batch FROM stow_batch s WHERE s.project = @0 AND s.person = @1 AND {BatchTable.ReceivingSql("s.batch")}",
                        r => r.GetString(0),
                        project,
                        person
                    );
                    if (open is not null)
                    {
                        return open;
                    }

                    string id = UploadFiles.OpenBatch(u, project, "DICOMweb " + Timestamps.Text(u.Now)[..16]).Id;
                    u.Connection.Run(
                        "INSERT INTO stow_batch(batch, project, person, actor, client, touched) VALUES (@0, @1, @2, @3, @4, @5)",
                        id,
                        project,
                        person,
                        actor.Name,
                        actor.Client,
                        Timestamps.Text(u.Now)
                    );
                    return id;
                }
            );
            _busy.AddOrUpdate(batch, 1, (_, n) => n + 1);
            return batch;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task Leave(string batch)
    {
        await database.Write(
            Actor.System,
            u => u.Connection.Run("UPDATE stow_batch SET touched = @1 WHERE batch = @0", batch, Timestamps.Text(u.Now))
        );
        _busy.AddOrUpdate(batch, 0, (_, n) => n - 1);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (Open open in Quiet())
            {
                await Close(open);
            }
        }
    }

    private List<Open> Quiet()
    {
        string before = Timestamps.Text(time.GetUtcNow() - options.StowQuiet);
        using ReadLease read = database.Read();
        return read.Connection.All(
            "SELECT batch, project, person, actor, client, touched FROM stow_batch WHERE touched < @0",
            r => new Open(
                r.GetString(0),
                r.GetString(1),
                r.GetString(2),
                new Actor(r.GetString(3), r.GetString(4)),
                r.GetString(5)
            ),
            before
        );
    }

    private async Task Close(Open open)
    {
        await _gate.WaitAsync();
        try
        {
            if (_busy.GetValueOrDefault(open.Batch) > 0)
            {
                return;
            }

            try
            {
                await UploadFiles.CloseBatch(
                    database,
                    jobs,
                    batches,
                    open.Actor,
                    open.Person,
                    open.Project,
                    open.Batch
                );
            }
            catch (RefusedException e)
            {
                // Closed by hand, empty, or the project is closed: the batch stays as it is and says so on the gate's page.
                LogNotClosed(open.Batch, e.Refusal.Code);
            }

            await database.Write(
                Actor.System,
                u => u.Connection.Run("DELETE FROM stow_batch WHERE batch = @0", open.Batch)
            );
            _busy.TryRemove(open.Batch, out _);
        }
        finally
        {
            _gate.Release();
        }
    }

    public override void Dispose()
    {
        _gate.Dispose();
        base.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Batch {Batch} was not closed: {Code}")]
    private partial void LogNotClosed(string batch, string code);
}
