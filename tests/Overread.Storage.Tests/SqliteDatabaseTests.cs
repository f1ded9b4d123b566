using Overread.Ledger;
using Overread.Storage;

namespace Overread.Storage.Tests;

public class SqliteDatabaseTests
{
    [Fact]
    public async Task What_was_acknowledged_is_there_after_reopening_and_the_tree_goes_on()
    {
        await using StoreFixture store = new();
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
        await using StoreFixture store = new();
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
        await using StoreFixture store = new();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(() => store.Register("p" + i))));
        using ReadLease read = store.Database.Read();
        Assert.Equal(500, read.Connection.Number("SELECT COUNT(*) FROM person"));
        Assert.Equal(500, read.Connection.Number("SELECT MAX(seq) + 1 FROM event"));
    }

    [Fact]
    public async Task The_log_is_copied_into_the_file_while_the_store_is_open()
    {
        await using StoreFixture store = new();
        await Task.WhenAll(Enumerable.Range(0, 13_000).Select(i => store.Register("p" + i)));
        // 13,000 events are 8 MB; the writer itself copies only a log of 128. Two minutes are far beyond any disk's need.
        for (int tries = 0; tries < 1200 && new FileInfo(store.Options.Path).Length < 3_000_000; tries++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.True(new FileInfo(store.Options.Path).Length > 3_000_000, "nothing was copied into the file");
        await store.Register("after");
        Assert.Empty(store.Audit().Faults);
    }

    [Fact]
    public async Task Inclusion_and_consistency_proofs_verify_across_tile_borders()
    {
        await using StoreFixture store = new();
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
        await using StoreFixture store = new();
        await store.Register("ann");
        await store.Register("bob");
        store.Tamper("DELETE FROM person WHERE name = 'ann'");
        Assert.NotEmpty(store.Audit().Faults);
        await store.Database.RebuildProjections();
        Assert.Empty(store.Audit().Faults);
    }

    [Theory]
    [InlineData("UPDATE event SET payload = CAST(replace(CAST(payload AS TEXT), 'p17', 'p71') AS BLOB) WHERE seq = 17")]
    [InlineData("UPDATE event SET secret = randomblob(32) WHERE seq = 17")]
    [InlineData(
        "UPDATE event SET entry = CAST(replace(CAST(entry AS TEXT), 'PersonRegistered', 'PersonChanged') AS BLOB) WHERE seq = 17"
    )]
    [InlineData("UPDATE event SET leaf = randomblob(32) WHERE seq = 17")]
    [InlineData("UPDATE event SET actor = 'somebody' WHERE seq = 17")]
    [InlineData("UPDATE event SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 17")]
    [InlineData("UPDATE event SET stream = 'person/other' WHERE seq = 17")]
    [InlineData("UPDATE event SET id = 'other' WHERE seq = 17")]
    [InlineData("DELETE FROM event WHERE seq = 17")]
    [InlineData("DELETE FROM event WHERE seq = (SELECT MAX(seq) FROM event)")]
    [InlineData("UPDATE person SET name = 'p71' WHERE name = 'p17'")]
    [InlineData("INSERT INTO person(id, name) VALUES ('x', 'x')")]
    [InlineData("UPDATE tile_node SET hash = randomblob(32)")]
    [InlineData("DELETE FROM tile_node")]
    [InlineData("UPDATE checkpoint SET note = replace(note, 'test/record', 'else/record')")]
    [InlineData("DELETE FROM checkpoint")]
    public async Task An_audit_notices_every_changed_removed_or_added_row(string sql)
    {
        await using StoreFixture store = new();
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
        await using StoreFixture store = new();
        await store.Register("early");
        await store.Database.Seal();
        string copy = store.Options.Path + ".copy";
        store.Tamper($"VACUUM INTO '{copy}'; UPDATE checkpoint SET at = at");
        await store.Register("late");
        await store.Database.Seal();
        AuditReport report = new Sqlite.SqliteAudit(store.Options with { Path = copy }).Run(
            null,
            CancellationToken.None
        );
        Assert.Contains(report.Faults, f => f.What.Contains("older state", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_erased_payload_leaves_a_valid_leaf()
    {
        await using StoreFixture store = new();
        await store.Register("gone");
        await store.Database.Seal();
        store.Tamper("UPDATE event SET payload = NULL, secret = NULL, actor = NULL WHERE seq = 0");
        store.Tamper("DELETE FROM person");
        Assert.Empty(store.Audit().Faults);
    }
}
