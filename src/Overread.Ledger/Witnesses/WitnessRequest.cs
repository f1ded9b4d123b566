using System.Globalization;
using System.Text;

namespace Overread.Ledger.Witnesses;

/// <summary>
/// What a log sends a witness (c2sp.org/tlog-witness, add-checkpoint): the size that the witness is believed to have seen
/// last, the proof that the log only grew since, an empty line, and the signed checkpoint.
/// </summary>
/// <param name="OldSize">Leaves of the checkpoint that the witness cosigned last; 0 for none.</param>
/// <param name="Proof">The consistency proof from there (RFC 6962 section 2.1.2), at most 63 hashes of 32 bytes.</param>
/// <param name="Note">The checkpoint.</param>
public sealed record WitnessRequest(long OldSize, IReadOnlyList<byte[]> Proof, SignedNote Note)
{
    private const int MostHashes = 63;
    private const int MostSignatures = 64;
    private const string Old = "old ";

    /// <summary>
    /// The first three lines of the checkpoint. Lines after them, which another log may write, are cosigned with it and mean
    /// nothing to a witness.
    /// </summary>
    public Checkpoint Head { get; } = HeadOf(Note.Text);

    /// <summary>Reads a request.</summary>
    /// <exception cref="FormatException">It is none; the message says which part.</exception>
    public static WitnessRequest Parse(string text)
    {
        int gap = text.IndexOf("\n\n", StringComparison.Ordinal);
        string[] lines = gap < 0 ? [] : text[..gap].Split('\n');
        if (lines.Length == 0 || !lines[0].StartsWith(Old, StringComparison.Ordinal))
        {
            throw new FormatException(
                "A request begins with the line 'old N' and has an empty line before its checkpoint."
            );
        }

        string number = lines[0][Old.Length..];
        if (
            !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long old)
            || old.ToString(CultureInfo.InvariantCulture) != number
        )
        {
            throw new FormatException("The old size is a whole number without leading zeros.");
        }

        if (lines.Length > 1 + MostHashes)
        {
            throw new FormatException($"A proof has at most {MostHashes} hashes.");
        }

        List<byte[]> proof = [];
        foreach (string line in lines[1..])
        {
            byte[] hash = Convert.FromBase64String(line);
            if (hash.Length != MerkleHash.Size || Convert.ToBase64String(hash) != line)
            {
                throw new FormatException("Each hash of a proof is 32 bytes in canonical base64.");
            }

            proof.Add(hash);
        }

        SignedNote note = SignedNote.Parse(text[(gap + 2)..]);
        return note.Signatures.Count <= MostSignatures
            ? new WitnessRequest(old, proof, note)
            : throw new FormatException($"A checkpoint has at most {MostSignatures} signatures here.");
    }

    /// <summary>Reads the first three lines of a checkpoint that may have more of them.</summary>
    /// <exception cref="FormatException">Not a checkpoint.</exception>
    internal static Checkpoint HeadOf(string text)
    {
        string[] lines = text.Split('\n');
        return lines.Length >= 4 && lines[^1].Length == 0 && lines[3..^1].All(l => l.Length > 0)
            ? Checkpoint.Parse(string.Join('\n', lines[..3]) + "\n")
            : throw new FormatException("A checkpoint has at least three lines: origin, size, root in base64.");
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{Old}{OldSize}\n");
        foreach (byte[] hash in Proof)
        {
            text.Append(Convert.ToBase64String(hash)).Append('\n');
        }

        return text.Append('\n').Append(Note).ToString();
    }
}
