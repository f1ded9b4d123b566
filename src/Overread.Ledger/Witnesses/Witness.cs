using System.Globalization;

namespace Overread.Ledger.Witnesses;

/// <summary>
/// The decision of a witness (c2sp.org/tlog-witness): it cosigns a checkpoint of a log that it knows when the checkpoint
/// continues the last one that it cosigned, and nothing else, ever. It decides and remembers nothing: whoever asks keeps
/// <see cref="WitnessAnswer.Next"/> durably before the answer leaves, and lets one request about a log pass at a time.
/// </summary>
/// <param name="signer">The witness's key.</param>
/// <param name="logs">
/// The keys of the logs; a log's name is that of its key. Of several keys of one name each is newer than those before it: once a
/// head was cosigned that a newer one had signed, those before it count no more.
/// </param>
public sealed class Witness(WitnessSigner signer, IReadOnlyCollection<VerifierKey> logs)
{
    /// <summary>The witness's public key.</summary>
    public WitnessKey Key => signer.Key;

    /// <summary>True for a log that it cosigns.</summary>
    public bool Knows(string origin) => logs.Any(k => k.Name == origin);

    /// <summary>Decides a request.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="last">What was cosigned last of the log that it names; null for nothing.</param>
    /// <param name="now">The witness's clock.</param>
    public WitnessAnswer Decide(WitnessRequest request, WitnessedHead? last, DateTimeOffset now)
    {
        Checkpoint head = request.Head;
        if (!Knows(head.Origin))
        {
            return WitnessAnswer.Refused(404, "This witness does not know the log.");
        }

        // Whoever else signed it is left out of what is kept: nobody here knows what such a line says.
        NoteSignature[] known =
        [
            .. request.Note.Signatures.Where(s =>
                logs.Any(k => k.Name == head.Origin && (request.Note with { Signatures = [s] }).IsSignedBy(k))
            ),
        ];
        if (known.Length == 0)
        {
            return WitnessAnswer.Refused(403, "No key of the log that this witness knows signed the checkpoint.");
        }

        if (last is not null && Newest(request.Note) < Newest(last.Note))
        {
            return WitnessAnswer.Refused(
                403,
                "The log has another key by now: the one that signed the checkpoint was given up."
            );
        }

        if (request.OldSize > head.Size)
        {
            return WitnessAnswer.Refused(400, "The old size is larger than the checkpoint.");
        }

        long size = last?.Head.Size ?? 0;
        byte[] root = last?.Head.Root ?? MerkleHash.EmptyRoot;
        if (request.OldSize != size || (size == head.Size && !root.AsSpan().SequenceEqual(head.Root)))
        {
            return new(409, size.ToString(CultureInfo.InvariantCulture) + "\n", WitnessAnswer.SizeType, null);
        }

        if (!MerkleProof.VerifyConsistency(size, head.Size, root, head.Root, request.Proof))
        {
            return WitnessAnswer.Refused(
                422,
                "The proof does not show that the log only grew since the checkpoint that was cosigned last."
            );
        }

        NoteSignature own = signer.Cosign(request.Note.Text, now);
        // The same checkpoint again is nothing new to remember: whoever has it could fill the witness's disk with it.
        WitnessedHead? next =
            last is not null && size == head.Size
                ? null
                : WitnessedHead.Of(new SignedNote(request.Note.Text, [.. known, own]), head);
        return new(200, own + "\n", "text/plain", next);
    }

    // The place of the newest of the log's keys that signed a note; -1 where none did.
    private int Newest(SignedNote note) =>
        logs.Select((key, place) => note.IsSignedBy(key) ? place : -1).DefaultIfEmpty(-1).Max();
}
