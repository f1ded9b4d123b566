using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Overread.Domain.Record;
using Overread.Ledger;

namespace Overread.Storage.Tests.Sqlite;

/// <summary>Whoever can write the database's files and has no key changes nothing unnoticed: it is found, and not opened.</summary>
public sealed class SqliteTamperTests
{
    [Theory]
    // The record.
    [InlineData("UPDATE event SET payload = (SELECT payload FROM event WHERE seq = 9) WHERE seq = 5", null)]
    [InlineData("UPDATE event SET payload = NULL, secret = NULL WHERE seq = 5", null)]
    [InlineData("UPDATE event SET payload = NULL, secret = NULL, actor = NULL WHERE seq = 299", null)]
    [InlineData("UPDATE event SET mark = NULL", null)]
    [InlineData("UPDATE event SET mark = (SELECT mark FROM event WHERE seq = 4) WHERE seq = 5", null)]
    [InlineData("UPDATE event SET item = 'other' WHERE seq = 5", null)]
    [InlineData("UPDATE event SET actor = 'person/other' WHERE seq = 5", null)]
    [InlineData("DELETE FROM event WHERE seq = 299", null)]
    [InlineData("DELETE FROM event WHERE seq > 250", null)]
    [InlineData("DELETE FROM event", null)]
    [InlineData("UPDATE event SET seq = seq + 1000 WHERE seq = 299", null)]
    [InlineData("UPDATE event SET payload = 7 WHERE seq = 5", null)]
    [InlineData("UPDATE event SET leaf = 'x' WHERE seq = 5", null)]
    [InlineData("UPDATE event SET stream = 3.5 WHERE seq = 5", null)]
    [InlineData("DELETE FROM tile_node", null)]
    [InlineData("INSERT INTO tile_node(level, idx, hash) VALUES (8, 1, zeroblob(32))", null)]
    [InlineData("DELETE FROM checkpoint", null)]
    [InlineData("INSERT INTO checkpoint(size, note, at) SELECT 7, note, at FROM checkpoint LIMIT 1", null)]
    [InlineData("UPDATE checkpoint SET note = 'x'", null)]
    // What is derived from it.
    [InlineData("UPDATE person SET name = 'eve' WHERE name = 'p5'", true)]
    [InlineData("DELETE FROM person", true)]
    [InlineData("INSERT INTO person(id, name) VALUES ('x', 'eve')", true)]
    [InlineData("DELETE FROM form", true)]
    // What stands beside it.
    [InlineData("UPDATE note SET words = 'other'", null)]
    [InlineData("DELETE FROM note", null)]
    [InlineData("INSERT INTO note(id, words) VALUES ('x', 'y')", null)]
    [InlineData("DELETE FROM guard", null)]
    [InlineData("UPDATE guard SET version = version + 1", null)]
    [InlineData(
        "INSERT INTO outbox(id, kind, body, actor, client, left_at, tries, due) VALUES ('x','k','b','a','c','t',0,'t')",
        null
    )]
    // The schema.
    [InlineData(
        "CREATE TRIGGER quiet AFTER INSERT ON note BEGIN UPDATE note SET words = 'x'; END; UPDATE note SET id = id",
        null
    )]
    [InlineData("CREATE VIEW peek AS SELECT * FROM note; UPDATE checkpoint SET at = at", null)]
    [InlineData("CREATE UNIQUE INDEX lock ON event(type, seq); UPDATE checkpoint SET at = at", null)]
    [InlineData("CREATE TABLE loot(x); INSERT INTO loot VALUES (1)", null)]
    [InlineData("ALTER TABLE event ADD COLUMN more TEXT; UPDATE checkpoint SET at = at", null)]
    [InlineData("DROP TABLE note; UPDATE checkpoint SET at = at", null)]
    public async Task What_another_hand_wrote_at_rest_is_found_and_not_opened(string sql, bool? rebuilt)
    {
        await using SqliteStore store = await Filled();
        await store.Close();
        Assert.Empty(store.Audit().Faults);
        store.Tamper(sql);
        Assert.NotEmpty(store.Audit().Faults);
        StoreFaultException refused = await Assert.ThrowsAsync<StoreFaultException>(store.Reopen);
        // What it is, and what to do.
        Assert.All(refused.Faults, f => Assert.True(f.What.Split(". ").Length > 1, f.What));
        if (rebuilt == true)
        {
            await store.ReopenAs(o => o with { Rebuild = true });
            Assert.Empty(store.Audit().Faults);
            return;
        }

        await Assert.ThrowsAsync<StoreFaultException>(() => store.ReopenAs(o => o with { Rebuild = true }));
        Assert.NotEmpty(store.Audit().Faults);
    }

