using System.Text;

namespace Overread.Ledger;

/// <summary>A text with signatures under it, as c2sp.org/signed-note v1.0.0 lays it out.</summary>
/// <param name="Text">The signed text; ends with a line feed.</param>
/// <param name="Signatures">Name, key id (4 bytes) and signature of each line.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>Signs a text.</summary>
    /// <exception cref="FormatException">The text does not end with a line feed.</exception>
    public static SignedNote Sign(string text, LogSigner signer)
    {
        if (!text.EndsWith('\n'))
        {
            throw new FormatException("The text of a note ends with a line feed.");
        }

        byte[] signature = signer.Sign(Encoding.UTF8.GetBytes(text));
        return new SignedNote(text, [new NoteSignature(signer.Verifier.Name, signer.Verifier.KeyId, signature)]);
    }

    /// <summary>Reads a note.</summary>
    /// <exception cref="FormatException">The text is not a note; the message says what is missing.</exception>
    public static SignedNote Parse(string note)
    {
        int gap = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (gap < 0 || !note.EndsWith('\n'))
        {
            throw new FormatException(
                "A signed note has an empty line between text and signatures and ends with a line feed."
            );
        }

        List<NoteSignature> signatures = [];
        foreach (string line in note[(gap + 2)..].TrimEnd('\n').Split('\n'))
        {
            signatures.Add(NoteSignature.Parse(line));
        }

        return new SignedNote(note[..(gap + 1)], signatures);
    }

    /// <summary>True when the key signed the text.</summary>
    public bool IsSignedBy(VerifierKey key) =>
        Signatures.Any(s =>
            s.Name == key.Name
            && s.KeyId.AsSpan().SequenceEqual(key.KeyId)
            && key.Verify(Encoding.UTF8.GetBytes(Text), s.Signature)
        );

    /// <summary>The note as it is stored and sent.</summary>
    public override string ToString() => Text + "\n" + string.Concat(Signatures.Select(s => s + "\n"));
}
