using Overread.Server.Composition.Backup;
using Overread.Storage;
using Overread.Storage.Sqlite;

namespace Overread.Server.Composition;

/// <summary>
/// Replaces the key of marks and sums of a store at rest. Whoever is killed in between has the old key before the record says so, and the
/// new one after: what is missing then is made up for when the store is opened next.
/// </summary>
public static class GuardKeyRotation
{
    /// <summary>Replaces the key and destroys the former.</summary>
    /// <param name="data">The data folder; no server runs over it.</param>
    /// <param name="by">Who decided.</param>
    /// <param name="reason">Why.</param>
    /// <param name="compromisedSince">Since when the key may have been in others' hands; null where nobody thinks so.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The fingerprint of the new key.</returns>
    /// <exception cref="StoreFormException">There is no store, a server runs over it, notes wait for one, or the time is after now.</exception>
    /// <exception cref="StoreFaultException">It is not as its server left it.</exception>
    public static Task<string> Run(
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
    internal static async Task<string> Run(
        string data,
        (string By, string Reason, DateTimeOffset? CompromisedSince) about,
        TimeProvider time,
        Action<string> reached
    )
    {
        using StoreAtRest store = StoreAtRest.Hold(data, about.CompromisedSince, time.GetUtcNow());
        DataFolder folder = store.Folder;
        if (OperatorNotes.Waiting(folder).Count > 0)
        {
            throw new StoreFormException(
                "What other commands have done waits for the server under the key that is to be given up. Start the server once, stop it, and change the key then."
            );
        }

        StoreKeys keys = store.Keys();
        reached("make the key");
        byte[] next = StoreKeys.MakeNextGuard(folder, store.Entropy);
        reached("record the change");
        await GuardKeyChange
            .Run(store.Under(keys, time), store.Under(keys.With(next), time), about)
            .ConfigureAwait(false);
        reached("say how far the record has come");
        GuardKeyChange.KeepHead(folder.Database, folder.Head, keys.Guard, next);
        reached("put the files in their places");
        StoreKeys.FinishGuardChange(folder);
        // Opened once more under the new key: what was made holds, and the record is signed with its change.
        await using (SqliteDatabase.Open(store.Under(store.Keys(), time))) { }

        return GuardKeyChange.Fingerprint(next);
    }
}
