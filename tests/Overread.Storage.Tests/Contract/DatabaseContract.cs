using Overread.Ledger;

namespace Overread.Storage.Tests.Contract;

/// <summary>What a store does with what it is given: it keeps it, in one unbroken record, and notices what another hand changed.</summary>
public abstract class DatabaseContract<TStore>
    where TStore : StoreFixture, new()
{
    [Fact]
    public async Task What_was_acknowledged_is_there_after_reopening_and_the_tree_goes_on()
    {
        await using TStore store = new();
        for (int i = 0; i < 300; i++)
        {
            await store.Register("p" + i);
        }

        await store.Reopen();
        await store.Register("after");
        Assert.Equal(301, store.Database.RecordSize);
        AuditReport report = store.Audit();
        Assert.Empty(report.Faults);
        Assert.Equal(301, report.Events);
    }

    [Fact]
    public async Task A_unit_that_throws_is_undone_alone()
    {
        await using TStore store = new();
        Task<string> good = store.Register("good");
        Task bad = store.Database.Write<bool>(
            Actor.System,
            u =>
            {
                u.Append(new About(null, "person/x"), new Domain.People.SignedOut("x"));
                throw new RefusedException(new("test.no", "No."));
            }
        );
        Task<string> later = store.Register("later");
        await Task.WhenAll(good, later);
        await Assert.ThrowsAsync<RefusedException>(() => bad);
        Assert.Equal(2, store.Database.RecordSize);
        Assert.Empty(store.Audit().Faults);
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing_and_leave_one_unbroken_record()
    {
        await using TStore store = new();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(() => store.Register("p" + i))));
        using ReadLease read = store.Database.Read();
        Assert.Equal(500, read.Connection.Number("SELECT COUNT(*) FROM person"));
        Assert.Equal(500, read.Connection.Number("SELECT MAX(seq) + 1 FROM event"));
    }

    [Fact]
    public async Task Inclusion_and_consistency_proofs_verify_across_tile_borders()
    {
        await using TStore store = new();
        for (int i = 0; i < 200; i++)
        {
            await store.Register("p" + i);
        }

        Checkpoint first = Checkpoint.Parse((await store.Database.Seal()).Text);
        for (int i = 0; i < 400; i++)
        {
            await store.Register("q" + i);
        }

        Checkpoint second = Checkpoint.Parse((await store.Database.Seal()).Text);
        using ReadLease read = store.Database.Read();
        MerkleProof.NodeAt nodes = store.Database.Nodes(read.Connection);
        Assert.True(
            MerkleProof.VerifyConsistency(
                first.Size,
                second.Size,
                first.Root,
                second.Root,
                MerkleProof.Consistency(first.Size, second.Size, nodes)
            )
        );
        foreach (long seq in new[] { 0L, 199, 255, 256, 511, 512, 599 })
        {
            byte[] leaf = read.Connection.One("SELECT leaf FROM event WHERE seq = @0", r => r.Bytes(0)!, seq)!;
            Assert.True(
                MerkleProof.VerifyInclusion(
                    leaf,
                    seq,
                    second.Size,
                    MerkleProof.Inclusion(seq, second.Size, nodes),
                    second.Root
                )
            );
        }
    }

    [Fact]
    public async Task Projections_can_be_dropped_and_rebuilt()
    {
        await using TStore store = new();
        await store.Register("ann");
        await store.Register("bob");
        store.Tamper("DELETE FROM person WHERE name = 'ann'");
        Assert.NotEmpty(store.Audit().Faults);
        await store.Database.RebuildProjections();
        Assert.Empty(store.Audit().Faults);
    }

    [Theory]
    [InlineData("UPDATE event SET payload = (SELECT o.payload FROM event o WHERE o.seq = 71) WHERE seq = 17")]
    [InlineData("UPDATE event SET secret = leaf WHERE seq = 17")]
    [InlineData("UPDATE event SET entry = (SELECT o.entry FROM event o WHERE o.seq = 71) WHERE seq = 17")]
    [InlineData("UPDATE event SET leaf = secret WHERE seq = 17")]
    [InlineData("UPDATE event SET type = 'PersonChanged' WHERE seq = 17")]
    [InlineData("UPDATE event SET actor = 'somebody' WHERE seq = 17")]
    [InlineData("UPDATE event SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 17")]
    [InlineData("UPDATE event SET stream = 'person/other' WHERE seq = 17")]
    [InlineData("UPDATE event SET id = 'other' WHERE seq = 17")]
    [InlineData("DELETE FROM event WHERE seq = 17")]
    [InlineData("DELETE FROM event WHERE seq = (SELECT MAX(seq) FROM event)")]
    [InlineData("UPDATE person SET name = 'p71' WHERE name = 'p17'")]
    [InlineData("INSERT INTO person(id, name) VALUES ('x', 'x')")]
    [InlineData("UPDATE tile_node SET hash = (SELECT leaf FROM event WHERE seq = 0)")]
    [InlineData("DELETE FROM tile_node")]
    [InlineData("UPDATE checkpoint SET note = replace(note, 'test/record', 'else/record')")]
    [InlineData("DELETE FROM checkpoint")]
    public async Task An_audit_notices_every_changed_removed_or_added_row(string sql)
    {
        await using TStore store = new();
        for (int i = 0; i < 260; i++)
        {
            await store.Register("p" + i);
        }

        await store.Database.Seal();
        Assert.Empty(store.Audit().Faults);
        store.Tamper(sql);
        Assert.NotEmpty(store.Audit().Faults);
    }

    [Fact]
    public async Task An_older_copy_of_the_database_put_back_is_noticed()
    {
        await using TStore store = new();
        await store.Register("early");
        await store.Database.Seal();
        store.KeepCopy();
        await store.Register("late");
        await store.Database.Seal();
        AuditReport report = store.AuditCopy();
        Assert.Contains(report.Faults, f => f.What.Contains("older state", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_erasure_leaves_a_valid_leaf_and_is_counted()
    {
        await using TStore store = new();
        string id = await store.Register("gone");
        await store.Register("kept");
        await store.Database.Seal();
        await store.Database.Write(
            Actor.System,
            u =>
            {
                u.Erase([0], "Asked for.");
                return true;
            }
        );
        await store.Register("later");
        using (ReadLease read = store.Database.Read())
        {
            RecordEntry entry = read.Record.At(0)!;
            Assert.True(entry.Head.Erased);
            Assert.Null(entry.Head.Actor);
            Assert.Equal("person/" + id, entry.Head.Stream);
            Assert.Equal(
                ["kept", "later"],
                read.Connection.All("SELECT name FROM person ORDER BY name", r => r.GetString(0))
            );
        }

        await store.Reopen();
        await store.ReopenAs(o => o with { Rebuild = true });
        AuditReport report = store.Audit();
        Assert.Empty(report.Faults);
        Assert.Equal(1, report.Erased);
    }

    [Fact]
    public async Task What_says_that_something_was_erased_is_not_erased_itself()
    {
        await using TStore store = new();
        await store.Register("gone");
        Task<bool> Erase(long seq) =>
            store.Database.Write(
                Actor.System,
                u =>
                {
                    u.Erase([seq], "Asked for.");
                    return true;
                }
            );
        await Erase(0);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Erase(0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Erase(1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Erase(9));
        Assert.Empty(store.Audit().Faults);
    }

    [Fact]
    public async Task A_payload_that_is_gone_without_an_erasure_is_found()
    {
        await using TStore store = new();
        await store.Register("gone");
        await store.Database.Seal();
        store.Tamper("UPDATE event SET payload = NULL, secret = NULL, actor = NULL WHERE seq = 0");
        store.Tamper("DELETE FROM person");
        AuditFault fault = Assert.Single(store.Audit().Faults);
        Assert.Equal(0, fault.Seq);
        await Assert.ThrowsAsync<StoreFaultException>(() => store.ReopenAs(o => o with { Rebuild = true }));
    }
}
