using System.Globalization;
using System.Text;

namespace Overread.Ledger.Bundles;

/// <summary>
/// The keys of the record that a bundle comes from: the one that it names, the changes that it brings, and those that became known
/// since. A change is signed by both of its keys, so that either leads to the other.
/// </summary>
internal sealed class BundleKeys(IBundleSource source, VerifierKey? expected)
{
    private VerifierKey? _named;

    /// <summary>Changes that were given beside the bundle; null for none.</summary>
    public LogKeyChain? Given { get; set; }

    /// <summary>All changes that are known.</summary>
    public LogKeyChain Chain { get; private set; } = new([]);

    /// <summary>Reads the key that the bundle names; null where it cannot be read.</summary>
    public VerifierKey? Load(Action<string, string> fault)
    {
        LoadChain(fault);
        try
        {
            _named = VerifierKey.Parse(Text(BundleManifest.KeyName));
        }
        catch (FormatException e)
        {
            fault(BundleManifest.KeyName, e.Message);
            return null;
        }

        if (expected is not null && !Chain.Leads(_named, expected) && !Chain.Leads(expected, _named))
        {
            fault(
                BundleManifest.KeyName,
                Given is null
                    ? "The bundle is signed with another key than the one you expect. Where the record's key was changed between the two, give the changes (--key-changes)."
                    : "The bundle is signed with another key than the one you expect, and the changes of the key do not lead from one to the other."
            );
        }
        else if (expected is null && Given is { Changes.Count: > 0 } given && !given.Holds(_named))
        {
            fault(BundleManifest.KeyName, "The changes of the key that were given are not of this bundle's record.");
        }

        return _named;
    }

    /// <summary>The key that signed a checkpoint: the one that the bundle names, or one that took over before it was published.</summary>
    public VerifierKey? Signer(SignedNote note, Checkpoint head) =>
        _named is { } named && head.Origin == named.Name ? Chain.SignerOf(note, named) : null;

    /// <summary>Since when a key may have been in others' hands; null where nobody said so.</summary>
    public DateTimeOffset? Compromised(VerifierKey key) =>
        Chain.Replaced(key)?.CompromisedSince is { } since
            ? DateTimeOffset.Parse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            : null;

    /// <summary>Reads a list of releases that the key, or one that took over from it, has signed.</summary>
    /// <exception cref="FormatException">None of them did, or one that could not at that time.</exception>
    public ReleaseStatusList Read(string text, VerifierKey key)
    {
        SignedNote note = SignedNote.Parse(text);
        VerifierKey signer =
            Chain
                .Changes.Select(c => c.Next)
                .Append(expected ?? key)
                .FirstOrDefault(k =>
                    note.IsSignedBy(k) && (expected is null || Chain.Leads(expected, k) || Chain.Leads(k, expected))
                )
            ?? expected
            ?? key;
        ReleaseStatusList list = ReleaseStatusList.Read(text, signer);
        return Chain.Fault(signer, list.Size) is { } late ? throw new FormatException(late)
            : Compromised(signer) is not null
                ? throw new FormatException(
                    "The list is signed by a key that may have been in others' hands. Ask for one under the key in its place."
                )
            : list;
    }

    private void LoadChain(Action<string, string> fault)
    {
        Chain = Given ?? Chain;
        if (!source.Paths.Contains(BundleManifest.KeyChangesName))
        {
            return;
        }

        try
        {
            LogKeyChain own = LogKeyChain.Parse(Text(BundleManifest.KeyChangesName));
            if (Given is { } given && !given.Agrees(own))
            {
                throw new FormatException(
                    "The changes of the key that the bundle brings are not those that were given beside it."
                );
            }

            // Either may be the newer: a bundle of yesterday and changes of today, or the other way round.
            Chain = Given is { } all && all.Changes.Count >= own.Changes.Count ? all : own;
        }
        catch (FormatException e)
        {
            fault(BundleManifest.KeyChangesName, e.Message);
        }
    }

    private string Text(string path)
    {
        if (!source.Paths.Contains(path))
        {
            throw new FormatException("The file is missing.");
        }

        using StreamReader reader = new(source.Open(path), new UTF8Encoding(false, throwOnInvalidBytes: false));
        return reader.ReadToEnd();
    }
}
