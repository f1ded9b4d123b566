using System.Text;
using Overread.Ledger;
using Overread.Ledger.Bundles;
using Overread.Server.Composition;
using Overread.Server.Features.Releases.Bundle;
using Overread.Server.Features.Signing.Contracts;
using Overread.Server.Features.Witnesses.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Releases;

/// <summary>
/// Adds to a written bundle what proves it: the record's signed head with the release event under it, the leaves, a time
/// stamp where there is an authority, and the lists of files. May be done again: what an earlier try left is replaced.
/// </summary>
internal sealed class ReleaseSeal(
    IDatabase database,
    DataFolder folder,
    TimestampAuthority authority,
    WitnessDesk witnesses
)
{
    private static readonly string[] Proofs =
    [
        BundleManifest.CheckpointName,
        BundleManifest.CosignedName,
        BundleManifest.KeyChangesName,
        BundleManifest.ProofName,
        BundleManifest.ReleaseEventName,
        BundleManifest.LeavesName,
        BundleManifest.SignaturesName,
        BundleManifest.TimestampName,
        BundleManifest.TimestampChainName,
        BundleManifest.ManifestName,
        BundleManifest.SumsName,
    ];

    /// <summary>True where the bundle will hold a time stamp.</summary>
    public bool Stamps => authority.IsThere;

    /// <summary>Where bundles are.</summary>
    public string Root => folder.Releases;

    /// <summary>Destroys the draft of a release that was given up.</summary>
    public void Drop(string release)
    {
        File.Delete(folder.SealedLabels(release));
        if (Directory.Exists(Draft(release)))
        {
            Directory.Delete(Draft(release), recursive: true);
        }
    }

    /// <summary>Where a release's bundle is written before it is whole.</summary>
    public string Draft(string release) => Path.Combine(folder.Releases, ".draft-" + release);

    /// <summary>Where a whole bundle is.</summary>
    public string Whole(string release) => Path.Combine(folder.Releases, release);

    /// <summary>The hash of a draft's content, once it is on the disk.</summary>
    public static string ContentHash(string draft)
    {
        using BundleFolder written = new(draft);
        foreach (string path in written.Paths)
        {
            // The event that names this hash must not outlive the bytes it names.
            using FileStream file = new(Path.Combine(draft, path), FileMode.Open, FileAccess.ReadWrite);
            file.Flush(flushToDisk: true);
        }

        return BundleManifest.ContentHash(written.Paths.Select(p => BundleManifest.Hash(written, p)));
    }

    /// <summary>Asks the authority for a stamp that nobody keeps, so that a release is not begun that cannot be stamped.</summary>
    /// <exception cref="RefusedException">It gave none.</exception>
    public async Task TryAuthority(string contentHash, CancellationToken cancel)
    {
        if (authority.IsThere)
        {
            await authority.Stamp(Encoding.ASCII.GetBytes(contentHash), cancel);
        }
    }

    /// <summary>Seals the record and the draft, and moves the draft to where bundles are.</summary>
    /// <param name="seq">The release event's place in the record.</param>
    /// <exception cref="RefusedException">The authority gave no stamp; the draft stays and can be sealed later.</exception>
    public async Task Close(string release, long seq, CancellationToken cancel)
    {
        string draft = Draft(release);
        foreach (string name in Proofs)
        {
            File.Delete(Path.Combine(draft, name));
        }

        SignedNote cosigned = await witnesses.Seal(witnesses.Witnesses, cancel);
        // The bundle's checkpoint has the record's signature alone, so that whoever knows no witnesses reads it as ever.
        SignedNote note = cosigned with
        {
            Signatures = [cosigned.Signatures[0]],
        };
        using (ReadLease read = database.Read())
        {
            WriteProofs(read, draft, seq, note);
        }

        if (cosigned.Signatures.Count > 1)
        {
            await File.WriteAllTextAsync(Path.Combine(draft, BundleManifest.CosignedName), cosigned.ToString(), cancel);
        }

        if (authority.IsThere)
        {
            (byte[] token, string chain) = await authority.Stamp(Encoding.UTF8.GetBytes(note.ToString()), cancel);
            await File.WriteAllBytesAsync(Path.Combine(draft, BundleManifest.TimestampName), token, cancel);
            await File.WriteAllTextAsync(Path.Combine(draft, BundleManifest.TimestampChainName), chain, cancel);
        }

        WriteLists(draft);
        Directory.Move(draft, Whole(release));
    }

    private void WriteProofs(ReadLease read, string draft, long seq, SignedNote note)
    {
        Checkpoint head = Checkpoint.Parse(note.Text);
        Directory.CreateDirectory(Path.Combine(draft, "audit"));
        using (FileStream leaves = File.Create(Path.Combine(draft, BundleManifest.LeavesName)))
        {
            foreach (byte[] leaf in read.Record.Leaves(head.Size))
            {
                leaves.Write(leaf);
            }
        }

        LogProof Proof(long place) =>
            new(place, MerkleProof.Inclusion(place, head.Size, database.Nodes(read.Connection)), note);
        RecordEntry release = read.Record.At(seq)!;
        List<SignatureView> signatures = BundleSignatures.Of(
            read,
            release.Head.Project!,
            draft,
            release.Head.Stream["release/".Length..]
        );
        if (signatures.Count > 0)
        {
            File.WriteAllText(
                Path.Combine(draft, BundleManifest.SignaturesName),
                string.Concat(BundleSignatures.Lines(read.Record, signatures, s => Proof(s).ToString()))
            );
        }

        IReadOnlyList<string> changes = KeyChangeBook.Notes(read.Record);
        if (changes.Count > 0)
        {
            File.WriteAllText(Path.Combine(draft, BundleManifest.KeyChangesName), LogKeyChain.Text(changes));
        }

        File.WriteAllText(Path.Combine(draft, BundleManifest.CheckpointName), note.ToString());
        File.WriteAllText(Path.Combine(draft, BundleManifest.ProofName), Proof(seq).ToString());
        File.WriteAllText(
            Path.Combine(draft, BundleManifest.ReleaseEventName),
            BundleWriter.Disclosed(release).ToLine()
        );
    }

    private static void WriteLists(string draft)
    {
        using BundleFolder written = new(draft);
        List<BundleFile> files = [.. written.Paths.Select(p => BundleManifest.Hash(written, p))];
        byte[] manifest = BundleManifest.ManifestBytes(files);
        File.WriteAllBytes(Path.Combine(draft, BundleManifest.ManifestName), manifest);
        files.Add(BundleManifest.Hash(written, BundleManifest.ManifestName));
        File.WriteAllBytes(Path.Combine(draft, BundleManifest.SumsName), BundleManifest.SumsBytes(files));
    }
}
