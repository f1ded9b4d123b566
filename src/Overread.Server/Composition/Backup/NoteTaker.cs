using Microsoft.Extensions.Hosting;
using Overread.Domain.People;
using Overread.Server.Features.People.Contracts;
using Overread.Storage;

namespace Overread.Server.Composition.Backup;

/// <summary>Takes what the operator's commands have done into the record, at the start and every second.</summary>
internal sealed class NoteTaker(
    DataFolder folder,
    StoreKeys keys,
    IDatabase database,
    RestoredSignIns signIns,
    TimeProvider time,
    StoreLog log
) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);

    /// <summary>Takes all notes that wait.</summary>
    public async Task Take()
    {
        foreach (string file in OperatorNotes.Waiting(folder).Where(f => !_refused.Contains(f)))
        {
            if (OperatorNotes.Read(file, keys.Guard) is not { } note)
            {
                // It stays where it is, for a person to look at; an audit names it.
                _refused.Add(file);
                log.Fault(
                    "A note of an operator's command was not written with this store's key, and is not taken into the record.",
                    new InvalidDataException()
                );
                continue;
            }

            await database
                .Write(
                    Actor.System with
                    {
                        Client = "overread-cli",
                    },
                    unit =>
                    {
                        // A crash may have come between the record and the file's end.
                        if (!unit.Holds(note.Id))
                        {
                            if (note.Happened is SignInRestored restored)
                            {
                                signIns.Take(unit, restored, note.Secret ?? "", note.Id);
                            }
                            else
                            {
                                unit.Append(new About(null, "store"), note.Happened, note.Id);
                            }
                        }

                        return true;
                    }
                )
                .ConfigureAwait(false);
            File.Delete(file);
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
                    await Take().ConfigureAwait(false);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    // A full disk, a file that somebody holds: it is tried again.
                    log.Fault("What an operator's command has done could not be taken into the record.", e);
                }
            } while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server ends; what is left waits for the next start.
        }
    }
}
