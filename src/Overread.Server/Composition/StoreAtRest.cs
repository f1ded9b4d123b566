using System.Globalization;
using Overread.Storage;
using Overread.Storage.Sqlite;

namespace Overread.Server.Composition;

/// <summary>A store that no server runs over, held for as long as a command changes its keys.</summary>
internal sealed class StoreAtRest : IDisposable
{
    private readonly StoreLock _held;

    private StoreAtRest(DataFolder folder, StoreLock held)
    {
        Folder = folder;
        _held = held;
    }

    public DataFolder Folder { get; }

    public SystemEntropy Entropy { get; } = new();

    /// <summary>The store's keys as they are now; a change that was cut off is finished first.</summary>
    public StoreKeys Keys() => StoreKeys.Open(Folder, Entropy, null);

    /// <summary>The store under keys, without what a server folds beside it.</summary>
    public SqliteOptions Under(StoreKeys keys, TimeProvider time) =>
        OverreadHost.Store(Folder, keys, Entropy, time, []);

    /// <summary>Holds a store whose key is given up.</summary>
    /// <param name="data">Its folder.</param>
    /// <param name="compromisedSince">Since when the key may have been in others' hands, or null.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="StoreFormException">There is no store, a server runs over it, or the time is still to come.</exception>
    public static StoreAtRest Hold(string data, DateTimeOffset? compromisedSince, DateTimeOffset now)
    {
        DataFolder folder = new(data);
        if (!SqliteAudit.HoldsRecord(folder.Database))
        {
            throw new StoreFormException(
                $"There is no store in {Path.GetFullPath(data)}. Name its folder with --data."
            );
        }

        if (compromisedSince > now)
        {
            throw new StoreFormException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"--since {compromisedSince:yyyy-MM-ddTHH:mm:ssZ} is still to come."
                )
            );
        }

        return new(folder, new StoreLock(data));
    }

    /// <summary>Lets go of it.</summary>
    public void Dispose() => _held.Dispose();
}
