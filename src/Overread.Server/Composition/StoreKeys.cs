using Overread.Deidentification.Pseudonyms;
using Overread.Ledger;
using Overread.Storage;
using Overread.Storage.Sqlite;

namespace Overread.Server.Composition;

/// <summary>
/// The keys that a store is held against, from its folder. They are made with the store; a store that is there and lacks one
/// is not given another without a person's decision, since the new one would vouch for whatever stands in the database.
/// </summary>
public sealed partial class StoreKeys
{
    private readonly List<(string From, string To)> _toKeep = [];

    private StoreKeys(LogSigner signer, byte[] guard)
    {
        Signer = signer;
        Guard = guard;
    }

    /// <summary>Signs checkpoints.</summary>
    public LogSigner Signer { get; }

    /// <summary>Marks events and sums up tables.</summary>
    public byte[] Guard { get; }

    /// <summary>True where the signing key is a new one in the place of one that was lost.</summary>
    public bool SignerIsNew { get; private init; }

    /// <summary>True where the other key is.</summary>
    public bool GuardIsNew { get; private init; }

    /// <summary>The public half of a signing key that was lost, where it is left.</summary>
    public VerifierKey? Former { get; private init; }

    /// <summary>The changes of the signing key that are kept beside it; null where there was none.</summary>
    public LogKeyChain? Changes { get; private init; }

    /// <summary>True where a change of the key is recorded, and its files are not in their places yet.</summary>
    public bool InChange { get; private init; }

    /// <summary>What a person accepted of the keys.</summary>
    public IReadOnlyList<string> Found { get; private init; } = [];

    /// <summary>Faults of the keys themselves; a person may accept them.</summary>
    public static IReadOnlyList<AuditFault> Faults(DataFolder folder)
    {
        List<AuditFault> faults = [];
        if (GuardChangeIsRecorded(folder))
        {
            faults.Add(
                new AuditFault(
                    null,
                    "The change of the key of marks was cut off before its last step. Start the server, which finishes it, and look again."
                )
                {
                    Where = Shown(folder.NextGuardSecret),
                }
            );
        }
        else if (SqliteAudit.HoldsRecord(folder.Database))
        {
            Check(
                faults,
                folder.SigningKey,
                () => SignerOf(folder),
                "nothing that was signed can be checked, and nothing more can be signed"
            );
            if (SqliteAudit.NeedsGuardKey(folder.Database))
            {
                Check(
                    faults,
                    folder.GuardSecret,
                    () => Secret(folder.GuardSecret),
                    "nothing shows any more who wrote what stands in the database"
                );
            }
        }
        else if (Evidence(folder) is { } left)
        {
            faults.Add(
                new AuditFault(
                    null,
                    $"The database is missing or empty, and {left} says that there was one. Put the newest database back; to begin anew, use another folder."
                )
                {
                    Where = Path.GetFileName(folder.Database),
                }
            );
        }

        return faults;
    }

    /// <summary>The keys of a folder; those of a new store are made.</summary>
    /// <exception cref="StoreFaultException">A key is missing, and nobody accepts that.</exception>
    public static StoreKeys Open(DataFolder folder, IEntropy entropy, StoreAcceptance? acceptance)
    {
        FinishChange(folder);
        FinishGuardChange(folder);
        IReadOnlyList<AuditFault> faults = Faults(folder);
        if (faults.Count > 0 && (acceptance is null || faults.Any(f => !f.Acceptable)))
        {
            throw new StoreFaultException(
                faults,
                faults.All(f => f.Acceptable)
                    ? "Nothing was changed. Put the keys back, or go on without them by a decision that the record keeps: overread serve --accept-loss \"why\" --by \"your name\"."
                    : "Nothing was changed."
            );
        }

        bool signer = faults.Any(f => f.Where == Shown(folder.SigningKey));
        bool guard = faults.Any(f => f.Where == Shown(folder.GuardSecret));
        // A new key in the place of a lost one takes its name only once the record says so.
        string signerFile = signer ? folder.SigningKey + ".new" : folder.SigningKey;
        string guardFile = guard ? folder.GuardSecret + ".new" : folder.GuardSecret;
        StoreKeys keys = new(MakeSigner(signerFile, entropy), MakeSecret(guardFile, entropy))
        {
            SignerIsNew = signer,
            GuardIsNew = guard,
            Changes = Kept(folder),
            Found = [.. faults.Select(f => f.ToString())],
            Former =
                signer && File.Exists(folder.VerifierKey)
                    ? VerifierKey.Parse(File.ReadAllText(folder.VerifierKey).Trim())
                    : null,
        };
        if (signer)
        {
            keys._toKeep.Add((signerFile, folder.SigningKey));
        }

        if (guard)
        {
            keys._toKeep.Add((guardFile, folder.GuardSecret));
        }

        return keys;
    }

