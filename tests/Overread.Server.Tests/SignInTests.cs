using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Overread.Domain.People;
using Overread.Domain.Record;
using Overread.Server.Features.People;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>Guessing at the door: slowed down, counted, and no lock that an enemy could pull.</summary>
public sealed class SignInTests
{
    private static readonly SignInGate.Knock Stranger = new("ann", "10.0.0.1", null);

    [Fact]
    public void Whoever_guesses_waits_longer_each_time_and_is_heard_after_the_wait()
    {
        Hand hand = new();
        SignInGate gate = new(hand);
        for (int i = 0; i < 5; i++)
        {
            Assert.Null(gate.Wait(Stranger));
        }

        Assert.Null(gate.Wait(Stranger));
        for (int seconds = 1; seconds <= 8; seconds *= 2)
        {
            Assert.Equal(TimeSpan.FromSeconds(seconds), gate.Wait(Stranger));
            // Asking again meanwhile makes it no longer.
            Assert.Equal(TimeSpan.FromSeconds(seconds), gate.Wait(Stranger));
            hand.Pass(TimeSpan.FromSeconds(seconds));
            Assert.Null(gate.Wait(Stranger));
        }

        Assert.True(gate.Wait(Stranger) <= TimeSpan.FromSeconds(15));
        hand.Pass(TimeSpan.FromSeconds(15));
        Assert.Null(gate.Wait(Stranger));
        gate.Succeeded(Stranger);
        Assert.Null(gate.Wait(Stranger));
    }

    [Fact]
    public void A_guesser_holds_up_neither_another_address_nor_a_device_that_is_known()
    {
        Hand hand = new();
        SignInGate gate = new(hand);
        for (int i = 0; i < 20; i++)
        {
            gate.Wait(Stranger);
        }

        Assert.NotNull(gate.Wait(Stranger));
        Assert.Null(gate.Wait(Stranger with { Address = "10.0.0.2" }));
        Assert.Null(gate.Wait(Stranger with { Device = "d" }));
        // From very many addresses: a known device is still heard.
        for (int i = 0; i < 200; i++)
        {
            gate.Wait(Stranger with { Address = "10.1.0." + i });
        }

        Assert.NotNull(gate.Wait(Stranger with { Address = "10.2.0.1" }));
        Assert.Null(gate.Wait(Stranger with { Device = "d" }));
        hand.Pass(TimeSpan.FromSeconds(10));
        Assert.Null(gate.Wait(Stranger with { Address = "10.2.0.1" }));
    }

    [Fact]
    public void Memory_is_bounded_whatever_is_typed()
    {
        SignInGate gate = new(new Hand());
        for (int i = 0; i < 60_000; i++)
        {
            gate.Wait(new("a" + i, "10.0." + (i % 20_000), null));
        }

        Assert.True(gate.Kept < 21_000);
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("::1", "::1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    public void An_address_is_what_one_household_has(string address, string name) =>
        Assert.Equal(name, SignInGate.AddressOf(IPAddress.Parse(address)));

    [Fact]
    public async Task A_flood_leaves_few_events_and_every_attempt_is_counted()
    {
        await using TestServer server = await TestServer.Start();
        IDatabase database = server.App.Services.GetRequiredService<IDatabase>();
        long before = database.RecordSize;
        Stopwatch watch = Stopwatch.StartNew();
        int limited = 0;
        const int All = 300;
        using HttpClient stranger = new() { BaseAddress = new Uri(server.Url) };
        for (int i = 0; i < All; i++)
        {
            using HttpResponseMessage answer = await Try(stranger, $"u{i}@test.example", "x");
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                limited++;
                Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 15);
                JsonNode problem = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
                Assert.Equal("session.too-many", (string)problem["code"]!);
            }
        }

        Assert.True(limited > 0);
        await server.App.Services.GetRequiredService<FailedSignIns>().Write();
        Assert.True(
            database.RecordSize - before < 60 + watch.Elapsed.TotalMinutes,
            "one event in a minute, and the first ones"
        );
        using ReadLease read = database.Read();
        List<DomainEvent> events =
        [
            .. read
                .Record.Events(new RecordQuery { Types = [nameof(SignInFailed), nameof(SignInsFailed)] })
                .Select(e => e.Event),
        ];
        // One a minute: on a busy machine the attempts may take longer than that.
        SignInsFailed[] counted = [.. events.OfType<SignInsFailed>()];
        Assert.InRange(counted.Length, 1, 2 + (int)watch.Elapsed.TotalMinutes);
        Assert.Equal(
            All,
            events.OfType<SignInFailed>().Count() + counted.Sum(c => c.Tallies.Sum(t => t.Count) + c.Others)
        );
        Assert.Equal(limited, counted.Sum(c => c.Tallies.Where(t => t.Why == "too-many").Sum(t => t.Count) + c.Others));
    }

    [Fact]
    public async Task Ten_wrong_passwords_lock_nobody_out()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.Person(project, "ann", "reader");
        using HttpClient stranger = new() { BaseAddress = new Uri(server.Url) };
        for (int i = 0; i < 10; i++)
        {
            (await Try(stranger, "ann@test.example", "wrong-" + i)).Dispose();
        }

        // Somebody on the same address waits as long as they are told.
        for (int tries = 0; ; tries++)
        {
            using HttpResponseMessage answer = await Try(stranger, "ann@test.example", TestServer.Password);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                break;
            }

            Assert.True(answer.StatusCode == HttpStatusCode.TooManyRequests && tries < 2, answer.StatusCode.ToString());
            await Task.Delay(answer.Headers.RetryAfter!.Delta!.Value, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Nobody_without_an_account_sends_more_than_a_sign_in_needs()
    {
        await using TestServer server = await TestServer.Start();
        using HttpClient stranger = new() { BaseAddress = new Uri(server.Url) };
        using HttpResponseMessage answer = await Try(stranger, "a@test.example", new string('x', 1 << 20));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        using HttpResponseMessage chunked = await stranger.PostAsync(
            "/api/session",
            new PushContent(64),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, chunked.StatusCode);
    }

    private static Task<HttpResponseMessage> Try(HttpClient client, string email, string password) =>
        client.PostAsJsonAsync("/api/session", new { email, password });

    // A body whose length nobody is told.
    private sealed class PushContent : HttpContent
    {
        private readonly int _pieces;

        public PushContent(int pieces)
        {
            _pieces = pieces;
            Headers.ContentType = new("application/json");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("{\"email\":\""u8.ToArray());
            for (int i = 0; i < _pieces; i++)
            {
                await stream.WriteAsync(Enumerable.Repeat((byte)'a', 1024).ToArray());
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    private sealed class Hand : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public void Pass(TimeSpan time) => _now += time;

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
