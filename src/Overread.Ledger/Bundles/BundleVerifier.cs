using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Overread.Ledger.Bundles.Statements;
using Overread.Ledger.Timestamps;
using Overread.Ledger.Witnesses;

namespace Overread.Ledger.Bundles;

/// <summary>
/// Verifies a bundle offline, from nothing but its own files: the lists against the files, the checkpoint against the key,
/// every leaf of the record against the checkpoint, each disclosed event against its leaf, and the release event against
/// the content of the bundle, and a time stamp, where there is one, against the checkpoint. A key given from elsewhere must
/// be the key that signed; roots given from elsewhere must be among those that the time stamp's certificate leads to, and
/// then there must be a time stamp. Every sentence that the papers print is computed again from the tables and events.
/// Every signature of a person must be over the content that is there, and none may be missing that the policy asks for.
/// Files that were labelled are held to the hashes of <c>data/files.csv</c>, whether they were carried or fetched later.
/// </summary>
public sealed class BundleVerifier(
    IBundleSource source,
    VerifierKey? expectedKey = null,
    IEnumerable<X509Certificate2>? trustedRoots = null
)
{
    private readonly List<BundleFault> _faults = [];
    private readonly List<BundleFile> _files = [];
    private readonly BundleKeys _keys = new(source, expectedKey);
    private VerifierKey? _key;
    private Checkpoint? _head;
    private byte[] _leaves = [];

    /// <summary>Keys of witnesses, each of which must have cosigned the checkpoint; cosignatures of others are named.</summary>
    public IReadOnlyList<WitnessKey> Witnesses { get; init; } = [];

    /// <summary>Changes of the record's signing key that became known since; null for none. The bundle may bring those of before.</summary>
    public LogKeyChain? KeyChanges
    {
        get => _keys.Given;
        init => _keys.Given = value;
    }

    /// <summary>True for whoever holds the record itself against the bundle: a key that others may have had then matters no more.</summary>
    public bool RecordVouches { get; init; }

    /// <summary>Runs every check; a fault in one does not keep the others from running.</summary>
    /// <param name="statusList">A signed list of what has become of releases, or null.</param>
    /// <param name="opened">Labels of the sealed items that were opened since, one a line; or null.</param>
    public BundleReport Verify(string? statusList = null, TextReader? opened = null)
    {
        DataCheck labelled = new(source, Fault);
        IReadOnlyDictionary<string, BundleDataFile> fetched = labelled.Fetched();
        foreach (string path in source.Paths)
        {
            BundleFile file = BundleManifest.Hash(source, path);
            if (!fetched.TryGetValue(path, out BundleDataFile? data))
            {
                _files.Add(file);
            }
            else if (file.Sha256 != data.Sha256)
            {
                Fault(path, "The file was fetched, and is not the one that was released. Fetch it again.");
            }
        }

        BundleDataReport? carried = labelled.Carried(_files, fetched);
        CheckLists();
        CheckKeyAndCheckpoint();
        TimestampStatement? stamp = CheckTimestamp();
        IReadOnlyList<Cosignature> cosignatures = CheckCosignatures();
        CheckLeaves();
        CheckRelease();
        // Most of a bundle is events: they are read once, for their leaves and for what statements are counted from.
        BundleEvents folded = new();
        long events = CheckEvents(folded);
        SignatureCheck signatures = new(source, _key, BundleManifest.ContentHash(_files));
        _faults.AddRange(signatures.Run(CheckLeaf));
        foreach (BundleFault fault in source.ContainerFaults())
        {
            _faults.Add(fault);
        }

        (IReadOnlyList<BundleStatement> statements, IReadOnlyList<BundleFault> untrue) = StatementBook.Check(
            source,
            folded
        );
        _faults.AddRange(untrue);
        (int held, OpenedReport? open) = SealedCheck.Run(source, opened, Fault);
        ReleaseStatusList? list = statusList is null ? null : StatusOf(statusList);
        CheckCompromise(stamp, cosignatures, list);
        return new BundleReport(_files.Count, events, _head, _key?.ToString(), _faults)
        {
            Timestamp = stamp,
            Cosignatures = cosignatures,
            Statements = statements,
            Signatures = signatures.Signatures,
            Data = carried,
            KeyReplaced = _key is null ? null : _keys.Chain.Replaced(_key),
            Sealed = held,
            Opened = open,
            Standing = list?.Of(BundleManifest.ContentHash(_files)),
            StandingAt = list?.At,
        };
    }

    private ReleaseStatusList? StatusOf(string text)
    {
        const string Where = "status list";
        try
        {
            ReleaseStatusList list = _keys.Read(
                text,
                _key ?? throw new FormatException("The bundle has no key by which it could be checked.")
            );
            if (list.Of(BundleManifest.ContentHash(_files)) is null)
            {
                Fault(
                    Where,
                    _head is not null && list.Size < _head.Size
                        ? "The list is older than this release."
                        : "The list does not name this release."
                );
                return null;
            }

            return list;
        }
        catch (FormatException e)
        {
            Fault(Where, e.Message);
            return null;
        }
    }

    private void CheckLists()
    {
        if (Read(BundleManifest.ManifestName) is { } manifest)
        {
            IReadOnlyDictionary<string, string> listed = BundleManifest.ReadManifest(manifest);
            foreach (
                BundleFile file in _files.Where(f =>
                    f.Path is not (BundleManifest.ManifestName or BundleManifest.SumsName)
                )
            )
            {
                if (!listed.TryGetValue(file.Path, out string? hash))
                {
                    Fault(file.Path, "The file is not in the manifest.");
                }
                else if (hash != file.Sha256)
                {
                    Fault(file.Path, "The file's content is not what the manifest says.");
                }
            }

            foreach (string missing in listed.Keys.Except(_files.Select(f => f.Path)))
            {
                Fault(missing, "The file is missing.");
            }

            if (!manifest.AsSpan().SequenceEqual(BundleManifest.ManifestBytes(_files)))
            {
                Fault(BundleManifest.ManifestName, "The manifest is not the one that the files give.");
            }
        }

        if (Read(BundleManifest.SumsName) is { } sums && !sums.AsSpan().SequenceEqual(BundleManifest.SumsBytes(_files)))
        {
            Fault(BundleManifest.SumsName, "The list of hashes is not the one that the files give.");
        }
    }

    private void CheckKeyAndCheckpoint()
    {
        _key = _keys.Load(Fault);
        try
        {
            SignedNote note = SignedNote.Parse(Text(BundleManifest.CheckpointName));
            Checkpoint head = Checkpoint.Parse(note.Text);
            if (note.ToString() != Text(BundleManifest.CheckpointName) || note.Signatures.Count != 1)
            {
                Fault(BundleManifest.CheckpointName, "The checkpoint has more in it than text and one signature.");
            }
            else if (_key is null)
            {
                _head = head;
            }
            else if (_keys.Signer(note, head) is { } signer)
            {
                (_head, _key) = (head, signer);
                if (_keys.Chain.Fault(signer, head.Size) is { } late)
                {
                    Fault(BundleManifest.CheckpointName, late);
                }
            }
            else
            {
                Fault(BundleManifest.CheckpointName, "The checkpoint is not signed by the key of the bundle.");
            }
        }
        catch (FormatException e)
        {
            Fault(BundleManifest.CheckpointName, e.Message);
        }
    }

    // What a key signs that others have shows nothing, unless somebody else saw it before, or the key in its place vouches for it.
    private void CheckCompromise(
        TimestampStatement? stamp,
        IReadOnlyList<Cosignature> cosignatures,
        ReleaseStatusList? list
    )
    {
        if (RecordVouches || _key is null || _keys.Compromised(_key) is not { } since)
        {
            return;
        }

        bool stamped = trustedRoots is not null && stamp is not null && stamp.Time < since;
        bool witnessed = cosignatures.Any(c => c.Verified && c.Time < since);
        if (!stamped && !witnessed && list is null)
        {
            Fault(
                BundleManifest.CheckpointName,
                FormattableString.Invariant(
                    $"The key that signed it may have been in others' hands since {since:yyyy-MM-dd HH:mm:ss} UTC, and nothing that you trust saw it before: no time stamp under a root given with it, no cosignature of a witness named, and no list of releases under the key in its place. Ask the publisher for the list of releases."
                )
            );
        }
    }

    private TimestampStatement? CheckTimestamp()
    {
        if (!BundleTimestamp.IsIn(source))
        {
            if (trustedRoots is not null)
            {
                Fault(BundleManifest.TimestampName, "The bundle has no time stamp.");
            }

            return null;
        }

        try
        {
            return BundleTimestamp.Read(source, trustedRoots);
        }
        catch (FormatException e)
        {
            Fault(BundleManifest.TimestampName, e.Message);
            return null;
        }
    }

    private IReadOnlyList<Cosignature> CheckCosignatures()
    {
        (IReadOnlyList<Cosignature> cosignatures, IReadOnlyList<string> faults) = BundleCosignatures.Read(
            source,
            _key,
            Witnesses
        );
        foreach (string fault in faults)
        {
            Fault(BundleManifest.CosignedName, fault);
        }

        return cosignatures;
    }

    private void CheckLeaves()
    {
        _leaves = Read(BundleManifest.LeavesName) ?? [];
        if (_head is null)
        {
            return;
        }

        if (_leaves.Length != _head.Size * MerkleHash.Size)
        {
            Fault(BundleManifest.LeavesName, "The number of leaves is not the size of the checkpoint.");
            _leaves = [];
            return;
        }

        MerkleFrontier tree = new();
        for (int i = 0; i < _leaves.Length; i += MerkleHash.Size)
        {
            tree.Append(_leaves[i..(i + MerkleHash.Size)]);
        }

        if (!tree.Root().AsSpan().SequenceEqual(_head.Root))
        {
            Fault(BundleManifest.LeavesName, "The leaves do not lead to the root that was signed.");
        }
    }

    private void CheckRelease()
    {
        try
        {
            string text = Text(BundleManifest.ReleaseEventName);
            DisclosedEvent release = DisclosedEvent.Parse(text);
            byte[] leaf = release.Leaf();
            LogProof proof = LogProof.Parse(Text(BundleManifest.ProofName));
            if (release.ToLine() != text)
            {
                Fault(BundleManifest.ReleaseEventName, "The file has more in it than the event.");
            }

            if (
                proof.ToString() != Text(BundleManifest.ProofName)
                || proof.Index != release.Seq
                || (_key is not null && !proof.Verify(leaf, _key))
            )
            {
                Fault(
                    BundleManifest.ProofName,
                    "The proof does not lead from the release event to the signed checkpoint."
                );
            }

            CheckLeaf(BundleManifest.ReleaseEventName, release.Seq, leaf);
            using JsonDocument payload = JsonDocument.Parse(release.Payload);
            JsonElement happened = payload.RootElement.GetProperty("event");
            if (happened.GetProperty("type").GetString() != "ReleasePublished")
            {
                Fault(BundleManifest.ReleaseEventName, "The event is no release.");
            }

            if (happened.GetProperty("contentHash").GetString() != BundleManifest.ContentHash(_files))
            {
                Fault(BundleManifest.ReleaseEventName, "The files of the bundle are not those that were released.");
            }
        }
        catch (Exception e)
            when (e is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            Fault(BundleManifest.ReleaseEventName, "The release event or its proof cannot be read: " + e.Message);
        }
    }

    private long CheckEvents(BundleEvents folded)
    {
        long proved = 0;
        if (!source.Paths.Contains(BundleManifest.EventsName))
        {
            Fault(BundleManifest.EventsName, "The file is missing.");
            return 0;
        }

        using StreamReader reader = new(source.Open(BundleManifest.EventsName), Encoding.UTF8);
        long before = -1;
        for (long line = 1; reader.ReadLine() is { } text; line++)
        {
            DisclosedEvent? disclosed = null;
            try
            {
                disclosed = DisclosedEvent.Parse(text);
                folded.Add(disclosed);
                if (disclosed.Seq <= before)
                {
                    Fault(BundleManifest.EventsName, $"Line {line} is out of order.");
                }

                before = disclosed.Seq;
                if (CheckLeaf(BundleManifest.EventsName, disclosed.Seq, disclosed.Leaf()))
                {
                    proved++;
                }
            }
            catch (FormatException e)
            {
                Fault(BundleManifest.EventsName, $"Line {line}: {e.Message}");
                if (disclosed is null)
                {
                    folded.AddUnreadable();
                }
            }
        }

        return proved;
    }

    private bool CheckLeaf(string file, long seq, byte[] leaf)
    {
        if (_leaves.Length == 0)
        {
            return false;
        }

        long at = seq * MerkleHash.Size;
        bool same =
            seq >= 0
            && at + MerkleHash.Size <= _leaves.Length
            && _leaves.AsSpan((int)at, MerkleHash.Size).SequenceEqual(leaf);
        if (!same)
        {
            Fault(file, $"Event {seq} is not the one in the record.");
        }

        return same;
    }

    private byte[]? Read(string path)
    {
        if (!source.Paths.Contains(path))
        {
            Fault(path, "The file is missing.");
            return null;
        }

        using Stream stream = source.Open(path);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private string Text(string path) =>
        source.Paths.Contains(path)
            ? Encoding.UTF8.GetString(Read(path)!)
            : throw new FormatException("The file is missing.");

    private void Fault(string file, string what) => _faults.Add(new BundleFault(file, what));
}
