using System.Globalization;

namespace Overread.Ledger;

/// <summary>
/// The handing over of a log from one signing key to the next, as a note that both keys have signed (c2sp.org/signed-note). The
/// log keeps its name, so that it stays the same log to whoever watches it; the key ids tell the keys apart. The former key signs
/// heads up to <see cref="Size"/> leaves, both sign that of one leaf more (the change itself), the next alone signs what follows.
/// </summary>
/// <param name="Size">Leaves before the change.</param>
/// <param name="Root">The root over them, 32 bytes.</param>
/// <param name="Former">The key that is given up.</param>
/// <param name="Next">The key in its place, of the same name.</param>
/// <param name="At">When, UTC, as in the record.</param>
/// <param name="CompromisedSince">Since when the former key may have been in others' hands, UTC; null where nobody thinks so.</param>
public sealed record LogKeyChange(
    long Size,
    byte[] Root,
    VerifierKey Former,
    VerifierKey Next,
    string At,
    string? CompromisedSince
)
{
    // The first line of a checkpoint is a log's name; this can be none, since no key is called so.
    internal const string Form = "overread log-key-change/1";
    private const string None = "-";

    /// <summary>The text that both keys sign.</summary>
    public string ToText() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Form}\n{Former.Name}\n{Size}\n{Convert.ToBase64String(Root)}\n{Former}\n{Next}\n{At}\n{CompromisedSince ?? None}\n"
        );

    /// <summary>Signs the change with both keys.</summary>
    /// <exception cref="FormatException">The keys are not those of the change.</exception>
    public SignedNote Sign(LogSigner former, LogSigner next)
    {
        SignedNote one = SignedNote.Sign(ToText(), former);
        SignedNote both = one with { Signatures = [.. one.Signatures, .. SignedNote.Sign(ToText(), next).Signatures] };
        Parse(both.ToString());
        return both;
    }

    /// <summary>Reads a change, and believes it only where both keys have signed it.</summary>
    /// <exception cref="FormatException">It is none, or a signature is missing or does not hold; the message says which.</exception>
    public static LogKeyChange Parse(string text)
    {
        SignedNote note = SignedNote.Parse(text);
        string[] lines = note.Text.Split('\n');
        if (lines.Length != 9 || lines[0] != Form || lines[8].Length != 0 || note.ToString() != text)
        {
            throw new FormatException("This is no change of a log's key.");
        }

        Checkpoint head = Checkpoint.Parse(string.Join('\n', lines[1..4]) + "\n");
        LogKeyChange change = new(
            head.Size,
            head.Root,
            VerifierKey.Parse(lines[4]),
            VerifierKey.Parse(lines[5]),
            lines[6],
            lines[7] == None ? null : lines[7]
        );
        if (
            change.ToText() != note.Text
            || change.Former.Name != head.Origin
            || change.Next.Name != head.Origin
            || change.Former.ToString() == change.Next.ToString()
        )
        {
            throw new FormatException(
                "A change of a log's key is from one key of the log's name to another of that name."
            );
        }

        return !note.IsSignedBy(change.Former)
                ? throw new FormatException("The change of the log's key is not signed by the key that is given up.")
            : !note.IsSignedBy(change.Next)
                ? throw new FormatException("The change of the log's key is not signed by the key that takes over.")
            : change;
    }
}
