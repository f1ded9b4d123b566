using Microsoft.Extensions.Hosting;
using Overread.Domain.Record;
using Overread.Server.Composition;
using Overread.Storage;

namespace Overread.Server.Features.Record;

/// <summary>
/// Reads a share of the images and releases through each night, those that were not looked at for longest first, and puts on the record
/// what was found: within <see cref="Nights"/> nights each file was read. It replaces no audit of the record itself.
/// </summary>
internal sealed partial class NightlyAudit(
    IDatabase database,
    DataFolder folder,
    StoreKeys keys,
    TimeProvider time,
    ILogger<NightlyAudit> logger
) : BackgroundService
{
    /// <summary>In how many nights everything is read once.</summary>
    public const int Nights = 30;

    private const int FaultsTold = 20;
    private const int NightEnds = 5;
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Day = TimeSpan.FromHours(20);

    // A machine that is off at night.
    private static readonly TimeSpan Late = TimeSpan.FromHours(48);

    /// <summary>Reads a share where it is time.</summary>
    /// <returns>True where one was read.</returns>
    public async Task<bool> Look(CancellationToken cancel)
    {
        (StoreShareAudited Event, string At)? last = Last();
        TimeSpan age = last is { } l ? time.GetUtcNow() - Timestamps.Parse(l.At) : Late;
        // A clock that went back must not keep the audit away for as long.
        bool due = age < TimeSpan.Zero || age >= Late || (age >= Day && time.GetLocalNow().Hour < NightEnds);
        return due && await Share(last?.Event.Until ?? "", cancel).ConfigureAwait(false);
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
                    await Look(stoppingToken).ConfigureAwait(false);
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

    private async Task<bool> Share(string after, CancellationToken cancel)
    {
        IReadOnlyList<string> all;
        List<string> share;
        List<AuditFault> faults;
        using (ReadLease read = database.Read())
        {
            all = FolderAudit.Readable(read.Connection);
            if (all.Count == 0)
            {
                return false;
            }

            share =
            [
                .. all.Where(p => string.CompareOrdinal(p, after) > 0)
                    .Concat(all.Where(p => string.CompareOrdinal(p, after) <= 0))
                    .Take((all.Count + Nights - 1) / Nights),
            ];
        }

        faults = Faults(share, cancel);
        if (faults.Count > 0)
        {
            // What was erased or withdrawn meanwhile is missed by nobody: the second look is at what is still wanted.
            using ReadLease read = database.Read();
            HashSet<string> wanted = [.. FolderAudit.Readable(read.Connection)];
            faults = Faults([.. share.Where(wanted.Contains)], cancel);
        }

        await database
            .Write(
                Actor.System,
                u =>
                    u.Append(
                        new About(null, LastEvents.Store),
                        new StoreShareAudited(
                            share.Count,
                            all.Count,
                            share[^1],
                            faults.Count,
                            [.. faults.Take(FaultsTold).Select(f => f.ToString())]
                        )
                    )
            )
            .ConfigureAwait(false);
        if (faults.Count > 0)
        {
            LogFaults(faults.Count, share.Count);
        }

        return true;
    }

    private List<AuditFault> Faults(List<string> share, CancellationToken cancel)
    {
        using ReadLease read = database.Read();
        return [.. new FolderAudit(folder, keys, fast: false).Faults(read, share, cancel)];
    }

    private (StoreShareAudited Event, string At)? Last()
    {
        using ReadLease read = database.Read();
        return LastEvents.Of<StoreShareAudited>(read, LastEvents.Store);
    }

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "{Faults} faults in {Files} files that were read through. The operations page lists them"
    )]
    private partial void LogFaults(int faults, int files);

    [LoggerMessage(Level = LogLevel.Error, Message = "The files could not be looked through: {Fault}")]
    private partial void LogNotLooked(string fault);
}
