using System.Globalization;
using System.Text;

namespace Overread.Ledger;

/// <summary>
/// A leaf's inclusion proof together with the checkpoint it leads to, in one file that verifies offline
/// (c2sp.org/tlog-proof@v1: header, index, one base64 hash a line, empty line, signed checkpoint).
/// </summary>
/// <param name="Index">The leaf's place in the log, from 0.</param>
/// <param name="Path">Sibling hashes, lowest first.</param>
/// <param name="Checkpoint">The signed head.</param>
public sealed record LogProof(long Index, IReadOnlyList<byte[]> Path, SignedNote Checkpoint)
{
    private const string Header = "c2sp.org/tlog-proof@v1";

    /// <summary>Reads a proof file.</summary>
    /// <exception cref="FormatException">Not a proof; the message says which part.</exception>
    public static LogProof Parse(string text)
    {
        int gap = text.IndexOf("\n\n", StringComparison.Ordinal);
        string[] lines = gap < 0 ? [] : text[..gap].Split('\n');
        if (lines.Length < 2 || lines[0] != Header || !lines[1].StartsWith("index ", StringComparison.Ordinal))
        {
            throw new FormatException($"A proof begins with the lines '{Header}' and 'index N'.");
        }

        string number = lines[1]["index ".Length..];
        if (
            !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long index)
            || index.ToString(CultureInfo.InvariantCulture) != number
        )
        {
            throw new FormatException("The index of a proof is a whole number without leading zeros.");
        }

        List<byte[]> path = [];
        foreach (string line in lines[2..])
        {
            byte[] hash = Convert.FromBase64String(line);
            if (hash.Length != MerkleHash.Size || Convert.ToBase64String(hash) != line)
            {
                throw new FormatException("Each hash of a proof is 32 bytes in canonical base64.");
            }

            path.Add(hash);
        }

        return new LogProof(index, path, SignedNote.Parse(text[(gap + 2)..]));
    }

    /// <summary>True when the key signed the checkpoint and the path leads from the leaf to its root.</summary>
    /// <exception cref="FormatException">The checkpoint under the signature is malformed.</exception>
    public bool Verify(ReadOnlySpan<byte> leafHash, VerifierKey key)
    {
        Checkpoint head = Ledger.Checkpoint.Parse(Checkpoint.Text);
        return head.Origin == key.Name
            && Checkpoint.IsSignedBy(key)
            && MerkleProof.VerifyInclusion(leafHash, Index, head.Size, Path, head.Root);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(Header).Append('\n').Append(CultureInfo.InvariantCulture, $"index {Index}\n");
        foreach (byte[] hash in Path)
        {
            text.Append(Convert.ToBase64String(hash)).Append('\n');
        }

        return text.Append('\n').Append(Checkpoint).ToString();
    }
}
