using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Overread.Ledger;
using Overread.Storage;

namespace Overread.Server.Composition;

/// <summary>
/// The folder of one installation: database, blobs, releases; and apart from them, readable by the owner alone, the keys,
/// the vault (pseudonyms and project secrets) and the quarantine.
/// </summary>
public sealed class DataFolder
{
    /// <summary>Uses a folder, making what is missing.</summary>
    public DataFolder(string root)
    {
        Root = Path.GetFullPath(root);
        foreach (string folder in new[] { Root, Blobs, Releases, Gate })
        {
            Directory.CreateDirectory(folder);
        }

        foreach (string folder in new[] { Keys, Vault, Quarantine })
        {
            Directory.CreateDirectory(folder);
            if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            {
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
    }

    public string Root { get; }

    public string Database => Path.Combine(Root, "overread.db");

    public string Blobs => Path.Combine(Root, "blobs");

    /// <summary>De-identified output that waits for the gate's decision.</summary>
    public string Gate => Path.Combine(Root, "gate");

    public string Releases => Path.Combine(Root, "releases");

    public string Keys => Path.Combine(Root, "keys");

    public string Vault => Path.Combine(Root, "vault");

    public string Quarantine => Path.Combine(Root, "quarantine");

    /// <summary>The last signed checkpoint, kept beside the keys so that an old database put back is noticed.</summary>
    public string LastCheckpoint => Path.Combine(Keys, "last-checkpoint");

    /// <summary>The log's signing key, made at first use.</summary>
    public LogSigner Signer(IEntropy entropy)
    {
        string file = Path.Combine(Keys, "log-signing.key");
        if (!File.Exists(file))
        {
            byte[] seed = new byte[32];
            byte[] name = new byte[4];
            entropy.Fill(seed);
            entropy.Fill(name);
            LogSigner fresh = new($"overread.{Convert.ToHexStringLower(name)}/record", seed);
            WriteSecret(file, fresh.Export());
            File.WriteAllText(Path.Combine(Keys, "log-verifier.vkey"), fresh.Verifier + "\n");
        }

        return LogSigner.Parse(File.ReadAllText(file));
    }

    /// <summary>The key under which the tables that are no projections are summed up, made at first use.</summary>
    public byte[] GuardKey(IEntropy entropy) => SecretIn(Keys, "table-guard", entropy);

    private static byte[] SecretIn(string folder, string name, IEntropy entropy)
    {
        string file = Path.Combine(folder, name + ".secret");
        if (!File.Exists(file))
        {
            byte[] secret = new byte[32];
            entropy.Fill(secret);
            WriteSecret(file, Convert.ToBase64String(secret));
        }

        return Convert.FromBase64String(File.ReadAllText(file));
    }

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

    /// <summary>Writes a new file that only its owner may read; durable when it returns.</summary>
    public static void WriteSecret(string file, string text)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using FileStream stream = new(file, options);
        stream.Write(Encoding.UTF8.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }
}