    /// <summary>The keys for an audit, which makes none; null where the signing key or the guard's is not to be had.</summary>
    public static StoreKeys? Look(DataFolder folder) =>
        Faults(folder).Count == 0 && (File.Exists(folder.SigningKey) || ChangeIsRecorded(folder))
            ? new(SignerOf(folder), File.Exists(folder.GuardSecret) ? Secret(folder.GuardSecret) : new byte[32])
            {
                Changes = Kept(folder),
                InChange = ChangeIsRecorded(folder),
            }
            : null;

    /// <summary>The record says what became of the keys: new ones take their names, the public half stands beside.</summary>
    /// <param name="folder">The store.</param>
    /// <param name="changes">The changes of the signing key, as the record has them.</param>
    public void Keep(DataFolder folder, IReadOnlyList<string> changes)
    {
        if (changes.Count > 0 || File.Exists(folder.KeyChanges))
        {
            Put(folder.KeyChanges, LogKeyChain.Text(changes));
        }

        if (Former is { } former)
        {
            File.AppendAllText(folder.VerifierKey + ".former", former + "\n");
        }

        foreach ((string from, string to) in _toKeep)
        {
            File.Move(from, to, overwrite: true);
        }

        if (SignerIsNew || !File.Exists(folder.VerifierKey))
        {
            File.WriteAllText(folder.VerifierKey, Signer.Verifier + "\n");
        }
    }

    private static void Check(List<AuditFault> faults, string file, Action read, string meaning)
    {
        string? wrong = null;
        try
        {
            if (!File.Exists(file) && !File.Exists(file + ".next"))
            {
                wrong = "is not there";
            }
            else
            {
                read();
            }
        }
        catch (FormatException)
        {
            wrong = "holds no key";
        }
        catch (FileNotFoundException)
        {
            wrong = "is not there";
        }

        if (wrong is not null)
        {
            faults.Add(
                new AuditFault(
                    null,
                    $"The key {Shown(file)} {wrong}: {meaning}. Put it back from the backup of the keys."
                )
                {
                    Where = Shown(file),
                    Acceptable = true,
                }
            );
        }
    }

    private static string Shown(string file) => "keys/" + Path.GetFileName(file);

    // What only a server that had a database leaves behind.
    private static string? Evidence(DataFolder folder) =>
        File.Exists(folder.LastCheckpoint) ? Shown(folder.LastCheckpoint)
        : File.Exists(folder.Database + "-wal") && new FileInfo(folder.Database + "-wal").Length > 0
            ? Path.GetFileName(folder.Database) + "-wal"
        : Any(folder.Vault) ? "the vault"
        : Any(folder.Releases) ? "what is in releases/"
        : Any(folder.Blobs) ? "what is in blobs/"
        : null;

    private static bool Any(string folder) =>
        Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any();

    private static LogSigner MakeSigner(string file, IEntropy entropy)
    {
        if (!File.Exists(file))
        {
            byte[] seed = new byte[32];
            byte[] name = new byte[4];
            entropy.Fill(seed);
            entropy.Fill(name);
            SecretFile.Write(file, new LogSigner($"overread.{Convert.ToHexStringLower(name)}/record", seed).Export());
        }

        return LogSigner.Parse(File.ReadAllText(file));
    }

    private static byte[] MakeSecret(string file, IEntropy entropy)
    {
        if (!File.Exists(file))
        {
            byte[] secret = new byte[32];
            entropy.Fill(secret);
            SecretFile.Write(file, Convert.ToBase64String(secret));
        }

        return Secret(file);
    }

    private static byte[] Secret(string file) =>
        Convert.FromBase64String(File.ReadAllText(file)) is { Length: 32 } secret
            ? secret
            : throw new FormatException("A secret has 32 bytes.");
}
