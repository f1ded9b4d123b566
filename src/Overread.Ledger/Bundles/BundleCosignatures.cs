using System.Text;
using Overread.Ledger.Witnesses;

namespace Overread.Ledger.Bundles;

/// <summary>The cosignatures of witnesses under a bundle's checkpoint, where there are any.</summary>
public static class BundleCosignatures
{
    /// <summary>Reads and checks them.</summary>
    /// <param name="source">The bundle.</param>
    /// <param name="log">The key of the record, whose own line is no cosignature; null where it could not be read.</param>
    /// <param name="witnesses">Keys of witnesses that must have cosigned.</param>
    /// <returns>The cosignatures in the order of their lines, and what does not hold, as sentences.</returns>
    public static (IReadOnlyList<Cosignature> Cosignatures, IReadOnlyList<string> Faults) Read(
        IBundleSource source,
        VerifierKey? log,
        IReadOnlyList<WitnessKey> witnesses
    )
    {
        List<string> faults = [];
        List<Cosignature> found = [];
        if (source.Paths.Contains(BundleManifest.CosignedName))
        {
            try
            {
                string text = Text(source, BundleManifest.CosignedName);
                SignedNote note = SignedNote.Parse(text);
                if (note.ToString() != text || !OnTop(note, source))
                {
                    throw new FormatException(
                        "The file is not the checkpoint of the bundle with more signatures under it."
                    );
                }

                found.AddRange(Of(note, log, witnesses));
            }
            catch (FormatException e)
            {
                faults.Add(e.Message);
            }
        }

        foreach (
            WitnessKey witness in witnesses.Where(w =>
                !found.Any(c => c.Verified && c.Witness == w.Name && c.KeyId == Convert.ToHexStringLower(w.KeyId))
            )
        )
        {
            faults.Add($"There is no cosignature of the witness {witness.Name} that holds.");
        }

        return (found, faults);
    }

    /// <summary>The cosignatures under a checkpoint; the log's own signature is none.</summary>
    /// <param name="note">The checkpoint.</param>
    /// <param name="log">The log's key, or null.</param>
    /// <param name="witnesses">Keys that lines are held against; a line of another key is named and not believed.</param>
    public static IEnumerable<Cosignature> Of(SignedNote note, VerifierKey? log, IReadOnlyList<WitnessKey> witnesses)
    {
        foreach (NoteSignature line in note.Signatures)
        {
            if (log is not null && line.Name == log.Name && line.KeyId.AsSpan().SequenceEqual(log.KeyId))
            {
                continue;
            }

            DateTimeOffset? time = witnesses.Select(w => w.TimeOf(note.Text, line)).FirstOrDefault(t => t is not null);
            yield return new(line.Name, Convert.ToHexStringLower(line.KeyId), time, time is not null);
        }
    }

    private static bool OnTop(SignedNote note, IBundleSource source)
    {
        SignedNote checkpoint = SignedNote.Parse(Text(source, BundleManifest.CheckpointName));
        return note.Text == checkpoint.Text
            && checkpoint.Signatures.All(own => note.Signatures.Any(s => s.ToString() == own.ToString()));
    }

    private static string Text(IBundleSource source, string path)
    {
        if (!source.Paths.Contains(path))
        {
            throw new FormatException($"{path} is missing.");
        }

        using StreamReader reader = new(source.Open(path), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
