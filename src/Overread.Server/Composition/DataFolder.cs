using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Overread.Server.Composition;

/// <summary>
/// The folder of one installation: database, blobs, releases; and apart from them, readable by the owner alone, the keys,
/// the vault (pseudonyms and project secrets) and the quarantine.
/// </summary>
public sealed class DataFolder
{
    /// <summary>Names the parts of a folder; nothing is made.</summary>
    public DataFolder(string root) => Root = Path.GetFullPath(root);

    /// <summary>Makes what is missing.</summary>
    public DataFolder Make()
    {
        foreach (string folder in new[] { Root, Blobs, Releases, Gate })
        {
            Directory.CreateDirectory(folder);
        }

        foreach (string folder in new[] { Keys, Vault, Quarantine })
        {
            MakePrivate(folder);
        }

        return this;
    }

    /// <summary>Makes a folder that its owner alone may look into.</summary>
    public static void MakePrivate(string folder)
    {
        Directory.CreateDirectory(folder);
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public string Root { get; }

    public string Database => Path.Combine(Root, "overread.db");

    public string Blobs => Path.Combine(Root, "blobs");

    /// <summary>De-identified output that waits for the gate's decision.</summary>
    public string Gate => Path.Combine(Root, "gate");

    public string Releases => Path.Combine(Root, "releases");

    /// <summary>What opens the sealed labels of a release, beside its bundle.</summary>
    public string SealedLabels(string release) => Path.Combine(Releases, $".sealed-{release}.jsonl");

    public string Keys => Path.Combine(Root, "keys");

    public string Vault => Path.Combine(Root, "vault");

    public string Quarantine => Path.Combine(Root, "quarantine");

    /// <summary>The last signed checkpoint, kept beside the keys so that an old database put back is noticed.</summary>
    public string LastCheckpoint => Path.Combine(Keys, "last-checkpoint");

    /// <summary>How far the store had come at its last commit, kept beside the keys for the same reason.</summary>
    public string Head => Path.Combine(Keys, "record-head");

    /// <summary>The log's signing key.</summary>
    public string SigningKey => Path.Combine(Keys, "log-signing.key");

    /// <summary>The key that is to take over from it, until the record says that it did.</summary>
    public string NextSigningKey => SigningKey + ".next";

    /// <summary>The changes of the log's signing key as both keys signed them; they hold no secret.</summary>
    public string KeyChanges => Path.Combine(Keys, "log-key.changes");

    /// <summary>Its public half, for people.</summary>
    public string VerifierKey => Path.Combine(Keys, "log-verifier.vkey");

    /// <summary>The key under which events are marked and the tables that are no projections are summed up.</summary>
    public string GuardSecret => Path.Combine(Keys, "table-guard.secret");

    /// <summary>The key that is to take over from it, until the record says that it did.</summary>
    public string NextGuardSecret => GuardSecret + ".next";

    /// <summary>The key under which backups are written.</summary>
    public string BackupKey => Path.Combine(Keys, "backup.key");

    /// <summary>What the operator's commands have done, waiting to be taken into the record.</summary>
    public string Notes => Path.Combine(Root, "notes");

    /// <summary>Where a backup puts the state that it writes, while it runs.</summary>
    public string BackupWork => Path.Combine(Root, "backup-work");

    /// <summary>
    /// Overwrites a secret's file and removes it. Copies elsewhere (backups, the blocks that a solid-state disk has set aside)
    /// are beyond its reach.
    /// </summary>
    public static void EraseSecret(string file)
    {
        using (FileStream stream = new(file, FileMode.Open, FileAccess.Write))
        {
            stream.Write(RandomNumberGenerator.GetBytes((int)stream.Length));
            stream.Flush(flushToDisk: true);
        }

        File.Delete(file);
    }
}
