using Overread.Ledger;
using Overread.Storage;
using Overread.Storage.Sqlite;

namespace Overread.Server.Composition;

/// <summary>
/// Replaces the key that signs the record of a store at rest. The former key signs what is there; the change stands in the record
/// under both keys; then the former key is destroyed. Whoever is killed in between has a store that starts, with the old key before
/// the record says so and with the new one after.
/// </summary>
public static class LogKeyRotation
{
    /// <summary>Replaces the key.</summary>
    /// <param name="data">The data folder; no server runs over it.</param>
    /// <param name="by">Who decided.</param>
    /// <param name="reason">Why.</param>
    /// <param name="compromisedSince">Since when the key may have been in others' hands; null where nobody thinks so.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The change, as both keys signed it.</returns>
    /// <exception cref="StoreFormException">There is no store, a server runs over it, or the time is after now.</exception>
    /// <exception cref="StoreFaultException">It is not as its server left it.</exception>
    public static Task<LogKeyChange> Run(
        string data,
        string by,
        string reason,
        DateTimeOffset? compromisedSince,
        TimeProvider time
    ) => Run(data, (by, reason, compromisedSince), time, _ => { });

    /// <param name="data">The data folder.</param>
    /// <param name="about">Who, why, since when.</param>
    /// <param name="time">The clock.</param>
    /// <param name="reached">Told before each step; a test that throws there stands for a kill.</param>
    internal static async Task<LogKeyChange> Run(
        string data,
        (string By, string Reason, DateTimeOffset? CompromisedSince) about,
        TimeProvider time,
        Action<string> reached
    )
    {
        using StoreAtRest store = StoreAtRest.Hold(data, about.CompromisedSince, time.GetUtcNow());
        StoreKeys keys = store.Keys();
        reached("make the key");
        LogSigner next = StoreKeys.MakeNext(store.Folder, keys.Signer, store.Entropy);
        reached("record the change");
        await using (SqliteDatabase database = SqliteDatabase.Open(store.Under(keys, time)))
        {
            await database.Rotate(next, about).ConfigureAwait(false);
        }

        reached("put the files in their places");
        StoreKeys.FinishChange(store.Folder);
        return LogKeyChange.Parse(SqliteAudit.KeyChanges(store.Folder.Database)[^1]);
    }
}
