using System.Data.Common;
using Overread.Ledger;
using Overread.Ledger.Bundles;
using Overread.Server.Composition.Backup;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Keys.Contracts;
using Overread.Server.Features.Releases.Contracts;
using Overread.Storage;
using Overread.Storage.Files;

namespace Overread.Server.Composition;

/// <summary>
/// The files beside the database against the record: the vault's keys, every image by its hash, every release by its bundle's
/// own proof and the hash that the record holds. Writes nothing and makes nothing.
/// </summary>
/// <param name="folder">The store.</param>
/// <param name="keys">Its keys.</param>
/// <param name="fast">Looks whether the files are there, and reads none of them through.</param>
internal sealed class FolderAudit(DataFolder folder, StoreKeys keys, bool fast)
{
    private const string ImagePart = "blobs/";
    private const string ReleasePart = "releases/";
    private const string PutBack = "Put it back from a backup.";
    private readonly VerifierKey _verifier = keys.Signer.Verifier;
    private LogKeyChain _chain = new([]);

    /// <summary>What is wrong, as it is found.</summary>
    public IEnumerable<AuditFault> Faults(AuditView view) =>
        view.Opening
            ? Vault(view.Connection)
            : Vault(view.Connection)
                .Concat(Keys(view.Record))
                .Concat(Notes())
                .Concat(Blobs(view))
                .Concat(Releases(view));

