using Microsoft.Extensions.Hosting;

namespace Overread.Server.Composition.Operations;

/// <summary>
/// Watches the disk of the data folder and tells the operator, in the log and on the operations page, when it is low, full or takes no
/// writes, and when it is well again. What is left of a disk that is low is kept for what readers save: see <see cref="SpaceGate"/>.
/// </summary>
internal sealed partial class DiskWatch(
    DataFolder folder,
    ServeOptions options,
    TimeProvider time,
    ILogger<DiskWatch> logger
) : BackgroundService
{
    /// <summary>Free bytes below which nothing can be counted on to be saved.</summary>
    public const long FullBelow = 64 << 20;

    /// <summary>Written into the data folder and taken away again, to see that it can be.</summary>
    public const string ProbeFile = "ready-probe";

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(30);
    private readonly Lock _gate = new();
    private string _told = DiskLook.Ok;

    /// <summary>The last look.</summary>
    public DiskLook? Last { get; private set; }

    /// <summary>Free bytes and bytes in all; null where the disk cannot be asked. Cheap: nothing is written.</summary>
    public (long Free, long Total)? Space()
    {
        if (options.Space is { } space)
        {
            return space();
        }

        try
        {
            DriveInfo drive = new(folder.Root);
            return (drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Looks, a byte that is written and taken away again included.</summary>
    public DiskLook Look()
    {
        lock (_gate)
        {
            (long Free, long Total)? space = Space();
            long low = options.LowSpaceOf(space?.Total ?? long.MaxValue);
            string state =
                space is null || !Writes() ? DiskLook.Failing
                : space.Value.Free < FullBelow ? DiskLook.Full
                : space.Value.Free < low ? DiskLook.Low
                : DiskLook.Ok;
            return Last = new(time.GetUtcNow(), state, space?.Free, space?.Total, low, FullBelow);
        }
    }

    /// <summary>Looks, and says so where the disk fares otherwise than it did when something was last said.</summary>
    public void Check()
    {
        DiskLook look = Look();
        if (look.State == _told)
        {
            return;
        }

        _told = look.State;
        long free = look.FreeBytes ?? -1;
        switch (look.State)
        {
            case DiskLook.Low:
                LogLow(free, look.LowBelow);
                break;
            case DiskLook.Full:
                LogFull(free, look.FullBelow);
                break;
            case DiskLook.Failing:
                LogFailing(free);
                break;
            default:
                LogWell(free);
                break;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Between, time);
        try
        {
            do
            {
                Check();
            } while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server ends.
        }
    }

    // Whether a full disk takes a byte says nothing about whether it takes a page; whether it takes any says that it is not read-only.
    private bool Writes()
    {
        string file = Path.Combine(folder.Root, ProbeFile);
        try
        {
            using (FileStream stream = new(file, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                stream.WriteByte(1);
                stream.Flush(flushToDisk: true);
            }

            File.Delete(file);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return DiskFault.IsFull(e);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The data folder's disk is low: {Free} bytes are free, less than {Below}. Nothing new is received and no release is made until there is room; what readers save is taken"
    )]
    private partial void LogLow(long free, long below);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The data folder's disk is full: {Free} bytes are free, less than {Below}. Make room: what readers save waits on their devices and comes by itself then"
    )]
    private partial void LogFull(long free, long below);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The data folder's disk takes no writes ({Free} bytes free): it is read-only, lost or broken. What readers save waits on their devices; nothing is lost that was acknowledged"
    )]
    private partial void LogFailing(long free);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The data folder's disk is well again: {Free} bytes are free")]
    private partial void LogWell(long free);
}