    [Fact]
    public async Task Events_appended_without_the_key_are_neither_believed_nor_signed()
    {
        await using SqliteStore store = await Filled();
        await store.Close();
        Forge(store, "eve");
        Assert.Contains(
            "were not written by this store's server",
            Assert.Single(store.Audit().Faults).What,
            StringComparison.Ordinal
        );
        await Assert.ThrowsAsync<StoreFaultException>(store.Reopen);
        Assert.Null(store.AskClosed("SELECT name FROM person WHERE name = 'eve'"));

        // A person goes on: they are taken out, and the record says so.
        await store.ReopenAs(o => o with { Acceptance = new StoreAcceptance("Ann", "An intruder.") });
        using (ReadLease read = store.Database.Read())
        {
            StoreAccepted accepted = Assert.IsType<StoreAccepted>(
                Assert.Single(read.Record.Events(new RecordQuery { Types = [nameof(StoreAccepted)] })).Event
            );
            Assert.Equal(("Ann", "An intruder.", 1L), (accepted.By, accepted.Reason, accepted.Dropped));
            Assert.Single(accepted.Faults);
        }

        Assert.Empty(store.Audit().Faults);
        Assert.Single(store.Audit().Accepted);
    }

    [Fact]
    public async Task Events_appended_under_a_running_server_are_not_signed()
    {
        await using SqliteStore store = await Filled();
        store.Tamper("UPDATE event SET payload = NULL, secret = NULL WHERE seq = 299");
        await store.Register("after");
        await store.Database.Seal();
        Assert.Contains(store.Audit().Faults, f => f.Seq == 299);
        await Assert.ThrowsAsync<StoreFaultException>(store.Reopen);
    }