    /// <summary>Everything that is read through, in the order in which shares of it are.</summary>
    public static IReadOnlyList<string> Readable(DbConnection c) =>
        [
            .. ItemTable
                .Hashes(c)
                .Select(h => ImagePart + h)
                .Concat(ReleaseTable.All(c).Select(r => ReleasePart + r.Release))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>What is wrong with some of it.</summary>
    /// <param name="read">For reading.</param>
    /// <param name="parts">Of <see cref="Readable"/>.</param>
    /// <param name="cancel">Ends it early.</param>
    public IEnumerable<AuditFault> Faults(ReadLease read, IEnumerable<string> parts, CancellationToken cancel)
    {
        _chain = KeyChangeBook.Chain(read.Record);
        DbConnection c = read.Connection;
        Dictionary<string, string> releases = ReleaseTable.All(c).ToDictionary(r => r.Release, r => r.ContentHash);
        foreach (string part in parts)
        {
            cancel.ThrowIfCancellationRequested();
            AuditFault? fault =
                part.StartsWith(ImagePart, StringComparison.Ordinal) ? Blob(part[ImagePart.Length..])
                : releases.TryGetValue(part[ReleasePart.Length..], out string? hash)
                    ? Release(part[ReleasePart.Length..], hash)
                : null;
            if (fault is not null)
            {
                yield return fault;
            }
        }
    }

    private AuditFault? Release(string release, string hash)
    {
        string path = Path.Combine(folder.Releases, release);
        bool drafted = Directory.Exists(Path.Combine(folder.Releases, ".draft-" + release));
        return Reading(path, () => Bundle(path, hash, drafted));
    }

    private IEnumerable<AuditFault> Vault(DbConnection c)
    {
        foreach ((string project, string fingerprint) in ProjectKeys.Wanted(c))
        {
            if (ProjectKeys.WrongIn(folder, project, fingerprint) is { } wrong)
            {
                yield return new AuditFault(
                    null,
                    $"The key {fingerprint} of project {project} {wrong}. Put the vault back from its backup; or start with --accept-loss and restore the key from its parts (project page Keys)."
                )
                {
                    Where = "vault",
                    Acceptable = true,
                };
            }
        }
    }

    private IEnumerable<AuditFault> Keys(IRecordReader record)
    {
        if (keys.InChange)
        {
            // The next start puts them right.
            yield break;
        }

        string changes = LogKeyChain.Text(KeyChangeBook.Notes(record));
        if ((File.Exists(folder.KeyChanges) ? File.ReadAllText(folder.KeyChanges) : "") != changes)
        {
            yield return new AuditFault(
                null,
                "The changes of the signing key that are given to others are not those of the record. Starting the server once writes them anew; find out who changed the file."
            )
            {
                Where = "keys/" + Path.GetFileName(folder.KeyChanges),
            };
        }

        if (!File.Exists(folder.VerifierKey) || File.ReadAllText(folder.VerifierKey).Trim() != _verifier.ToString())
        {
            yield return new AuditFault(
                null,
                $"The public key that is given to others is not that of this store's signing key. Write this line into it: {_verifier}"
            )
            {
                Where = "keys/" + Path.GetFileName(folder.VerifierKey),
            };
        }
    }

    // The server takes none of them that another hand wrote.
    private IEnumerable<AuditFault> Notes() =>
        OperatorNotes
            .Waiting(folder)
            .Select(path =>
                Reading(
                    path,
                    () =>
                        // One that the server took between the listing and now is gone.
                        File.Exists(path) && OperatorNotes.Read(path, keys.Guard) is null
                            ? "The note was not written by a command of this store, and is not taken into the record. Find out who put it there, and take it away."
                            : null
                )
            )
            .OfType<AuditFault>();

    private IEnumerable<AuditFault> Blobs(AuditView view)
    {
        HashSet<string> wanted = ItemTable.Hashes(view.Connection);
        long done = 0;
        foreach (string hash in wanted)
        {
            view.Cancel.ThrowIfCancellationRequested();
            if (Blob(hash) is { } fault)
            {
                yield return fault;
            }

            view.Progress?.Report(new AuditProgress("images", ++done, wanted.Count));
        }

        // What nobody names may be left of an approval that a crash cut off; it must still be what it is called.
        foreach (string path in Files(folder.Blobs, "??").Where(p => !wanted.Contains(Path.GetFileName(p))))
        {
            view.Cancel.ThrowIfCancellationRequested();
            string hash = Path.GetFileName(path);
            if (!FileBlobStore.IsHash(hash))
            {
                yield return new AuditFault(
                    null,
                    "The file is no image of this store. Find out who put it there, and take it away."
                )
                {
                    Where = Shown(path),
                };
            }
            else if (Blob(hash) is { } fault)
            {
                yield return fault;
            }
        }
    }

    private AuditFault? Blob(string hash)
    {
        string path = FileBlobStore.PathIn(folder.Blobs, hash);
        return Reading(
            path,
            () =>
                !File.Exists(path) ? $"The image's file is missing. {PutBack}"
                : !fast && FileBlobStore.HashOf(path) != hash
                    ? $"The image's bytes are not those that passed the gate; it is not given to anybody. {PutBack}"
                : null
        );
    }

    private IEnumerable<AuditFault> Releases(AuditView view)
    {
        try
        {
            _chain = KeyChangeBook.Chain(view.Record);
        }
        catch (FormatException)
        {
            // A change that does not hold is a fault of the record, which its own check has named.
        }

        List<(string Release, string ContentHash)> all = ReleaseTable.All(view.Connection);
        long done = 0;
        foreach ((string release, string hash) in all)
        {
            view.Cancel.ThrowIfCancellationRequested();
            string path = Path.Combine(folder.Releases, release);
            // One that a crash cut off is finished at the next start, from its draft.
            bool drafted = Directory.Exists(Path.Combine(folder.Releases, ".draft-" + release));
            if (Reading(path, () => Bundle(path, hash, drafted)) is { } fault)
            {
                yield return fault;
            }

            view.Progress?.Report(new AuditProgress("releases", ++done, all.Count));
        }

        foreach (
            string path in Directory.Exists(folder.Releases)
                ? Directory.EnumerateFileSystemEntries(folder.Releases)
                : []
        )
        {
            string name = Path.GetFileName(path);
            if (!name.StartsWith('.') && !all.Exists(r => r.Release == name))
            {
                yield return new AuditFault(
                    null,
                    "The record knows no such release. Find out who put it there, and take it away."
                )
                {
                    Where = Shown(path),
                };
            }
        }
    }

    private string? Bundle(string path, string hash, bool drafted)
    {
        if (!Directory.Exists(path))
        {
            return drafted ? null : $"The release's bundle is missing. {PutBack}";
        }

        string opens = folder.SealedLabels(Path.GetFileName(path));
        bool seals = File.Exists(Path.Combine(path, SealedRow.TableName));
        if (seals && !File.Exists(opens))
        {
            return $"What opens the sealed labels of the release is missing. {PutBack}";
        }

        if (fast)
        {
            return null;
        }

        using StreamReader? opened = seals ? File.OpenText(opens) : null;
        using BundleFolder bundle = new(path);
        // After a lost key older bundles are held against the key that they bring; a changed one leads to them.
        bool lost = File.Exists(folder.VerifierKey + ".former");
        BundleReport report = new BundleVerifier(bundle, lost ? null : _verifier)
        {
            KeyChanges = lost || _chain.Changes.Count == 0 ? null : _chain,
            // By the content hash below, which the record holds under the key of today.
            RecordVouches = true,
        }.Verify(opened: opened);
        return report.Faults.Count > 0 ? $"{report.Faults[0].File}: {report.Faults[0].What} {PutBack}"
            : BundleManifest.ContentHash(bundle.Paths.Select(p => BundleManifest.Hash(bundle, p))) != hash
                ? $"The bundle's content is not that which the record published. {PutBack}"
            : null;
    }

    private AuditFault? Reading(string path, Func<string?> look)
    {
        string? wrong;
        try
        {
            wrong = look();
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or System.Text.Json.JsonException or FormatException)
        {
            wrong =
                $"It cannot be read ({e.GetType().Name}). Look at the disk and at who may read the file; else put it back from a backup.";
        }

        return wrong is null ? null : new AuditFault(null, wrong) { Where = Shown(path) };
    }

    private static IEnumerable<string> Files(string root, string folders) =>
        Directory.Exists(root)
            ? Directory.EnumerateDirectories(root, folders).SelectMany(Directory.EnumerateFiles)
            : [];

    private string Shown(string path) => Path.GetRelativePath(folder.Root, path);
}
