using Overread.Domain.People;

namespace Overread.Storage.Tests.Contract;

/// <summary>What a unit of work may rely on, and what becomes of what it asks for after its commit.</summary>
public abstract class UnitOfWorkContract<TStore>
    where TStore : StoreFixture, new()
{
    [Fact]
    public async Task An_exception_in_a_callback_is_reported_and_fails_nobody()
    {
        await using TStore store = new();
        List<string> called = [];
        string result = await store.Database.Write(
            Actor.System,
            u =>
            {
                u.AfterCommit(() => throw new InvalidOperationException("nobody listens"));
                u.AfterCommit(() => called.Add("second"));
                u.Append(new About(null, "person/x"), new SignedOut("x"));
                return "done";
            }
        );
        Assert.Equal("done", result);
        Assert.Equal(["second"], called);
        Assert.Contains("nobody listens", Assert.Single(store.Reported), StringComparison.Ordinal);
        // The sequencer still runs.
        await store.Register("after").WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal(2, store.Database.RecordSize);
        Assert.Empty(store.Audit().Faults);
    }

    [Fact]
    public async Task A_callback_runs_before_the_caller_is_told_and_never_for_a_unit_that_failed()
    {
        await using TStore store = new();
        bool told = false;
        await store.Database.Write(
            Actor.System,
            u =>
            {
                u.AfterCommit(() => told = true);
                return true;
            }
        );
        Assert.True(told);
        bool never = false;
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            store.Database.Write<bool>(
                Actor.System,
                u =>
                {
                    u.AfterCommit(() => never = true);
                    throw new InvalidOperationException("undone");
                }
            )
        );
        await store.Register("after");
        Assert.False(never);
    }

    [Fact]
    public async Task Events_of_one_stream_are_numbered_whether_appended_singly_or_together()
    {
        await using TStore store = new();
        About about = new(null, "person/x");
        await store.Database.Write(
            Actor.System,
            u =>
            {
                u.Append(about, new SignedOut("x"), "one");
                u.AppendAll(about, [("two", new SignedOut("x")), ("three", new SignedOut("x"))]);
                Assert.True(u.Holds("two"));
                Assert.False(u.Holds("four"));
                Assert.Equal(3, u.RecordSize);
                return true;
            }
        );
        using ReadLease read = store.Database.Read();
        Assert.Equal(
            [("one", 1L), ("two", 2L), ("three", 3L)],
            read.Record.Heads(new RecordQuery { Streams = ["person/x"] }).Select(h => (h.Id, h.Revision))
        );
    }
}
