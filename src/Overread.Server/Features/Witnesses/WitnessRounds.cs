using Microsoft.Extensions.Hosting;
using Overread.Server.Composition;
using Overread.Server.Features.Witnesses.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Witnesses;

/// <summary>
/// Shows the record's head to the witnesses: once at the start, whatever has happened, since a store that was put back is told then;
/// later whenever something has happened and it is time.
/// </summary>
internal sealed partial class WitnessRounds(
    WitnessDesk desk,
    IDatabase database,
    ServeOptions options,
    TimeProvider time,
    ILogger<WitnessRounds> logger
) : BackgroundService
{
    /// <summary>How soon one that gave nothing is asked again.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, (long Asked, bool Cosigned)> _asked = [];

    /// <summary>Asks those whose time has come.</summary>
    public async Task Round(CancellationToken cancel)
    {
        // Before the first account is made there is nothing to sign.
        List<WitnessAddress> due = database.RecordSize == 0 ? [] : [.. desk.Witnesses.Where(IsDue)];
        if (due.Count == 0)
        {
            return;
        }

        IReadOnlyList<Ledger.NoteSignature> lines = (await desk.Seal(due, cancel).ConfigureAwait(false)).Signatures;
        foreach (WitnessAddress witness in due)
        {
            bool cosigned = lines.Any(l =>
                l.Name == witness.Key.Name && l.KeyId.AsSpan().SequenceEqual(witness.Key.KeyId)
            );
            _asked[witness.KeyId] = (time.GetTimestamp(), cosigned);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (desk.Witnesses.Count == 0)
        {
            return;
        }

        TimeSpan every = TimeSpan.FromMinutes(1);
        using PeriodicTimer timer = new(options.WitnessEvery < every ? options.WitnessEvery : every, time);
        try
        {
            do
            {
                try
                {
                    await Round(stoppingToken).ConfigureAwait(false);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    // An empty record, a full disk: it is tried again.
                    LogNotShown(e.GetType().Name);
                }
            } while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server ends.
        }
    }

    // Going by time that passes, not by the clock, which may jump.
    private bool IsDue(WitnessAddress witness)
    {
        if (!_asked.TryGetValue(witness.KeyId, out (long Asked, bool Cosigned) last))
        {
            return true;
        }

        TimeSpan wait = last.Cosigned || options.WitnessEvery < Again ? options.WitnessEvery : Again;
        return time.GetElapsedTime(last.Asked) >= wait && (!last.Cosigned || desk.IsDue(witness));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The record could not be shown to its witnesses: {Fault}")]
    private partial void LogNotShown(string fault);
}
