using Overread.Storage;
using Overread.Storage.Sqlite;

namespace Overread.Server.Composition;

// A change of the key of marks and sums is done once the record says so, as one of the signing key is.
public sealed partial class StoreKeys
{
    /// <summary>The same keys with another of marks and sums.</summary>
    internal StoreKeys With(byte[] guard) => new(Signer, guard) { Changes = Changes, Former = Former };

    /// <summary>Makes the key that is to take over; one that no record names is thrown away.</summary>
    internal static byte[] MakeNextGuard(DataFolder folder, IEntropy entropy)
    {
        if (File.Exists(folder.NextGuardSecret))
        {
            DataFolder.EraseSecret(folder.NextGuardSecret);
        }

        return MakeSecret(folder.NextGuardSecret, entropy);
    }

    /// <summary>Puts the files of a recorded change into their places and destroys the former key.</summary>
    internal static void FinishGuardChange(DataFolder folder)
    {
        string former = folder.GuardSecret + ".former";
        if (GuardChangeIsRecorded(folder))
        {
            string old = File.Exists(folder.GuardSecret) ? folder.GuardSecret : former;
            if (File.Exists(old))
            {
                GuardKeyChange.KeepHead(folder.Database, folder.Head, Secret(old), Secret(folder.NextGuardSecret));
            }

            if (File.Exists(folder.GuardSecret))
            {
                File.Move(folder.GuardSecret, former, overwrite: true);
            }

            File.Move(folder.NextGuardSecret, folder.GuardSecret);
        }

        if (File.Exists(former) && File.Exists(folder.GuardSecret))
        {
            DataFolder.EraseSecret(former);
        }
    }

    // The newest change that the record holds is the one to the key that waits.
    private static bool GuardChangeIsRecorded(DataFolder folder)
    {
        if (!File.Exists(folder.NextGuardSecret))
        {
            return false;
        }

        try
        {
            return GuardKeyChange.IsRecorded(folder.Database, Secret(folder.NextGuardSecret));
        }
        catch (Exception e)
            when (e is FormatException or Microsoft.Data.Sqlite.SqliteException or System.Text.Json.JsonException)
        {
            // Cut off while it was written, or a database that is damaged: the audit that follows says what is wrong.
            return false;
        }
    }
}
