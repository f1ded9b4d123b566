using Overread.Domain.Record;
using Overread.Ledger;

namespace Overread.Storage.Sqlite;

public sealed partial class SqliteDatabase
{
    /// <summary>
    /// Has another key sign from here on: the key signs what is there, then the change is recorded and signed by both in one
    /// transaction. The options still name the former key; open the database anew with the next.
    /// </summary>
    /// <param name="next">The key that takes over; of the same name.</param>
    /// <param name="about">Who decided, why, and since when the former key may have been in others' hands (UTC) or null.</param>
    /// <exception cref="InvalidOperationException">The record is empty.</exception>
    public async Task Rotate(LogSigner next, (string By, string Reason, DateTimeOffset? CompromisedSince) about)
    {
        await Seal().ConfigureAwait(false);
        await Write(
                Actor.System with
                {
                    Client = "overread-cli",
                },
                unit =>
                {
                    RecordTree tree = ((SqliteUnitOfWork)unit).Tree;
                    LogKeyChange change = new(
                        tree.Size,
                        tree.Root(),
                        _options.Signer.Verifier,
                        next.Verifier,
                        Timestamps.Text(unit.Now),
                        about.CompromisedSince is { } since ? Timestamps.Text(since) : null
                    );
                    unit.Append(
                        new About(null, "store"),
                        new LogKeyRotated(
                            about.By,
                            about.Reason,
                            change.Former.ToString(),
                            change.Next.ToString(),
                            change.CompromisedSince,
                            change.Sign(_options.Signer, next).ToString()
                        )
                    );
                    _seal.HandOver(unit.Connection, tree, next);
                    return true;
                }
            )
            .ConfigureAwait(false);
    }
}
