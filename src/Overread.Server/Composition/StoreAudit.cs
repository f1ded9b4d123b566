using Overread.Storage;
using Overread.Storage.Sqlite;

namespace Overread.Server.Composition;

/// <summary>Audits the store in a data folder, whether a server runs on it or not. Writes nothing.</summary>
public static class StoreAudit
{
    /// <summary>Runs the audit.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="fast">Looks whether images and releases are there, and reads none of them through.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <param name="witnesses">Witnesses whose cosignatures are checked besides; null for none.</param>
    public static AuditReport Run(
        string data,
        bool fast,
        IProgress<AuditProgress>? progress,
        CancellationToken cancel,
        StoreWitnesses? witnesses = null
    )
    {
        DataFolder folder = new(data);
        // Looked for before anything else: without its keys nothing that the store holds can be held against anything.
        IReadOnlyList<AuditFault> faults = StoreKeys.Faults(folder);
        if (StoreKeys.Look(folder) is not { } keys)
        {
            return new AuditReport(
                0,
                "",
                0,
                faults.Count > 0
                    ? faults
                    :
                    [
                        new AuditFault(null, "There is no record to audit. Name the store's folder with --data.")
                        {
                            Where = Path.GetFileName(folder.Database),
                        },
                    ]
            );
        }

        SqliteOptions options = OverreadHost.Store(folder, keys, new SystemEntropy(), TimeProvider.System, []) with
        {
            Beside = view => [.. new FolderAudit(folder, keys, fast).Faults(view), .. witnesses?.Faults(view) ?? []],
        };
        return new SqliteAudit(options).Run(progress, cancel);
    }
}
