namespace Overread.Storage.Tests.Contract;

/// <summary>A lease for reading sees the newest state, a snapshot the state in which it was handed out.</summary>
public abstract class SnapshotContract<TStore>
    where TStore : StoreFixture, new()
{
    [Fact]
    public async Task What_is_written_after_a_snapshot_was_taken_is_not_in_it()
    {
        await using TStore store = new();
        await store.Register("ann");
        using (ReadLease snapshot = store.Database.Snapshot())
        {
            // Nothing was read in it yet: the moment of the call counts, not that of the first statement.
            await store.Register("bob");
            Assert.Equal(1, People(snapshot));
            Assert.Equal(1, snapshot.Record.Size);
            Assert.Single(snapshot.Record.Events(new RecordQuery()));
            await store.Register("cas");
            Assert.Equal(1, People(snapshot));
            using ReadLease read = store.Database.Read();
            Assert.Equal(3, People(read));
            Assert.Equal(3, read.Record.Size);
        }

        using ReadLease later = store.Database.Snapshot();
        Assert.Equal(3, People(later));
    }

    [Fact]
    public async Task A_connection_that_was_a_snapshot_sees_the_newest_state_when_it_is_lent_again()
    {
        await using TStore store = new();
        await store.Register("ann");
        for (int round = 1; round < 5; round++)
        {
            using (ReadLease snapshot = store.Database.Snapshot())
            {
                Assert.Equal(round, People(snapshot));
            }

            await store.Register("p" + round);
            using ReadLease read = store.Database.Read();
            Assert.Equal(round + 1, People(read));
        }
    }

    [Fact]
    public async Task An_empty_store_has_a_snapshot_too()
    {
        await using TStore store = new();
        using ReadLease snapshot = store.Database.Snapshot();
        await store.Register("ann");
        Assert.Equal(0, People(snapshot));
        Assert.Equal(0, snapshot.Record.Size);
    }

    [Fact]
    public async Task What_has_ended_lends_nothing()
    {
        await using TStore store = new();
        ReadLease lease = store.Database.Snapshot();
        lease.Dispose();
        lease.Dispose();
        Assert.Throws<ObjectDisposedException>(() => lease.Connection);
        Assert.Throws<ObjectDisposedException>(() => lease.Record);
    }

    private static long People(ReadLease lease) => lease.Connection.Number("SELECT COUNT(*) FROM person");
}