    [Fact]
    public async Task A_leaf_changed_under_a_running_server_does_not_enter_what_is_signed()
    {
        await using SqliteStore store = await Filled();
        await store.Register("tail");
        Checkpoint sound = Checkpoint.Parse((await store.Database.Seal()).Text);
        await store.Register("more");
        store.Tamper(
            "UPDATE event SET leaf = (SELECT leaf FROM event WHERE seq = 3) WHERE seq = (SELECT MAX(seq) FROM event)"
        );
        Checkpoint signed = Checkpoint.Parse((await store.Database.Seal()).Text);
        Assert.True(signed.Size > sound.Size);
        // What was signed is what the server appended, so that what stands there now does not lead to it.
        Assert.Contains(store.Audit().Faults, f => f.What.Contains("leaf hash", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_older_database_is_refused_until_a_person_goes_on_with_it()
    {
        await using SqliteStore store = await Filled();
        string copy = store.Path + ".older";
        await store.Close();
        File.Copy(store.Path, copy);
        await store.Reopen();
        await store.Register("late");
        await store.Close();
        File.Move(copy, store.Path, overwrite: true);
        StoreFaultException refused = await Assert.ThrowsAsync<StoreFaultException>(store.Reopen);
        Assert.Contains("--accept-loss", refused.Message, StringComparison.Ordinal);
        Assert.Contains(
            refused.Faults,
            f => f.What.Contains("The record had 301 events and has 300.", StringComparison.Ordinal)
        );
        await store.ReopenAs(o => o with { Acceptance = new StoreAcceptance("Ann", "The disk died.") });
        await store.Register("on");
        await store.ReopenAs(o => o with { Acceptance = null });
        Assert.Empty(store.Audit().Faults);
        using ReadLease read = store.Database.Read();
        StoreAccepted accepted = (StoreAccepted)
            Assert.Single(read.Record.Events(new RecordQuery { Types = [nameof(StoreAccepted)] })).Event;
        Assert.Equal((300L, (long?)301), (accepted.Events, accepted.Known));
        Assert.NotNull(accepted.Checkpoint);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_log_that_was_lost_or_cut_is_noticed_to_the_last_event(bool cut)
    {
        await using SqliteStore store = await Filled();
        string crashed = store.Path + ".crashed";
        Directory.CreateDirectory(crashed);
        await store.Register("in the log");
        // As a killed server leaves them: nothing is copied from the log into the file.
        foreach (string part in new[] { "store.db", "store.db-wal", "checkpoint", "head" })
        {
            File.Copy(Path.Combine(Path.GetDirectoryName(store.Path)!, part), Path.Combine(crashed, part));
        }

        string log = Path.Combine(crashed, "store.db-wal");
        Assert.Empty(store.AuditIn(crashed).Faults);
        if (cut)
        {
            using FileStream file = new(log, FileMode.Open);
            file.SetLength(file.Length - 4096);
        }
        else
        {
            File.Delete(log);
        }

        Assert.NotEmpty(store.AuditIn(crashed).Faults);
    }

    [Theory]
    [InlineData("head")]
    [InlineData("checkpoint")]
    public async Task What_is_kept_outside_and_missing_or_damaged_is_asked_for(string name)
    {
        await using SqliteStore store = await Filled();
        await store.Close();
        string file = Path.Combine(Path.GetDirectoryName(store.Path)!, name);
        byte[] bytes = File.ReadAllBytes(file);
        File.Delete(file);
        await Assert.ThrowsAsync<StoreFaultException>(store.Reopen);
        bytes[^5] ^= 1;
        File.WriteAllBytes(file, bytes);
        await Assert.ThrowsAsync<StoreFaultException>(store.Reopen);
        await store.ReopenAs(o => o with { Acceptance = new StoreAcceptance("Ann", "The disk died.") });
        await store.ReopenAs(o => o with { Acceptance = null });
        Assert.Empty(store.Audit().Faults);
    }

    [Fact]
    public async Task The_first_checkpoint_of_a_server_killed_before_it_was_renamed_is_not_missing()
    {
        await using SqliteStore store = await Filled();
        await store.Close();
        string file = Path.Combine(Path.GetDirectoryName(store.Path)!, "checkpoint");
        string note = File.ReadAllText(file);
        File.Move(file, file + ".new");
        Assert.Empty(store.Audit().Faults);
        // One whose commit was lost says nothing.
        File.WriteAllText(file + ".new", note.Replace("300", "301", StringComparison.Ordinal));
        Assert.Contains(
            "outside the database is missing",
            Assert.Single(store.Audit().Faults).What,
            StringComparison.Ordinal
        );
        File.WriteAllText(file + ".new", note);
        await store.Reopen();
        await store.Register("after");
        await store.Close();
        Assert.True(File.Exists(file));
        Assert.Empty(store.Audit().Faults);
    }

    [Fact]
    public async Task A_database_that_is_gone_is_not_begun_anew()
    {
        await using SqliteStore store = await Filled();
        await store.Close();
        File.Delete(store.Path);
        Assert.NotEmpty(store.Audit().Faults);
        await Assert.ThrowsAsync<StoreFaultException>(store.Reopen);
        // Not by a decision either: nobody's account would be left, and the next visitor would be the administrator.
        await Assert.ThrowsAsync<StoreFaultException>(() =>
            store.ReopenAs(o => o with { Acceptance = new StoreAcceptance("Ann", "The disk died.") })
        );
        Assert.False(File.Exists(store.Path));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Zeroed_pages_are_said_and_thrown_at_nobody(int page)
    {
        await using SqliteStore store = await Filled();
        await store.Close();
        using (FileStream file = new(store.Path, FileMode.Open))
        {
            file.Position = page * 4096;
            file.Write(new byte[4096]);
        }

        Assert.NotEmpty(store.Audit().Faults);
        await Assert.ThrowsAsync<StoreFaultException>(store.Reopen);
    }

    [Fact]
    public async Task A_store_of_a_build_that_marked_nothing_is_taken_over_and_says_so()
    {
        await using SqliteStore store = await Filled();
        await store.Close();
        AsEarlier(store);
        await store.Reopen();
        using (ReadLease read = store.Database.Read())
        {
            EventsMarked marked = (EventsMarked)
                Assert.Single(read.Record.Events(new RecordQuery { Types = [nameof(EventsMarked)] })).Event;
            Assert.Equal((300L, 300L), (marked.Events, marked.Checkpoint));
        }

        await store.Register("after");
        await store.Reopen();
        Assert.Empty(store.Audit().Faults);
        await store.Close();
        store.Tamper("UPDATE event SET mark = NULL WHERE seq = 3");
        await Assert.ThrowsAsync<StoreFaultException>(store.Reopen);
    }

    [Fact]
    public async Task Events_of_such_a_build_that_nothing_signed_are_taken_over_by_decision_alone()
    {
        await using SqliteStore store = await Filled();
        await store.Close();
        AsEarlier(store);
        Forge(store, "unsigned", mark: false);
        Assert.Contains(
            store.Audit().Faults,
            f => f.What.Contains("neither marked nor covered", StringComparison.Ordinal)
        );
        await Assert.ThrowsAsync<StoreFaultException>(store.Reopen);
        await store.ReopenAs(o => o with { Acceptance = new StoreAcceptance("Ann", "We killed it ourselves.") });
        Assert.Empty(store.Audit().Faults);
    }

    private static async Task<SqliteStore> Filled()
    {
        SqliteStore store = new();
        await store.Run("INSERT INTO note(id, words) VALUES ('a', 'one')");
        for (int i = 0; i < 299; i++)
        {
            await store.Register("p" + i);
        }

        await store.Database.Seal();
        return store;
    }

    // Earlier builds kept no marks in the database and no head beside it.
    private static void AsEarlier(SqliteStore store)
    {
        File.Delete(Path.Combine(Path.GetDirectoryName(store.Path)!, "head"));
        store.Tamper("ALTER TABLE event DROP COLUMN mark; UPDATE checkpoint SET at = at");
    }

    // As somebody would who has the database and not the key: right commitment, right leaf, no mark.
    private static void Forge(SqliteStore store, string name, bool mark = true)
    {
        Envelope envelope = new(
            "forged",
            null,
            "person/forged",
            1,
            "system",
            "2026-01-01T00:00:00.000Z",
            "test",
            null,
            null,
            new Domain.People.PersonRegistered("forged", name, "eve@example", true)
        );
        byte[] payload = EventJson.Write(envelope);
        byte[] secret = RandomNumberGenerator.GetBytes(32);
        byte[] entry = new LeafEntry("PersonRegistered", envelope.At, LeafEntry.Commit(secret, payload)).ToBytes();
        using SqliteConnection connection = new($"Data Source={store.Path};Pooling=False");
        connection.Open();
        connection.Run(
            "INSERT INTO event(seq, id, stream, revision, type, at, actor, payload, secret, entry, leaf) SELECT MAX(seq) + 1, @0, @1, 1, 'PersonRegistered', @2, 'system', @3, @4, @5, @6 FROM event",
            envelope.Id,
            envelope.Stream,
            envelope.At,
            payload,
            secret,
            entry,
            MerkleHash.Leaf(entry)
        );
        Assert.Equal(
            mark,
            connection.Number("SELECT COUNT(*) FROM pragma_table_info('event') WHERE name = 'mark'") == 1
        );
    }
}
