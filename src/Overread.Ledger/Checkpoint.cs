using System.Globalization;

namespace Overread.Ledger;

/// <summary>
/// The head of a log: origin, number of leaves and root hash (c2sp.org/tlog-checkpoint v1.0.0, no extension lines).
/// Whoever holds one can later demand a proof that nothing before it was changed.
/// </summary>
/// <param name="Origin">The log's name; equals the name of its key.</param>
/// <param name="Size">Number of leaves.</param>
/// <param name="Root">32 bytes.</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    /// <summary>The three lines that are signed.</summary>
    public string ToText() =>
        string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    /// <summary>Reads the three lines.</summary>
    /// <exception cref="FormatException">Not a checkpoint.</exception>
    public static Checkpoint Parse(string text)
    {
        string[] lines = text.Split('\n');
        if (
            lines.Length != 4
            || lines[3].Length != 0
            || lines[0].Length == 0
            || !long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            || size.ToString(CultureInfo.InvariantCulture) != lines[1]
        )
        {
            throw new FormatException("A checkpoint has three lines: origin, size, root in base64.");
        }

        byte[] root = Convert.FromBase64String(lines[2]);
        return root.Length == MerkleHash.Size && Convert.ToBase64String(root) == lines[2]
            ? new Checkpoint(lines[0], size, root)
            : throw new FormatException("The root of a checkpoint is 32 bytes in canonical base64.");
    }

    /// <summary>Signs the checkpoint.</summary>
    public SignedNote Sign(LogSigner signer) => SignedNote.Sign(ToText(), signer);
}
