using Microsoft.Data.Sqlite;

namespace Overread.Storage.Sqlite;

/// <summary>
/// Verifies a store against itself and its keys: the pages of the database, its schema, the record (<see cref="RecordCheck"/>),
/// each derived row against the one that folding the record gives, every other table against its keyed sum, and all of it
/// against what is kept outside the database. Writes nothing.
/// </summary>
public sealed class SqliteAudit(SqliteOptions options)
{
    private readonly FaultList _faults = new();

    /// <summary>What the walk over the record found besides faults.</summary>
    internal RecordFindings? Findings { get; private set; }

    /// <summary>Runs the audit on a connection of its own, beside a running server or on a store at rest.</summary>
    public AuditReport Run(IProgress<AuditProgress>? progress, CancellationToken cancel) =>
        Run(opening: false, progress, cancel);

    /// <summary>Runs the part that decides whether a store is opened: what opening makes anew is not compared.</summary>
    internal AuditReport BeforeOpening(CancellationToken cancel) => Run(opening: true, null, cancel);

    private AuditReport Run(bool opening, IProgress<AuditProgress>? progress, CancellationToken cancel)
    {
        // Read before the snapshot is taken: a running server may commit and seal at any moment.
        string? kept = options.CheckpointFile is { } file ? RecordSeal.Read(file) : null;
        KeptHead? head = Head();
        if (!HoldsRecord(options.Path))
        {
            if (kept is not null || head is { Size: > 0 })
            {
                _faults.Add(
                    null,
                    "The database is missing or empty, and what is kept in keys/ says that there was a record. Put the newest database back; to begin anew, use another folder.",
                    where: Path.GetFileName(options.Path)
                );
            }

            if (HoldsOther(options.Path))
            {
                _faults.Add(
                    null,
                    "The database holds something, and no record of Overread. Take the file away, or use another folder.",
                    where: Path.GetFileName(options.Path)
                );
            }

            return Report();
        }

        try
        {
            using QuietStore store = QuietStore.Open(options.Path);
            store.Connection.Run("BEGIN");
            Check(store.Connection, kept, head, opening, progress, cancel);
            store.Connection.Run("ROLLBACK");
        }
        catch (SqliteException e)
        {
            _faults.Add(
                null,
                $"The database cannot be read to its end ({Words(e)}): pages of it are damaged. Put the database back from a backup.",
                where: Path.GetFileName(options.Path)
            );
        }
        catch (Exception e)
            when (e is InvalidCastException or FormatException or OverflowException or ArgumentException)
        {
            // A value of another type than any build writes; SQLite takes any anywhere.
            _faults.Add(
                null,
                "The database holds a value of a type that no build of Overread writes there. Put the database back from a backup.",
                where: Path.GetFileName(options.Path)
            );
        }

        return Report();
    }

    /// <summary>True for a database that is there and has tables.</summary>
    public static bool HoldsRecord(string path)
    {
        if (!File.Exists(path) || (new FileInfo(path).Length == 0 && !File.Exists(path + "-wal")))
        {
            return false;
        }

        try
        {
            using QuietStore store = QuietStore.Open(path);
            return store.Connection.Number("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'event'") > 0;
        }
        catch (SqliteException)
        {
            // Something is there; what is wrong with it is for the audit to say.
            return true;
        }
    }

    /// <summary>True for a store whose events are marked, or whose tables are summed up, under a key.</summary>
    public static bool NeedsGuardKey(string path)
    {
        try
        {
            using QuietStore store = QuietStore.Open(path);
            return store.Connection.Number("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'guard'") > 0
                    && store.Connection.Number("SELECT COUNT(*) FROM guard") > 0
                || RecordCheck.HasMarks(store.Connection);
        }
        catch (SqliteException)
        {
            // Damaged: it was somebody's store, and the audit says what is wrong with it.
            return true;
        }
    }

