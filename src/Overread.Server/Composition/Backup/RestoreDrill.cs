using System.Net;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Composition.Backup;

/// <summary>Restores a backup for trial: into a folder of its own, audited, served on a free port and asked, and thrown away.</summary>
public static class RestoreDrill
{
    /// <summary>Runs a drill.</summary>
    /// <param name="source">The folder of backups.</param>
    /// <param name="keys">Where the keys come from; an archive, as a person would have after a fire.</param>
    /// <param name="backup">The id or its beginning; null for the newest.</param>
    /// <param name="data">The live store, whose record is told; null for none.</param>
    /// <param name="by">Who runs it, for the record.</param>
    /// <param name="serve">True to start a server over what came back.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <exception cref="BackupFailedException">Nothing comes back from this backup.</exception>
    public static async Task<DrillReport> Run(
        string source,
        KeySource keys,
        string? backup,
        string? data,
        string by,
        bool serve,
        IProgress<AuditProgress>? progress,
        CancellationToken cancel
    )
    {
        string folder = Directory.CreateTempSubdirectory("overread-drill-").FullName;
        try
        {
            RestoreReport restored = StoreRestore.Run(
                new RestoreRequest(source, Path.Combine(folder, "data"), keys, by) { Backup = backup },
                progress,
                cancel
            );
            List<string> faults = [.. restored.Faults];
            double? started = null;
            if (serve && restored is { InPlace: true, NeedsDecision: false })
            {
                started = await Serve(restored.Folder, faults, cancel).ConfigureAwait(false);
            }

            return new DrillReport(
                restored.Backup,
                restored.Made,
                restored.Events,
                restored.Root,
                restored.Files,
                restored.Bytes,
                restored.Seconds,
                started,
                Record(data, by, restored, started is not null, faults),
                faults
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double?> Serve(string folder, List<string> faults, CancellationToken cancel)
    {
        long began = TimeProvider.System.GetTimestamp();
        try
        {
            WebApplication app = OverreadHost.Build(new ServeOptions(folder, "http://127.0.0.1:0"));
            await using (app.ConfigureAwait(false))
            {
                await app.StartAsync(cancel).ConfigureAwait(false);
                using HttpClient client = new() { BaseAddress = new Uri(app.Urls.First()) };
                using HttpResponseMessage answer = await client
                    .GetAsync(new Uri("/api/session", UriKind.Relative), cancel)
                    .ConfigureAwait(false);
                double seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
                await app.StopAsync(cancel).ConfigureAwait(false);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return seconds;
                }

                faults.Add($"A server over what came back answers {(int)answer.StatusCode}.");
            }
        }
        catch (Exception e) when (e is StoreFaultException or StoreFormException or IOException)
        {
            faults.Add("No server starts over what came back: " + e.Message);
        }

        return null;
    }

    private static bool Record(string? data, string by, RestoreReport restored, bool served, List<string> faults)
    {
        if (data is null || StoreKeys.Look(new DataFolder(data)) is not { } keys)
        {
            return false;
        }

        OperatorNotes.Leave(
            new DataFolder(data),
            keys.Guard,
            new SystemEntropy().NewId(),
            new BackupDrilled(
                restored.Backup,
                by,
                restored.Events,
                restored.Root,
                Math.Round(restored.Seconds, 3),
                served,
                [.. faults]
            )
        );
        return true;
    }
}
