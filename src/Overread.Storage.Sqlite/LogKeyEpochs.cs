using System.Globalization;
using Overread.Domain.Record;
using Overread.Ledger;

namespace Overread.Storage.Sqlite;

/// <summary>
/// Whose key may have signed a head of so many events: the record says where its signing key was changed (signed by both keys) or
/// lost (by a person's decision), and the last key is the one in keys/.
/// </summary>
internal sealed class LogKeyEpochs
{
    private const string Where = "keys/log-signing.key";
    private readonly List<Epoch> _epochs = [];
    private readonly List<AuditFault> _faults = [];
    private readonly List<(long Seq, LogKeyChange Change)> _changes = [];

    private LogKeyEpochs() { }

    /// <summary>True where a key is lost with its public half, so that its heads can be held against nothing.</summary>
    public bool NothingToHoldAgainst { get; private set; }

    /// <summary>Reads what the record says of its keys.</summary>
    /// <param name="options">The store.</param>
    /// <param name="findings">What the walk over the record found.</param>
    /// <param name="notes">The heads.</param>
    public static LogKeyEpochs Of(
        SqliteOptions options,
        RecordFindings findings,
        IReadOnlyList<(long Size, string Note, string At)> notes
    )
    {
        LogKeyEpochs epochs = new();
        VerifierKey? known = null;
        long from = 0;
        foreach ((long seq, DomainEvent happened, byte[] root) in findings.Keys)
        {
            if (happened is StoreAccepted)
            {
                // What was signed before is held against the key that the record named, if it named one.
                epochs._epochs.Add(new(from, seq + 1, known, Lost: true));
                (known, from) = (null, seq + 1);
            }
            else if (epochs.Read(seq, (LogKeyRotated)happened, root, known) is { } change)
            {
                epochs._changes.Add((seq, change));
                epochs._epochs.Add(new(from, seq + 1, change.Former, Lost: false));
                (known, from) = (change.Next, seq + 1);
            }
        }

        epochs.Last(options, findings, known, from, notes);
        foreach ((long seq, LogKeyChange change) in epochs._changes)
        {
            string? note = notes.FirstOrDefault(n => n.Size == seq + 1).Note;
            if (note is null || !(IsBy(note, seq + 1, change.Former) && IsBy(note, seq + 1, change.Next)))
            {
                epochs.Fault(
                    seq,
                    "The change of the signing key is not under a checkpoint that both keys have signed. Put the database back from a backup."
                );
            }
        }

        return epochs;
    }

    /// <summary>Names what is wrong with the keys themselves.</summary>
    public void Say(FaultList faults)
    {
        foreach (AuditFault fault in _faults)
        {
            faults.Add(fault);
        }
    }

    /// <summary>True for a head that a key signed which could.</summary>
    public bool Signed(string note, long size) =>
        _epochs.Exists(e => e.Covers(size) && e.Key is { } key && IsBy(note, size, key));

