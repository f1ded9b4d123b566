namespace Overread.Storage.Tests.Sqlite;

/// <summary>What is SQLite's own: its log, and statements that no other database has.</summary>
public sealed class SqliteFileTests
{
    [Fact]
    public async Task The_log_is_copied_into_the_file_while_the_store_is_open()
    {
        await using SqliteStore store = new();
        await Task.WhenAll(Enumerable.Range(0, 13_000).Select(i => store.Register("p" + i)));
        // 13,000 events are 8 MB; the writer itself copies only a log of 128. Two minutes are far beyond any disk's need.
        for (int tries = 0; tries < 1200 && new FileInfo(store.Path).Length < 3_000_000; tries++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.True(new FileInfo(store.Path).Length > 3_000_000, "nothing was copied into the file");
        await store.Register("after");
        Assert.Empty(store.Audit().Faults);
    }

    [Fact]
    public async Task A_disk_without_room_refuses_what_does_not_fit_and_goes_on_once_there_is_room()
    {
        await using SqliteStore store = new();
        await store.Register("before");
        // As a full disk: the file may not grow.
        await store.Run("PRAGMA max_page_count = 1");
        List<Exception> refused = [];
        for (int i = 0; i < 200 && refused.Count == 0; i++)
        {
            try
            {
                await store.Register(new string('x', 2000) + i);
            }
            catch (IOException e)
            {
                refused.Add(e);
            }
        }

        Assert.IsType<DiskFullException>(Assert.Single(refused));
        // What is signed while nothing can be written is not said outside either.
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            for (int i = 0; i < 200; i++)
            {
                await store.Database.Seal();
                await store.Register(new string('y', 2000) + i);
            }
        });
        using (ReadLease read = store.Database.Read())
        {
            Assert.Equal("before", read.Connection.One("SELECT name FROM person ORDER BY id", r => r.GetString(0)));
        }

        Assert.Empty(store.Audit().Faults);
        await store.Database.Write(Actor.System, u => u.Connection.Run("PRAGMA max_page_count = 1000000"));
        await store.Register("after");
        await store.Database.Seal();
        await store.Reopen();
        Assert.Empty(store.Audit().Faults);
    }

    [Fact]
    public async Task A_row_that_a_REPLACE_drops_is_seen_by_the_guard()
    {
        await using SqliteStore store = new();
        await store.Run("INSERT INTO note(id, words, bytes) VALUES ('b', 'first', x'01')");
        await store.Run("INSERT OR REPLACE INTO note(id, words, bytes) VALUES ('b', 'again', x'00')");
        await store.Register("somebody");
        await store.Database.Seal();
        Assert.Empty(store.Audit().Faults);
    }
}
