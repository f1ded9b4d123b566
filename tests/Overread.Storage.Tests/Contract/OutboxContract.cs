using System.Collections.Concurrent;

namespace Overread.Storage.Tests.Contract;

/// <summary>What a unit of work leaves to be done is done, whatever happens to the process in between.</summary>
public abstract class OutboxContract<TStore>
    where TStore : StoreFixture, new()
{
    [Fact]
    public async Task What_was_left_when_the_process_ended_is_done_by_the_next_one()
    {
        await using TStore store = new();
        // The commit is durable, and the process ends before anything is drained.
        string id = await Leave(store, "send", "to ann");
        await store.Reopen();
        OutboxEntry pending = Assert.Single(store.Database.Outbox.Pending());
        Assert.Equal((id, "send", "to ann", 0), (pending.Id, pending.Kind, pending.Body, pending.Tries));
        Assert.Equal("person/sam", pending.Actor.Name);
        Work work = new("send");
        using OutboxDrain drain = Drain(store, work);
        using CancellationTokenSource end = new();
        Task running = drain.Run(end.Token);
        Assert.Equal("to ann", (await work.Next()).Body);
        await Empty(store);
        await end.CancelAsync();
        await running;
        await store.Register("somebody");
        await store.Database.Seal();
        Assert.Empty(store.Audit().Faults);
    }

    [Fact]
    public async Task A_running_drain_does_what_is_left_without_being_asked()
    {
        await using TStore store = new();
        Work work = new("send");
        using OutboxDrain drain = Drain(store, work);
        using CancellationTokenSource end = new();
        Task running = drain.Run(end.Token);
        for (int i = 0; i < 20; i++)
        {
            await Leave(store, "send", "letter " + i);
            Assert.Equal("letter " + i, (await work.Next()).Body);
        }

        await Empty(store);
        await end.CancelAsync();
        await running;
    }

    [Fact]
    public async Task An_entry_is_there_exactly_if_its_unit_is()
    {
        await using TStore store = new();
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            store.Database.Write<bool>(
                Actor.System,
                u =>
                {
                    u.Leave("send", "never");
                    throw new InvalidOperationException("undone");
                }
            )
        );
        Assert.Empty(store.Database.Outbox.Pending());
    }

    [Fact]
    public async Task A_failure_is_kept_with_its_reason_reported_and_tried_again_later_and_later()
    {
        await using TStore store = new();
        Clock clock = new();
        await store.ReopenAs(s => s with { Time = clock });
        await Leave(store, "send", "to nobody");
        await Leave(store, "other", "behind it");
        Work sending = new("send") { Failure = new TimeoutException("the line is dead") };
        Work other = new("other");
        List<string> reported = [];
        using OutboxDrain drain = new(
            store.Database.Outbox,
            [sending, other],
            clock,
            (entry, fault) => reported.Add($"{entry!.Kind} {entry.Tries} {fault.Message}")
        );
        CancellationToken cancel = TestContext.Current.CancellationToken;
        TimeSpan wait = OutboxDrain.FirstWait;
        for (int tries = 1; tries <= 3; tries++)
        {
            Assert.Equal(clock.Now + wait, await drain.Drain(cancel));
            OutboxEntry kept = Assert.Single(store.Database.Outbox.Pending());
            Assert.Equal((tries, clock.Now + wait), (kept.Tries, kept.Due));
            Assert.Contains("the line is dead", kept.Problem, StringComparison.Ordinal);
            // Not before it is due.
            await drain.Drain(cancel);
            Assert.Equal(tries, reported.Count);
            clock.Now += wait;
            wait *= 2;
        }

        Assert.Equal(["send 0 the line is dead", "send 1 the line is dead", "send 2 the line is dead"], reported);
        // What stood behind it did not wait for it.
        Assert.Equal("behind it", Assert.Single(other.Done).Body);
        sending.Failure = null;
        Assert.Null(await drain.Drain(cancel));
        Assert.Empty(store.Database.Outbox.Pending());
    }

    [Fact]
    public async Task The_wait_between_tries_has_an_end()
    {
        await using TStore store = new();
        Clock clock = new();
        await store.ReopenAs(s => s with { Time = clock });
        await Leave(store, "send", "to nobody");
        using OutboxDrain drain = new(store.Database.Outbox, [], clock, (_, _) => { });
        for (int i = 0; i < 40; i++)
        {
            clock.Now = (await drain.Drain(TestContext.Current.CancellationToken))!.Value;
        }

        OutboxEntry kept = Assert.Single(store.Database.Outbox.Pending());
        Assert.Equal(40, kept.Tries);
        Assert.Equal(clock.Now, kept.Due);
        Assert.Equal(clock.Now + OutboxDrain.LongestWait, await drain.Drain(TestContext.Current.CancellationToken));
        Assert.Contains("Nobody does what is called send", kept.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_that_another_hand_writes_is_found()
    {
        await using TStore store = new();
        await Leave(store, "send", "rightful");
        await store.Register("somebody");
        await store.Database.Seal();
        Assert.Empty(store.Audit().Faults);
        store.Tamper("UPDATE outbox SET body = 'another'");
        Assert.Contains(store.Audit().Faults, f => f.What.Contains("outbox", StringComparison.Ordinal));
    }

    private static Task<string> Leave(TStore store, string kind, string body) =>
        store.Database.Write(new Actor("person/sam", "test"), u => u.Leave(kind, body));

    private static OutboxDrain Drain(TStore store, params IOutboxWork[] work) =>
        new(store.Database.Outbox, work, TimeProvider.System, (entry, fault) => throw fault);

    private static async Task Empty(TStore store)
    {
        for (int tries = 0; store.Database.Outbox.Pending().Count > 0; tries++)
        {
            Assert.True(tries < 600, "an entry that was done is still there");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private sealed class Work(string kind) : IOutboxWork
    {
        private readonly BlockingCollection<OutboxEntry> _next = [];

        public string Kind => kind;

        public Exception? Failure { get; set; }

        public List<OutboxEntry> Done { get; } = [];

        public Task Do(OutboxEntry entry, CancellationToken cancel)
        {
            if (Failure is not null)
            {
                throw Failure;
            }

            Done.Add(entry);
            _next.Add(entry, cancel);
            return Task.CompletedTask;
        }

        public Task<OutboxEntry> Next() =>
            Task.Run(() =>
                _next.TryTake(out OutboxEntry? entry, TimeSpan.FromMinutes(1))
                    ? entry
                    : throw new TimeoutException("Nothing was done.")
            );
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
