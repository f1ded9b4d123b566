namespace Overread.Storage.Tests.Contract;

/// <summary>Tables that are no projections: what the server writes is right, what another hand writes is found.</summary>
public abstract class TableGuardContract<TStore>
    where TStore : StoreFixture, new()
{
    private const string Keep =
        "CREATE TABLE old_note AS SELECT * FROM note; CREATE TABLE old_guard AS SELECT * FROM guard; UPDATE checkpoint SET at = at";

    private const string PutBack = """
        DELETE FROM note;
        INSERT INTO note SELECT * FROM old_note;
        DELETE FROM guard;
        INSERT INTO guard SELECT * FROM old_guard;
        DROP TABLE old_note;
        DROP TABLE old_guard;
        UPDATE checkpoint SET at = at
        """;

    [Fact]
    public async Task What_the_server_writes_takes_back_and_replaces_is_in_order()
    {
        await using TStore store = new();
        await Fill(store);
        await Write(
            store,
            "INSERT INTO note(id, words) VALUES ('b', 'no') ON CONFLICT(id) DO UPDATE SET words = 'again'"
        );
        await Write(store, "UPDATE note SET words = words || '!' WHERE id < 'c'");
        await Write(store, "DELETE FROM note WHERE id = 'a'");
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            store.Database.Write<bool>(
                Actor.System,
                u =>
                {
                    u.Connection.Run("INSERT INTO note(id, words) VALUES ('z', 'never')");
                    throw new InvalidOperationException("undone");
                }
            )
        );
        Assert.Empty(store.Audit().Faults);
        await store.Reopen();
        await Write(store, "INSERT INTO note(id, words) VALUES ('y', 'after a restart')");
        Assert.Empty(store.Audit().Faults);
    }

    [Theory]
    [InlineData("UPDATE note SET words = 'other' WHERE id = 'b'")]
    [InlineData("UPDATE note SET bytes = (SELECT leaf FROM event WHERE seq = 0) WHERE id = 'b'")]
    [InlineData("UPDATE note SET bytes = NULL WHERE id = 'b'")]
    [InlineData("UPDATE note SET id = 'q' WHERE id = 'b'")]
    [InlineData("INSERT INTO note(id, words) VALUES ('q', 'one more')")]
    [InlineData("DELETE FROM note WHERE id = 'b'")]
    [InlineData("DELETE FROM note")]
    public async Task An_alteration_by_another_hand_is_found_and_stays_found(string sql)
    {
        await using TStore store = new();
        await Fill(store);
        Assert.Empty(store.Audit().Faults);
        store.Tamper(sql);
        Assert.Contains(store.Audit().Faults, f => f.What.Contains("note", StringComparison.Ordinal));
        // The server goes on writing and signing beside it: nothing is covered up, and it does not start again.
        await Write(store, "INSERT INTO note(id, words) VALUES ('r', 'rightful')");
        await Write(store, "UPDATE note SET words = 'rightful' WHERE id = 'b'");
        await store.Database.Seal();
        Assert.Contains(store.Audit().Faults, f => f.What.Contains("note", StringComparison.Ordinal));
        await Assert.ThrowsAsync<StoreFaultException>(store.Reopen);
        Assert.Contains(store.Audit().Faults, f => f.What.Contains("note", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("UPDATE guard SET sum = '00'")]
    [InlineData("UPDATE guard SET version = 1")]
    [InlineData("DELETE FROM guard")]
    public async Task A_sum_altered_while_the_server_was_down_is_never_taken_for_right(string sql)
    {
        await using TStore store = new();
        await Fill(store);
        await store.Close();
        store.Tamper(sql);
        Assert.Contains(store.Audit().Faults, f => f.What.Contains("note", StringComparison.Ordinal));
        await Assert.ThrowsAsync<StoreFaultException>(store.Reopen);
        await Assert.ThrowsAsync<StoreFaultException>(() => store.ReopenAs(o => o with { Rebuild = true }));
        Assert.Contains(store.Audit().Faults, f => f.What.Contains("note", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_table_put_back_while_the_server_was_down_is_found_and_not_opened()
    {
        await using TStore store = new();
        await Fill(store);
        store.Tamper(Keep);
        await Write(store, "UPDATE note SET words = 'later' WHERE id = 'b'");
        await store.Register("somebody");
        await store.Database.Seal();
        await store.Close();
        store.Tamper(PutBack);
        await Assert.ThrowsAsync<StoreFaultException>(store.Reopen);
        Assert.Contains(
            store.Audit().Faults,
            f =>
                f.What.StartsWith(
                    "The table note was put back to an older state than the record knows.",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public async Task A_table_put_back_with_its_sum_disagrees_with_the_record()
    {
        await using TStore store = new();
        await Fill(store);
        store.Tamper(Keep);
        await Write(store, "UPDATE note SET words = 'later' WHERE id = 'b'");
        await store.Register("somebody");
        await store.Database.Seal();
        store.Tamper(PutBack);
        Assert.Contains(
            store.Audit().Faults,
            f =>
                f.What.StartsWith(
                    "The table note was put back to an older state than the record knows.",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public async Task Sealing_between_two_changes_of_one_commit_after_a_restart_is_in_order()
    {
        await using TStore store = new();
        await Fill(store);
        await store.Reopen();
        using ManualResetEventSlim queued = new();
        Task<bool> first = store.Database.Write(Actor.System, _ => queued.Wait(TimeSpan.FromSeconds(30)));
        Task<int> before = Write(store, "UPDATE note SET words = 'before' WHERE id = 'a'");
        Task seal = store.Database.Seal();
        Task<int> after = Write(store, "UPDATE note SET words = 'after' WHERE id = 'a'");
        queued.Set();
        await Task.WhenAll(first, before, seal, after);
        await store.Database.Seal();
        await store.Reopen();
        await store.Register("somebody else");
        await store.Database.Seal();
        Assert.Empty(store.Audit().Faults);
    }

    private static async Task Fill(TStore store)
    {
        foreach (string id in new[] { "a", "b", "c" })
        {
            await store.Run(
                "INSERT INTO note(id, words, bytes) VALUES (@0, @1, @2)",
                id,
                "word of " + id,
                new byte[] { 1, 2 }
            );
        }

        await store.Register("somebody");
        await store.Database.Seal();
    }

    private static Task<int> Write(TStore store, string sql) => store.Run(sql);
}
