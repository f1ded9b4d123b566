namespace Overread.Ledger.Witnesses;

/// <summary>
/// The newest checkpoint of a log that a witness has cosigned: all that it has to remember of the log. As text it is the
/// checkpoint with the log's signatures and the witness's own, so that a text that was cut or changed is none.
/// </summary>
public sealed record WitnessedHead
{
    private WitnessedHead(SignedNote note, Checkpoint head) => (Note, Head) = (note, head);

    /// <summary>The checkpoint, the witness's cosignature under it.</summary>
    public SignedNote Note { get; }

    /// <summary>Its first three lines.</summary>
    public Checkpoint Head { get; }

    /// <summary>Reads what a witness kept.</summary>
    /// <param name="text">The note.</param>
    /// <param name="key">The witness's own key.</param>
    /// <exception cref="FormatException">It is no checkpoint, or this witness never cosigned it.</exception>
    public static WitnessedHead Parse(string text, WitnessKey key)
    {
        SignedNote note = SignedNote.Parse(text);
        return note.ToString() == text && key.TimeOf(note) is not null
            ? new WitnessedHead(note, WitnessRequest.HeadOf(note.Text))
            : throw new FormatException("This witness did not cosign that checkpoint.");
    }

    internal static WitnessedHead Of(SignedNote note, Checkpoint head) => new(note, head);

    /// <inheritdoc/>
    public override string ToString() => Note.ToString();
}