    /// <summary>The changes of the signing key that a database holds, oldest first, as they were signed; nothing is checked.</summary>
    public static IReadOnlyList<string> KeyChanges(string path)
    {
        if (!HoldsRecord(path))
        {
            return [];
        }

        using QuietStore store = QuietStore.Open(path);
        return KeyChangeBook.Notes(new SqliteRecordReader(store.Connection));
    }

    private static bool HoldsOther(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using QuietStore store = QuietStore.Open(path);
        return store.Connection.Number("SELECT COUNT(*) FROM sqlite_schema") > 0;
    }

    private void Check(
        SqliteConnection store,
        string? kept,
        KeptHead? head,
        bool opening,
        IProgress<AuditProgress>? progress,
        CancellationToken cancel
    )
    {
        bool pages = true;
        foreach (string damage in store.All("PRAGMA quick_check(20)", r => r.GetString(0)).Where(d => d != "ok"))
        {
            pages = false;
            _faults.Add(
                null,
                $"The database's pages are damaged ({damage}). Put the database back from a backup.",
                where: Path.GetFileName(options.Path)
            );
        }

        if (!pages)
        {
            return;
        }

        bool current = StoreForm.IsCurrent(store, options);
        SchemaCheck.Run(store, options, current, _faults);
        foreach (string foreign in current && !(opening && options.Rebuild) ? StoreForm.Foreign(store, options) : [])
        {
            _faults.Add(null, foreign, acceptable: true);
        }

        Findings = new RecordCheck(options, _faults).Run(store, kept, head, progress, cancel);
        if (!current && !opening)
        {
            _faults.Add(
                null,
                "The tables derived from the record have the form of another build and were not compared. Audit with the build that wrote the store, or start the store once with this one."
            );
        }
        else if (!current && !options.Rebuild && head is { Size: > 0 } && StoreForm.IsBare(store))
        {
            // Every build that marks events also writes the form, in one transaction with the tables.
            _faults.Add(
                null,
                "The table form is empty: somebody wants what is derived from the record to be built anew. Starting the server once with --rebuild puts it right.",
                acceptable: true
            );
        }
        else if (current && !(opening && options.Rebuild) && _faults.All.Count == 0)
        {
            TwinCheck.Run(store, options, _faults, cancel);
        }

        if (!options.GuardKeyIsNew)
        {
            foreach (string fault in GuardAudit.Faults(store, options))
            {
                _faults.Add(null, fault, acceptable: true);
            }
        }

        Beside(store, opening, progress, cancel);
    }

    // What a person accepted of the files beside stays accepted; the database's own faults are mended when they are.
    private void Beside(
        SqliteConnection store,
        bool opening,
        IProgress<AuditProgress>? progress,
        CancellationToken cancel
    )
    {
        AuditView view = new(store, new SqliteRecordReader(store), opening, progress, cancel);
        foreach (
            AuditFault fault in options.Beside is { } beside && !(opening && !StoreForm.IsCurrent(store, options))
                ? beside(view)
                : []
        )
        {
            if (!fault.Acceptable || !Findings!.Accepted.Contains(fault.ToString()))
            {
                _faults.Add(fault);
            }
        }
    }

    private KeptHead? Head()
    {
        try
        {
            return options.GuardKeyIsNew ? null : KeptHead.Read(options.HeadFile, options.GuardKey);
        }
        catch (FormatException)
        {
            _faults.Add(
                null,
                "The file that says how far the record has come is not this store's, or damaged. Put it back from the backup of the keys.",
                true,
                "keys/" + Path.GetFileName(options.HeadFile)
            );
            return null;
        }
    }

    private AuditReport Report() =>
        new(Findings?.Size ?? 0, Findings?.Root ?? "", Findings?.Checkpoints ?? 0, _faults.All)
        {
            Erased = Findings?.Erased ?? 0,
            Accepted = [.. Findings?.Accepted ?? []],
            Doubts = [.. Findings?.Doubts ?? []],
        };

    private static string Words(SqliteException e) => $"SQLite {e.SqliteErrorCode}";
}
