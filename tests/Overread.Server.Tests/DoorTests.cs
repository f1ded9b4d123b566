using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Overread.Client;
using Overread.Server.Features.People;

namespace Overread.Server.Tests;

/// <summary>What every answer carries, whom the server answers at all, and how long a session lasts.</summary>
public sealed class DoorTests
{
    [Theory]
    [InlineData("/api/projects")]
    [InlineData("/api/nothing")]
    [InlineData("/api/health")]
    [InlineData("/nothing")]
    public async Task Every_answer_has_its_security_headers_refusals_too(string path)
    {
        await using TestServer server = await TestServer.Start();
        using HttpClient stranger = new() { BaseAddress = new Uri(server.Url) };
        using HttpResponseMessage answer = await stranger.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.All(
            ["frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'"],
            directive => Assert.Contains(directive, policy, StringComparison.Ordinal)
        );
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal(path.StartsWith("/api", StringComparison.Ordinal), answer.Headers.CacheControl?.NoStore == true);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("evil.example", 421)]
    [InlineData("evil.example:80", 421)]
    [InlineData("127.0.0.1.evil.example", 421)]
    [InlineData("reading.example", 200)]
    [InlineData("READING.example.:443", 200)]
    [InlineData("localhost", 200)]
    [InlineData("[::1]:5080", 200)]
    [InlineData("10.1.2.3", 200)]
    public async Task Another_site_s_name_gets_nothing(string host, int status)
    {
        await using TestServer server = await TestServer.Start(more: o => o with { Hosts = ["reading.example"] });
        using HttpClient client = new() { BaseAddress = new Uri(server.Url) };
        using HttpRequestMessage ask = new(HttpMethod.Get, "/api/health");
        ask.Headers.Host = host;
        using HttpResponseMessage answer = await client.SendAsync(ask, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.0/8", true)]
    [InlineData("10.0.0.0/8", false)]
    [InlineData(null, false)]
    public async Task A_proxy_that_is_named_says_where_from_and_that_it_was_https(string? network, bool believed)
    {
        await using TestServer server = await TestServer.Start(more: o =>
            o with
            {
                Proxies = network is null ? [] : [IPNetwork.Parse(network)],
            }
        );
        using HttpClient client = new(new SocketsHttpHandler { UseCookies = false })
        {
            BaseAddress = new Uri(server.Url),
        };
        using HttpRequestMessage ask = new(HttpMethod.Post, "/api/session")
        {
            Content = new StringContent(
                $$"""{"email":"admin@test.example","password":"{{TestServer.Password}}"}""",
                System.Text.Encoding.UTF8,
                "application/json"
            ),
        };
        ask.Headers.Add("X-Forwarded-For", "203.0.113.9");
        ask.Headers.Add("X-Forwarded-Proto", "https");
        using HttpResponseMessage answer = await client.SendAsync(ask, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.All(
            answer.Headers.GetValues("Set-Cookie"),
            c => Assert.Equal(believed, c.Contains("secure", StringComparison.OrdinalIgnoreCase))
        );
        Assert.Equal(believed, answer.Headers.Contains("Strict-Transport-Security"));
        string from = (await server.Admin.ListEvents(type: "SignedIn"))
            .Events[0]
            .Payload!.Value.GetProperty("event")
            .GetProperty("from")
            .GetString()!;
        Assert.Equal(believed ? "203.0.113.9" : "127.0.0.1", from);
    }

    [Fact]
    public async Task An_account_that_floods_waits_and_nobody_else_does()
    {
        await using TestServer server = await TestServer.Start(more: o => o with { RequestsPerSecond = 2 });
        await server.Admin.Register("ann");
        OverreadClient other = server.Client();
        await other.SignIn("ann@test.example");
        string token = await server.Admin.Token("read");
        using HttpClient flood = new() { BaseAddress = new Uri(server.Url) };
        flood.DefaultRequestHeaders.Authorization = new("Bearer", token);
        JsonNode? slowed = null;
        for (int i = 0; i < 2000 && slowed is null; i++)
        {
            using HttpResponseMessage answer = await flood.GetAsync("api/projects");
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter!.Delta);
                slowed = await answer.Content.ReadFromJsonAsync<JsonNode>();
            }
        }

        Assert.Equal("access.pace", (string?)slowed?["code"]);
        await other.ListProjects();
        // The client waits as long as it is told, and gets through.
        using OverreadClient patient = new(
            new Uri(server.Url),
            new OverreadClientOptions { Token = token, Retries = 0 }
        );
        await patient.ListProjects();
    }

    [Fact]
    public async Task A_session_ends_however_much_it_is_used()
    {
        Hand hand = new();
        await using TestServer server = await TestServer.Start(more: o =>
            o with
            {
                Time = hand,
                SessionLength = TimeSpan.FromHours(3),
                SessionLongest = TimeSpan.FromHours(5),
            }
        );
        for (int hour = 1; hour < 5; hour++)
        {
            hand.Pass(TimeSpan.FromHours(1));
            await server.Admin.ListPeople();
        }

        // Issued anew, and no younger for it.
        await server.Admin.ChangePassword(new() { Current = TestServer.Password, Password = TestServer.Password });
        hand.Pass(TimeSpan.FromMinutes(61));
        OverreadProblemException ended = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            server.Admin.ListPeople()
        );
        Assert.Equal("session.needed", ended.Code);
        await server.Admin.SignIn("admin@test.example");
        await server.Admin.ListPeople();
    }

    [Theory]
    [InlineData("passwordpassword")]
    [InlineData("Password123456!")]
    [InlineData("P@ssw0rd-P@ssw0rd")]
    [InlineData("qwertyuiop123")]
    [InlineData("letmein-welcome-1")]
    [InlineData("123456789012")]
    [InlineData("abababababab")]
    [InlineData("Ann-Example-2026")]
    [InlineData("example.ann.hospital1")]
    public void What_is_guessed_first_is_no_password(string password) =>
        Assert.NotNull(PasswordWords.Why(password, "Ann Example", "ann@hospital.example"));

    [Theory]
    [InlineData(TestServer.Password)]
    [InlineData("correct-horse-battery-9")]
    [InlineData("overread-demo")]
    [InlineData("x7kQ2vLm9TzRw4")]
    [InlineData("Straßenbahn fährt gern")]
    public void Words_that_are_one_s_own_choice_are_taken(string password) =>
        Assert.Null(PasswordWords.Why(password, "Ann Example", "ann@hospital.example"));

    private sealed class Hand : TimeProvider
    {
        private TimeSpan _ahead;

        // The client's cookies expire by the machine's own clock.
        public void Pass(TimeSpan time) => _ahead += time;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;
    }
}
