using System.Collections.Concurrent;
using Overread.Domain.Record;
using Overread.Ledger;
using Overread.Ledger.Witnesses;
using Overread.Server.Composition;
using Overread.Server.Composition.Witnessing;
using Overread.Storage;

namespace Overread.Server.Features.Witnesses.Contracts;

/// <summary>
/// Has checkpoints cosigned by the witnesses that the server was started with, and keeps in the record what they answer: a cosignature,
/// or that they hold this record for another one than they have seen. A witness that is down or slow costs nobody but whoever waits
/// here, and them no more than <see cref="Longest"/>.
/// </summary>
internal sealed partial class WitnessDesk(
    ServeOptions options,
    IDatabase database,
    WitnessCaller caller,
    TimeProvider time,
    ILogger<WitnessDesk> logger
) : IDisposable
{
    /// <summary>How long all witnesses together are waited for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private const int Tries = 4;
    private const string Cosigned = nameof(CheckpointCosigned);
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, string? Trouble)> _tried = new();

    // What grows the record because it was cosigned is no reason to have it cosigned again.
    private static readonly HashSet<string> Bookkeeping = [Cosigned, nameof(WitnessObjected), nameof(TablesSealed)];

    /// <summary>The witnesses.</summary>
    public IReadOnlyList<WitnessAddress> Witnesses => options.Witnesses;

    /// <summary>Signs the record as it is and has that cosigned by some of the witnesses, or all.</summary>
    /// <param name="of">Those that are asked.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <returns>The checkpoint, with the cosignatures that came under it.</returns>
    public async Task<SignedNote> Seal(IReadOnlyList<WitnessAddress> of, CancellationToken cancel)
    {
        // One checkpoint after the other: a witness that has seen the newer cosigns the older no more.
        await _one.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            SignedNote note = await database.Seal().ConfigureAwait(false);
            using CancellationTokenSource limit = new(Longest, time);
            using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
            NoteSignature?[] lines = await Task.WhenAll(of.Select(w => Cosign(w, note, both.Token)))
                .ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            return note with { Signatures = [.. note.Signatures, .. lines.OfType<NoteSignature>()] };
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>True where a witness has not cosigned what has happened since it last did.</summary>
    public bool IsDue(WitnessAddress witness)
    {
        using ReadLease read = database.Read();
        return Last<CheckpointCosigned>(read, witness) is not var (last, _)
            || read.Record.Heads(new RecordQuery { From = last.Size }).Any(h => !Bookkeeping.Contains(h.Type));
    }

    /// <summary>How the witnesses stand.</summary>
    public IReadOnlyList<WitnessStanding> Standing(ReadLease read) => [.. Witnesses.Select(w => Standing(read, w))];

    /// <summary>The newest checkpoint that a witness has cosigned, with the lines of all that cosigned it; null for none.</summary>
    public SignedNote? Newest(ReadLease read)
    {
        List<CheckpointCosigned> all =
        [
            .. Witnesses.Select(w => Last<CheckpointCosigned>(read, w)?.Event).OfType<CheckpointCosigned>(),
        ];
        long? size = all.Count == 0 ? null : all.Max(c => c.Size);
        return size is { } s && database.CheckpointAt(read.Connection, s) is { } note
            ? note with
            {
                Signatures =
                [
                    .. note.Signatures,
                    .. all.Where(c => c.Size == s && c.Text() == note.Text).Select(c => NoteSignature.Parse(c.Line)),
                ],
            }
            : null;
    }

    public void Dispose() => _one.Dispose();

    private WitnessStanding Standing(ReadLease read, WitnessAddress witness)
    {
        (CheckpointCosigned Event, string At)? last = Last<CheckpointCosigned>(read, witness);
        (WitnessObjected Event, string At)? objection = Last<WitnessObjected>(read, witness);
        // A cosignature after it takes an objection back.
        bool stands = objection is not null && Newest(read, witness)?.Event is WitnessObjected;
        bool tried = _tried.TryGetValue(witness.KeyId, out (DateTimeOffset At, string? Trouble) t);
        return new(witness, last, stands ? objection : null, tried ? t.At : null, t.Trouble);
    }

    private static (T Event, string At)? Last<T>(ReadLease read, WitnessAddress witness)
        where T : DomainEvent => LastEvents.Of<T>(read, StreamOf(witness));

    private static Envelope? Newest(ReadLease read, WitnessAddress witness) =>
        LastEvents.Of(read, StreamOf(witness), Cosigned, nameof(WitnessObjected));

    private static string StreamOf(WitnessAddress witness) => "witness/" + witness.KeyId;

    private async Task<NoteSignature?> Cosign(WitnessAddress witness, SignedNote note, CancellationToken cancel)
    {
        string? trouble;
        NoteSignature? line = null;
        try
        {
            (line, trouble) = await Ask(witness, note, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            trouble = WitnessTrouble.Unreachable;
        }
        catch (FormatException)
        {
            trouble = WitnessTrouble.Unreadable;
        }

        string? before = _tried.TryGetValue(witness.KeyId, out (DateTimeOffset At, string? Trouble) last)
            ? last.Trouble
            : null;
        _tried[witness.KeyId] = (time.GetUtcNow(), trouble);
        if (trouble is not null && trouble != before)
        {
            LogTrouble(witness.Key.Name, trouble);
        }

        return line;
    }

    private async Task<(NoteSignature? Line, string? Trouble)> Ask(
        WitnessAddress witness,
        SignedNote note,
        CancellationToken cancel
    )
    {
        Checkpoint head = Checkpoint.Parse(note.Text);
        long old = KnownBy(witness, head);
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            (int status, string? type, string text) = await caller
                .Ask(witness, new WitnessRequest(old, Proof(old, head.Size), note).ToString(), cancel)
                .ConfigureAwait(false);
            switch (status)
            {
                case 200:
                    NoteSignature line = witness.Key.Take(note.Text, text);
                    await Keep(witness, head, line, witness.Key.TimeOf(note.Text, line)!.Value).ConfigureAwait(false);
                    return (line, null);
                case 409 when type == WitnessAnswer.SizeType:
                    long seen = WitnessAnswer.SizeOf(text);
                    if (seen > head.Size)
                    {
                        // Somebody else may have shown it a newer one of ours; what the record does not have, nobody has.
                        return seen <= database.RecordSize
                            ? (null, WitnessTrouble.Ahead)
                            : (
                                null,
                                await Objected(witness, WitnessObjected.Rollback, head, seen).ConfigureAwait(false)
                            );
                    }

                    if (seen == old)
                    {
                        return old == head.Size
                            ? (null, await Objected(witness, WitnessObjected.Fork, head, seen).ConfigureAwait(false))
                            : (null, WitnessTrouble.Unreadable);
                    }

                    old = seen;
                    break;
                case 422:
                    return (null, await Objected(witness, WitnessObjected.Fork, head, old).ConfigureAwait(false));
                case 403 or 404:
                    return (null, WitnessTrouble.Unknown);
                default:
                    return (null, status >= 500 ? WitnessTrouble.Unreachable : WitnessTrouble.Unreadable);
            }
        }

        return (null, WitnessTrouble.Unreadable);
    }

    private IReadOnlyList<byte[]> Proof(long from, long to)
    {
        using ReadLease read = database.Read();
        return MerkleProof.Consistency(from, to, database.Nodes(read.Connection));
    }

    private long KnownBy(WitnessAddress witness, Checkpoint head)
    {
        using ReadLease read = database.Read();
        return
            Last<CheckpointCosigned>(read, witness) is var (last, _)
            && last.Origin == head.Origin
            && last.Size <= head.Size
            ? last.Size
            : 0;
    }

    private Task<bool> Keep(WitnessAddress witness, Checkpoint head, NoteSignature line, DateTimeOffset at) =>
        database.Write(
            Actor.System,
            u =>
            {
                u.Append(
                    new About(null, StreamOf(witness)),
                    new CheckpointCosigned(
                        witness.Key.Name,
                        witness.KeyId,
                        head.Origin,
                        head.Size,
                        Convert.ToBase64String(head.Root),
                        line.ToString(),
                        Timestamps.Text(at)
                    )
                );
                return true;
            }
        );

    private async Task<string> Objected(WitnessAddress witness, string kind, Checkpoint head, long seen)
    {
        LogObjection(witness.Key.Name, kind, seen, head.Size);
        await database
            .Write(
                Actor.System,
                u =>
                {
                    // Said once, not every hour that it goes on, whatever size it names.
                    using ReadLease read = database.Read();
                    if (Newest(read, witness)?.Event is not WitnessObjected { Kind: var known } || known != kind)
                    {
                        u.Append(
                            new About(null, StreamOf(witness)),
                            new WitnessObjected(
                                witness.Key.Name,
                                witness.KeyId,
                                kind,
                                head.Size,
                                Convert.ToBase64String(head.Root),
                                seen
                            )
                        );
                    }

                    return true;
                }
            )
            .ConfigureAwait(false);
        return WitnessTrouble.Objected;
    }

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "The witness {Witness} objects ({Kind}): it has seen {Seen} events of this record and was shown {Size}. The store is older than it was, or its history is another; see docs/how-to/witness.md"
    )]
    private partial void LogObjection(string witness, string kind, long seen, long size);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The witness {Witness} gave no cosignature ({Trouble}). Nothing waits for it; it is asked again"
    )]
    private partial void LogTrouble(string witness, string trouble);
}
