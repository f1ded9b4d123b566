using System.Data.Common;
using Overread.Ledger;

namespace Overread.Storage.Sqlite;

/// <summary>
/// Signs the record, and keeps the newest checkpoint beside the database. What is signed counts once its commit is durable: until
/// then <c>last-checkpoint</c> does not tell of it, though it lies ready beside it: whoever is killed between the commit and the
/// renaming has lost nothing (<see cref="Beside"/>). Signing is the sequencer's alone.
/// </summary>
internal sealed class RecordSeal(SqliteOptions options, DbConnection writer)
{
    private const string Unkept = "The checkpoint could not be kept beside the database.";

    private LogSigner _signer = options.Signer;
    private LogSigner? _next;
    private long _signed = Newest(writer);
    private long _count = CountOf(writer);
    private string? _uncommitted;
    private string? _ready;
    private string? _unkept;

    /// <summary>How many events the newest checkpoint covers; may be asked from anywhere.</summary>
    public long Size => Interlocked.Read(ref _signed);

    /// <summary>How many checkpoints there are; asked by the sequencer alone.</summary>
    public long Count => _count;

    /// <summary>Signs the tree as it is in the open transaction.</summary>
    /// <returns>False where that is signed already, or there is nothing.</returns>
    public bool Sign(DbConnection connection, RecordTree tree) => Sign(connection, tree, null);

    /// <summary>Signs the tree with the key and the one that takes over, which signs alone once the transaction is durable.</summary>
    public void HandOver(DbConnection connection, RecordTree tree, LogSigner next)
    {
        if (!Sign(connection, tree, next))
        {
            throw new InvalidOperationException("The head over a change of keys was signed before.");
        }

        _next = next;
    }

    private bool Sign(DbConnection connection, RecordTree tree, LogSigner? next)
    {
        long size = tree.Size;
        if (size == 0 || connection.Number("SELECT COUNT(*) FROM checkpoint WHERE size = @0", size) > 0)
        {
            return false;
        }

        Checkpoint head = new(_signer.Verifier.Name, size, tree.Root());
        SignedNote one = head.Sign(_signer);
        string note = (
            next is null ? one : one with { Signatures = [.. one.Signatures, .. head.Sign(next).Signatures] }
        ).ToString();
        connection.Run(
            "INSERT INTO checkpoint(size, note, at) VALUES (@0, @1, @2)",
            size,
            note,
            Timestamps.Text(options.Time.GetUtcNow())
        );
        _uncommitted = note;
        Prepare(note);
        _count++;
        Interlocked.Exchange(ref _signed, size);
        return true;
    }

    /// <summary>The transaction is durable: what was signed in it is kept beside the database.</summary>
    public void Committed()
    {
        _signer = _next ?? _signer;
        _next = null;
        _unkept = _uncommitted ?? _unkept;
        _uncommitted = null;
        if (_unkept is not { } note || options.CheckpointFile is not { } file)
        {
            return;
        }

        if (_ready != note && !Prepare(note))
        {
            return;
        }

        try
        {
            File.Move(Fresh(file), file, overwrite: true);
            _unkept = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The older checkpoint beside the database stays true; this one is written with the next commit.
            options.Fault?.Invoke(Unkept, e);
        }
    }

    /// <summary>The transaction was lost: what was signed in it was never said.</summary>
    public void Abandoned()
    {
        _next = null;
        _uncommitted = null;
        _count = CountOf(writer);
        Interlocked.Exchange(ref _signed, Newest(writer));
    }

    /// <summary>
    /// What lies outside the database where the checkpoint is kept: what the file says, and what is ready to become it. The second
    /// counts for nothing unless the database holds it: its commit may have been lost.
    /// </summary>
    public static IEnumerable<string> Beside(string file)
    {
        foreach (string place in (string[])[Fresh(file), file])
        {
            if (Read(place) is { } note)
            {
                yield return note;
            }
        }
    }

    /// <summary>What the file of the kept checkpoint says; null where there is none.</summary>
    public static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private bool Prepare(string note)
    {
        if (options.CheckpointFile is not { } file)
        {
            return false;
        }

        try
        {
            File.WriteAllText(Fresh(file), note);
            _ready = note;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _ready = null;
            options.Fault?.Invoke(Unkept, e);
            return false;
        }
    }

    private static string Fresh(string file) => file + ".new";

    private static long CountOf(DbConnection connection) => connection.Number("SELECT COUNT(*) FROM checkpoint");

    private static long Newest(DbConnection connection) =>
        connection.Number("SELECT COALESCE(MAX(size), 0) FROM checkpoint");
}
