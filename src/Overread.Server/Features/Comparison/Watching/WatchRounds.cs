using Microsoft.Extensions.Hosting;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Comparison.Watching;

/// <summary>Has the reads of every project looked through once a day, where there are more of them than at the last look.</summary>
internal sealed partial class WatchRounds(
    IDatabase database,
    ReaderWatching watching,
    TimeProvider time,
    ILogger<WatchRounds> logger
) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>Looks where it is time.</summary>
    /// <returns>How many projects were looked through.</returns>
    public async Task<int> Round(CancellationToken cancel)
    {
        List<string> due = [];
        using (ReadLease read = database.Read())
        {
            DateTimeOffset now = time.GetUtcNow();
            foreach ((string project, _, int version) in ProjectTable.All(read.Connection))
            {
                if (version == 0)
                {
                    continue;
                }

                WatchTable.Looked? last = WatchTable.Last(read.Connection, project);
                // A clock that went back must not keep the watch away for as long.
                TimeSpan age = last is null ? Day : now - Timestamps.Parse(last.At);
                if (age < TimeSpan.Zero || age >= Day)
                {
                    int reads = ReadRow.CountSubmitted(read.Connection, project, version);
                    if (reads > 0 && (last is null || last.Version != version || last.Reads != reads))
                    {
                        due.Add(project);
                    }
                }
            }
        }

        foreach (string project in due)
        {
            await watching.Look(project, Actor.System, cancel).ConfigureAwait(false);
        }

        return due.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Between, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                try
                {
                    await Round(stoppingToken).ConfigureAwait(false);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    // A full disk: it is tried again.
                    LogNotLooked(e.GetType().Name);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server ends.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reads were not looked through: {Fault}")]
    private partial void LogNotLooked(string fault);
}