    /// <summary>What is wrong with a head's signature, as the end of a sentence; null where nothing is.</summary>
    public string? Wrong(string note, long size)
    {
        // With the key and its public half both lost, and that accepted, nothing is left to hold the signature against.
        if (Signed(note, size) || _epochs.Exists(e => e.Covers(size) && e is { Lost: true, Key: null }))
        {
            return null;
        }

        (long seq, LogKeyChange? change) = _changes.FirstOrDefault(c => IsBy(note, size, c.Change.Former));
        if (change is not null && size > seq + 1)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"is signed by a key that event {seq} gave up on {change.At}: whoever still has it made it. Put the database back from a backup, and find out who has that key."
            );
        }

        return "is not signed by this store's key in keys/log-signing.key. Put that key back, or the database, from a backup.";
    }

    /// <summary>Heads that were signed while others may have had the key and that no witness has seen, as sentences.</summary>
    public IEnumerable<string> Doubts(IReadOnlyList<(long Size, string Note, string At)> notes, long witnessed)
    {
        foreach ((long seq, LogKeyChange change) in _changes)
        {
            if (change.CompromisedSince is not { } since)
            {
                continue;
            }

            List<long> signed =
            [
                .. notes
                    .Where(n =>
                        n.Size <= seq && string.CompareOrdinal(n.At, since) >= 0 && IsBy(n.Note, n.Size, change.Former)
                    )
                    .Select(n => n.Size),
            ];
            List<long> alone = [.. signed.Where(s => s > witnessed)];
            string unseen =
                alone.Count == 0
                    ? ", and a witness has cosigned what all of them cover."
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"; what {alone.Count} of them cover ({alone[0]} to {alone[^1]} events) no witness has cosigned: that another history was shown to somebody in that time is excluded by nothing here. Time stamps of releases show what was signed before {since}."
                    );
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The signing key that event {seq} gave up may have been in others' hands since {since}. It signed {signed.Count} checkpoints from then on{unseen}"
            );
        }
    }

    private void Last(
        SqliteOptions options,
        RecordFindings findings,
        VerifierKey? known,
        long from,
        IReadOnlyList<(long Size, string Note, string At)> notes
    )
    {
        VerifierKey signer = options.Signer.Verifier;
        if (options.SignerIsNew)
        {
            VerifierKey? former = known ?? options.FormerVerifier;
            NothingToHoldAgainst = former is null;
            _epochs.Add(new(from, long.MaxValue, former, Lost: false));
            return;
        }

        VerifierKey? older = known ?? SignerOf(options, notes, from);
        if (older is null || older.ToString() == signer.ToString())
        {
            _epochs.Add(new(from, long.MaxValue, signer, Lost: false));
            return;
        }

        _epochs.Add(new(from, long.MaxValue, older, Lost: false));
        if (options.KeptChanges is { } kept && kept.Leads(older, signer))
        {
            findings.SignerIsAhead = true;
            // A state in a backup is older than the keys, and is meant to be.
            if (options.HeadFile is not null)
            {
                Fault(
                    null,
                    "The signing key was changed after this state of the database: the database is in an older state than it was. Put the newest database back.",
                    acceptable: true
                );
            }
        }
        else if (_changes.Find(c => c.Change.Former.ToString() == signer.ToString()) is { Change: { } gone } change)
        {
            Fault(
                null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The signing key is one that event {change.Seq} gave up on {gone.At}: an older copy of keys/ was put in its place. Put the newest keys back; where they are lost, take this file away and go on with --accept-loss."
                )
            );
        }
        else
        {
            Fault(
                null,
                $"The signing key is not the one that the record names ({Convert.ToHexStringLower(older.KeyId)}), and no change to it was recorded. Put the right keys back; where they are lost, take this file away and go on with --accept-loss."
            );
        }
    }

    // A database of before the first change names no key: the changes kept beside the key say whose its heads may be.
    private static VerifierKey? SignerOf(
        SqliteOptions options,
        IReadOnlyList<(long Size, string Note, string At)> notes,
        long from
    ) =>
        options.KeptChanges is { } kept && notes.LastOrDefault(n => n.Size >= from) is { Note: { } last } newest
            ? kept
                .Changes.Select(c => c.Former)
                .FirstOrDefault(k =>
                    IsBy(last, newest.Size, k)
                    && !IsBy(last, newest.Size, options.Signer.Verifier)
                    && kept.Leads(k, options.Signer.Verifier)
                )
            : null;

    private LogKeyChange? Read(long seq, LogKeyRotated happened, byte[] root, VerifierKey? known)
    {
        string? wrong;
        LogKeyChange? change = null;
        try
        {
            change = LogKeyChange.Parse(happened.Change);
            wrong =
                change.Size != seq || !change.Root.AsSpan().SequenceEqual(root)
                    ? "It is of another state of the record."
                : happened.Former != change.Former.ToString()
                || happened.Next != change.Next.ToString()
                || happened.CompromisedSince != change.CompromisedSince
                    ? "The event says other things than what was signed."
                : known is not null && known.ToString() != change.Former.ToString()
                    ? "The key that is given up is not the one that signed before it."
                : null;
        }
        catch (FormatException e)
        {
            wrong = e.Message;
        }

        if (wrong is null)
        {
            return change;
        }

        Fault(
            seq,
            $"The change of the signing key does not hold. {wrong} Put the database back from a backup, and find out who has the keys."
        );
        return null;
    }

    private void Fault(long? seq, string what, bool acceptable = false) =>
        _faults.Add(new AuditFault(seq, what) { Acceptable = acceptable, Where = seq is null ? Where : "store" });

    private static bool IsBy(string text, long size, VerifierKey key)
    {
        try
        {
            SignedNote note = SignedNote.Parse(text);
            Checkpoint head = Checkpoint.Parse(note.Text);
            return head.Size == size && head.Origin == key.Name && note.IsSignedBy(key);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>Sizes of heads that one key signs. The head over a change itself belongs to both sides.</summary>
    private sealed record Epoch(long From, long To, VerifierKey? Key, bool Lost)
    {
        public bool Covers(long size) => size >= From && size <= To;
    }
}
