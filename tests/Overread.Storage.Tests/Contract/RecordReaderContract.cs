using Overread.Domain.People;
using Overread.Domain.Projects;
using Overread.Domain.Record;
using Overread.Ledger;

namespace Overread.Storage.Tests.Contract;

/// <summary>The record is found by project, stream, type, item, time and place, in pages, typed or as it is kept.</summary>
public abstract class RecordReaderContract<TStore>
    where TStore : StoreFixture, new()
{
    [Fact]
    public async Task Events_come_typed_with_their_place_and_in_order()
    {
        await using TStore store = new();
        await store.Register("ann");
        await Fill(store);
        using ReadLease read = store.Database.Read();
        List<Envelope> all = [.. read.Record.Events(new RecordQuery())];
        Assert.Equal(Enumerable.Range(0, 9).Select(i => (long)i), all.Select(e => e.Seq));
        Assert.Equal("ann", Assert.IsType<PersonRegistered>(all[0].Event).Name);
        Assert.Equal(9, read.Record.Size);
    }

    [Fact]
    public async Task A_query_finds_what_it_names_and_nothing_else()
    {
        await using TStore store = new();
        await store.Register("ann");
        await Fill(store);
        using ReadLease read = store.Database.Read();
        Assert.Equal([1, 2, 3, 4], Seqs(read, new() { Project = "a" }));
        Assert.Equal([5, 6, 7, 8], Seqs(read, new() { Projects = ["b", "c"] }));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Seqs(read, new() { Projects = ["b", "a"] }));
        Assert.Empty(Seqs(read, new() { Projects = [] }));
        Assert.Equal([2, 6], Seqs(read, new() { Types = [nameof(ProjectClosed)] }));
        Assert.Equal([0, 2, 6], Seqs(read, new() { Types = [nameof(ProjectClosed), nameof(PersonRegistered)] }));
        Assert.Equal([3], Seqs(read, new() { Streams = ["item/a1"] }));
        Assert.Equal([3, 4, 7], Seqs(read, new() { Streams = ["item/a1", "item/a2", "item/b1"] }));
        Assert.Equal([7], Seqs(read, new() { Project = "b", Streams = ["item/a1", "item/a2", "item/b1"] }));
        Assert.Empty(Seqs(read, new() { Streams = [] }));
        Assert.Equal([4], Seqs(read, new() { Item = "a2", Streams = ["item/a2"] }));
        Assert.Empty(Seqs(read, new() { Item = "a1", Streams = ["item/a2"] }));
        Assert.Equal([3, 4, 7, 8], Seqs(read, new() { Actor = "person/eve" }));
        Assert.Empty(Seqs(read, new() { Actor = "person" }));
        string at = read.Record.At(4)!.Head.At;
        Assert.Contains(4, Seqs(read, new() { Since = at, Until = at }));
        Assert.Empty(Seqs(read, new() { Until = "2000-01-01T00:00:00.000Z" }));
        Assert.Equal(2, read.Record.Count(new RecordQuery { Types = [nameof(ProjectClosed)] }));
    }

    [Fact]
    public async Task Pages_meet_without_gap_or_repetition_in_both_directions()
    {
        await using TStore store = new();
        for (int i = 0; i < 23; i++)
        {
            await store.Register("p" + i);
        }

        using ReadLease read = store.Database.Read();
        List<long> up = [];
        while (Seqs(read, new() { From = up.Count, Take = 5 }) is { Count: > 0 } page)
        {
            up.AddRange(page);
        }

        List<long> down = [];
        while (
            Seqs(
                read,
                new()
                {
                    Before = down.Count == 0 ? null : down[^1],
                    NewestFirst = true,
                    Take = 5,
                }
            )
                is { Count: > 0 } page
        )
        {
            down.AddRange(page);
        }

        Assert.Equal(Enumerable.Range(0, 23).Select(i => (long)i), up);
        Assert.Equal(up.AsEnumerable().Reverse(), down);
        Assert.Equal([7, 8, 9], Seqs(read, new() { From = 7, Before = 10 }));
    }

    [Fact]
    public async Task Entries_prove_their_leaves_and_the_leaves_the_checkpoint()
    {
        await using TStore store = new();
        await Fill(store);
        SignedNote note = await store.Database.Seal();
        await store.Register("later");
        using ReadLease read = store.Database.Read();
        Checkpoint head = Checkpoint.Parse(note.Text);
        Assert.Equal(head.Size, read.Record.Sealed);
        MerkleFrontier tree = new();
        foreach (byte[] leaf in read.Record.Leaves(head.Size))
        {
            tree.Append(leaf);
        }

        Assert.Equal(head.Size, tree.Size);
        Assert.Equal(head.Root, tree.Root());
        foreach (RecordEntry entry in read.Record.Entries(new RecordQuery()))
        {
            Assert.Equal(MerkleHash.Leaf(entry.Entry), entry.Leaf);
            Assert.Equal(
                LeafEntry.Commit(entry.Secret!, entry.Payload!),
                LeafEntry.Parse(entry.Entry).Commitment.ToArray()
            );
        }

        Assert.Null(read.Record.At(read.Record.Size));
    }

    [Fact]
    public async Task An_erased_event_keeps_its_place_and_is_no_longer_told()
    {
        await using TStore store = new();
        await store.Register("ann");
        await store.Register("bob");
        store.Tamper("UPDATE event SET payload = NULL, secret = NULL, actor = NULL WHERE seq = 0");
        using ReadLease read = store.Database.Read();
        Assert.Equal([1], read.Record.Events(new RecordQuery()).Select(e => e.Seq));
        Assert.Equal([true, false], read.Record.Heads(new RecordQuery()).Select(h => h.Erased));
        Assert.Null(read.Record.At(0)!.Payload);
        Assert.Equal(2, read.Record.Count(new RecordQuery()));
    }

    [Fact]
    public async Task A_unit_of_work_reads_what_it_has_itself_appended()
    {
        await using TStore store = new();
        await store.Register("ann");
        (long inside, string? last) = await store.Database.Write(
            Actor.System,
            u =>
            {
                u.Append(new About("p", "project/p"), new ProjectClosed("over"));
                return (u.Record.Size, u.Record.Events(new RecordQuery { Project = "p" }).Single().Project);
            }
        );
        Assert.Equal((2, "p"), (inside, last));
    }

    private static List<long> Seqs(ReadLease read, RecordQuery query)
    {
        List<long> heads = [.. read.Record.Heads(query).Select(h => h.Seq)];
        Assert.Equal(heads, read.Record.Entries(query).Select(e => e.Head.Seq));
        Assert.Equal(heads, read.Record.Events(query).Select(e => e.Seq));
        return heads;
    }

    // Places 1 to 4 of project a, 5 to 8 of project b: opened, closed, and what happened to two items.
    private static async Task Fill(TStore store)
    {
        foreach (string project in new[] { "a", "b" })
        {
            await store.Database.Write(
                new Actor("person/sam", "test"),
                u =>
                {
                    About about = new(project, "project/" + project);
                    u.Append(about, new ProjectOpened("name", "purpose", "basis", 1));
                    return u.Append(about, new ProjectClosed("over"));
                }
            );
            await store.Database.Write(
                new Actor("token/t/person/eve", "test"),
                u =>
                {
                    foreach (string item in new[] { project + "1", project + "2" })
                    {
                        u.Append(new About(project, "item/" + item, item), new ItemViewed("item", item));
                    }

                    return true;
                }
            );
        }
    }
}
