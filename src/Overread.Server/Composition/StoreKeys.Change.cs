using Overread.Ledger;
using Overread.Storage;
using Overread.Storage.Sqlite;

namespace Overread.Server.Composition;

// A change of the signing key is done once the record says so. What its files still lack then is made up for when the store is
// opened next: whoever is killed in between has the old key or the new one, never both and never none.
public sealed partial class StoreKeys
{
    /// <summary>Makes the key that is to take over, of the same name; one that no record names is thrown away.</summary>
    internal static LogSigner MakeNext(DataFolder folder, LogSigner signer, IEntropy entropy)
    {
        if (File.Exists(folder.NextSigningKey))
        {
            DataFolder.EraseSecret(folder.NextSigningKey);
        }

        byte[] seed = new byte[32];
        entropy.Fill(seed);
        LogSigner next = new(signer.Verifier.Name, seed);
        Deidentification.Pseudonyms.SecretFile.Write(folder.NextSigningKey, next.Export());
        return next;
    }

    /// <summary>Puts the files of a recorded change into their places and destroys the former key.</summary>
    internal static void FinishChange(DataFolder folder)
    {
        string former = folder.SigningKey + ".former";
        if (ChangeIsRecorded(folder))
        {
            LogSigner next = LogSigner.Parse(File.ReadAllText(folder.NextSigningKey));
            Put(folder.KeyChanges, LogKeyChain.Text(SqliteAudit.KeyChanges(folder.Database)));
            Put(folder.VerifierKey, next.Verifier + "\n");
            if (File.Exists(folder.SigningKey))
            {
                File.Move(folder.SigningKey, former, overwrite: true);
            }

            File.Move(folder.NextSigningKey, folder.SigningKey);
        }

        if (File.Exists(former) && File.Exists(folder.SigningKey))
        {
            DataFolder.EraseSecret(former);
        }
    }

    // The newest change that the record holds is the one to the key that waits.
    private static bool ChangeIsRecorded(DataFolder folder)
    {
        if (!File.Exists(folder.NextSigningKey))
        {
            return false;
        }

        try
        {
            string next = LogSigner.Parse(File.ReadAllText(folder.NextSigningKey)).Verifier.ToString();
            return SqliteAudit.KeyChanges(folder.Database) is { Count: > 0 } all
                && LogKeyChange.Parse(all[^1]).Next.ToString() == next;
        }
        catch (Exception e)
            when (e is FormatException or Microsoft.Data.Sqlite.SqliteException or System.Text.Json.JsonException)
        {
            // Cut off while it was written, or a database that is damaged: the audit that follows says what is wrong.
            return false;
        }
    }

    private static LogSigner SignerOf(DataFolder folder) =>
        LogSigner.Parse(File.ReadAllText(ChangeIsRecorded(folder) ? folder.NextSigningKey : folder.SigningKey));

    private static LogKeyChain? Kept(DataFolder folder)
    {
        try
        {
            return File.Exists(folder.KeyChanges) ? LogKeyChain.Parse(File.ReadAllText(folder.KeyChanges)) : null;
        }
        catch (FormatException)
        {
            // They are public and stand in the record, which alone is believed; an audit names the file.
            return null;
        }
    }

    private static void Put(string file, string text)
    {
        string fresh = file + ".new";
        using (FileStream stream = new(fresh, FileMode.Create, FileAccess.Write))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, file, overwrite: true);
    }
}
