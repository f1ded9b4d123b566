using Overread.Ledger;
using Overread.Storage;
using Overread.Storage.Sqlite;

namespace Overread.Server.Composition;

/// <summary>Audits the store in a data folder, whether a server runs on it or not.</summary>
public static class StoreAudit
{
    /// <summary>Runs the audit.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="progress">Told how many events are done.</param>
    /// <param name="cancel">Ends it early.</param>
    public static AuditReport Run(string data, IProgress<long>? progress, CancellationToken cancel)
    {
        // Looked for before anything is opened: opening would make a new one, and an audit changes nothing.
        if (!File.Exists(Path.Combine(data, "keys", "log-signing.key")))
        {
            return new AuditReport(
                0,
                "",
                0,
                [
                    new AuditFault(
                        null,
                        "The signing key keys/log-signing.key is not there: nothing that was signed can be checked. Put it back from the backup of the keys, and audit again."
                    ),
                ]
            );
        }

        DataFolder folder = new(data);
        SystemEntropy entropy = new();
        LogSigner signer = folder.Signer(entropy);
        AuditReport report = new SqliteAudit(OverreadHost.Store(folder, signer, entropy, TimeProvider.System, [])).Run(
            progress,
            cancel
        );
        return report;
    }
}
