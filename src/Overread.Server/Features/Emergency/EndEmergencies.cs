using Microsoft.Extensions.Hosting;
using Overread.Domain.Projects;
using Overread.Server.Features.Emergency.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Emergency;

/// <summary>
/// Says in the record that an emergency access has ended by itself. Nobody sees anything under it after its time whether this runs or not.
/// </summary>
internal sealed partial class EndEmergencies(
    IDatabase database,
    Emergencies emergencies,
    TimeProvider time,
    ILogger<EndEmergencies> logger
) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(15);

    /// <summary>Ends those whose time is over.</summary>
    public async Task Check()
    {
        foreach (Emergencies.Access access in emergencies.Over(time.GetUtcNow()))
        {
            await database
                .Write(
                    Actor.System,
                    u =>
                    {
                        // Somebody may have ended it while this waited.
                        if (EmergencyRow.Find(u.Connection, access.Id) is { Ended: null })
                        {
                            u.Append(
                                new About(access.Project, EmergencyProjection.StreamOf(access.Id)),
                                new EmergencyEnded("time")
                            );
                        }

                        return true;
                    }
                )
                .ConfigureAwait(false);
        }
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
                    await Check().ConfigureAwait(false);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    // A full disk: it is tried again.
                    LogNotKept(e.GetType().Name);
                }
            } while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server ends; what is over is written at the next start.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The end of an emergency access could not be recorded: {Fault}")]
    private partial void LogNotKept(string fault);
}
