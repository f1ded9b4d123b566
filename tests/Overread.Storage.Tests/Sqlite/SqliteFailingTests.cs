namespace Overread.Storage.Tests.Sqlite;

/// <summary>A store whose disk takes no more writes: whoever waits is told, and nobody waits for ever.</summary>
public sealed class SqliteFailingTests
{
    [Fact]
    public async Task Who_writes_to_a_store_that_cannot_be_written_is_told_every_time()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using SqliteStore store = new();
        string kept = await store.Register("before");
        // What a connection to a failing disk does: it reads, and refuses each write with an error of its own.
        await store.Run("PRAGMA query_only = 1");
        for (int i = 0; i < 3; i++)
        {
            await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
                store.Register("lost " + i).WaitAsync(TimeSpan.FromSeconds(20), cancel)
            );
        }

        using ReadLease read = store.Database.Read();
        Assert.Single(read.Record.Events(new RecordQuery()));
        Assert.NotEmpty(kept);
    }
}
