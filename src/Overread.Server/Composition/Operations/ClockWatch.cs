using Microsoft.Extensions.Hosting;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Composition.Operations;

/// <summary>
/// Holds the clock against the time that passes (a timer that only goes forward), and at the start against the newest event. A jump is
/// logged and recorded: times about it may be off. The order of the record is that of its numbers and needs no clock.
/// </summary>
internal sealed partial class ClockWatch(IDatabase database, TimeProvider time, ILogger<ClockWatch> logger)
    : BackgroundService
{
    /// <summary>What clocks are put right by in small steps stays below this between two looks.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _one = new(1, 1);
    private (DateTimeOffset Clock, long Passed)? _last;

    /// <summary>Looks once; the first time at the newest event, then at how far the clock went since the last look.</summary>
    public async Task Look()
    {
        await _one.WaitAsync().ConfigureAwait(false);
        try
        {
            (DateTimeOffset clock, long passed) = (time.GetUtcNow(), time.GetTimestamp());
            DateTimeOffset? expected = _last is { } last
                ? last.Clock + time.GetElapsedTime(last.Passed, passed)
                : Newest();
            bool atStart = _last is null;
            _last = (clock, passed);
            if (expected is { } e && (atStart ? e - clock : (e - clock).Duration()) > Tolerance)
            {
                double seconds = Math.Round((clock - e).TotalSeconds, 1);
                LogJump(Timestamps.Text(e), Timestamps.Text(clock), seconds);
                await database
                    .Write(
                        Actor.System,
                        u =>
                            u.Append(
                                new About(null, "store"),
                                new ClockJumped(Timestamps.Text(e), Timestamps.Text(clock), seconds, atStart)
                            )
                    )
                    .ConfigureAwait(false);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Between, time);
        try
        {
            do
            {
                try
                {
                    await Look().ConfigureAwait(false);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    // A full disk: the log has the jump.
                    LogNotKept(e.GetType().Name);
                }
            } while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server ends.
        }
    }

    private DateTimeOffset? Newest()
    {
        using ReadLease read = database.Read();
        long size = read.Record.Size;
        return size == 0
            ? null
            : read.Record.Heads(new RecordQuery { From = size - 1 }).Select(h => Timestamps.Parse(h.At)).First();
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The machine's clock says {After} where {Before} was expected: it jumped by {Seconds} s. Times about this moment may be off; look at the machine's time service"
    )]
    private partial void LogJump(string before, string after, double seconds);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "A jump of the clock could not be looked for or recorded: {Fault}"
    )]
    private partial void LogNotKept(string fault);
}
