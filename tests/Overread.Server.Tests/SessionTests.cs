using System.Net;
using Microsoft.AspNetCore.Builder;
using Overread.Client;
using Overread.Client.Model;
using Overread.Server.Composition;

namespace Overread.Server.Tests;

/// <summary>Sessions and tokens are seen and ended; the second factor is not taken off or over; dangerous acts ask again.</summary>
public sealed class SessionTests
{
    [Fact]
    public async Task Sessions_are_listed_with_where_and_when_and_each_is_ended_alone()
    {
        await using TestServer server = await TestServer.Start();
        string id = await server.Admin.Register("ann");
        OverreadClient first = await SignedIn(server, "ann");
        OverreadClient second = await SignedIn(server, "ann");
        OverreadClient third = await SignedIn(server, "ann");
        IReadOnlyList<SessionRow> rows = await first.ListSessions();
        Assert.Equal(3, rows.Count);
        Assert.All(rows, r => Assert.Equal("127.0.0.1", r.Address));
        Assert.All(rows, r => Assert.True(string.CompareOrdinal(r.Begun, r.Ends) < 0 && r.Device.Length > 0));
        string own = Assert.Single(rows, r => r.Current).Id;
        string other = Assert.Single(await second.ListSessions(), r => r.Current).Id;
        Assert.NotEqual(own, other);
        await first.EndSession(other);
        await Ended(second);
        Assert.Equal(2, (await first.ListSessions()).Count);
        await Refused("session.unknown", () => first.EndSession(other));
        // Signing out ends the own one alone.
        await third.SignOut();
        await Ended(third);
        Assert.NotNull((await first.ShowSession()).Person);
        second = await SignedIn(server, "ann");
        Assert.Equal(1, (await first.EndSessions()).Sessions);
        await Ended(second);
        Assert.NotNull((await first.ShowSession()).Person);
        // Nobody ends another's.
        string admins = Assert.Single(await server.Admin.ListSessions()).Id;
        await Refused("session.unknown", () => first.EndSession(admins));
        Assert.Equal(
            3,
            (await server.Admin.ListEvents(type: "SessionEnded", take: 10)).Events.Count(e =>
                e.Stream == "person/" + id
            )
        );
    }

    [Fact]
    public async Task An_administrator_sees_and_ends_what_another_has_open()
    {
        await using TestServer server = await TestServer.Start();
        string id = await server.Admin.Register("tom");
        OverreadClient tom = await SignedIn(server, "tom");
        using OverreadClient program = new(
            new Uri(server.Url),
            new OverreadClientOptions { Token = await tom.Token("read") }
        );
        await program.ListProjects();
        AccessView open = await server.Admin.ShowAccess(id);
        Assert.Equal("127.0.0.1", Assert.Single(open.Tokens).LastAddress);
        Assert.NotNull(open.Tokens[0].LastUsed);
        await server.Admin.RevokeTokenOf(id, open.Tokens[0].Id);
        await Assert.ThrowsAsync<OverreadProblemException>(() => program.ListProjects());
        await server.Admin.EndSessionOf(id, Assert.Single(open.Sessions).Id);
        await Ended(tom);
        tom = await SignedIn(server, "tom");
        await tom.Token("read");
        Assert.Equal((1, 1), await server.Admin.EndAccess(id) is var e ? (e.Sessions, e.Tokens) : default);
        await Ended(tom);
        await Refused("people.unknown", () => server.Admin.ShowAccess("nobody"));
        tom = await SignedIn(server, "tom");
        await Refused("access.role", () => tom.ShowAccess(id));
    }

    [Theory]
    [InlineData("password")]
    [InlineData("reset")]
    [InlineData("disabled")]
    [InlineData("totp")]
    public async Task Whatever_changes_the_account_ends_its_other_sessions(string what)
    {
        await using TestServer server = await TestServer.Start();
        string id = await server.Admin.Register("una");
        OverreadClient here = await SignedIn(server, "una");
        OverreadClient there = await SignedIn(server, "una");
        bool goesOn = what is "password" or "totp";
        await (
            what switch
            {
                "password" => here.ChangePassword(
                    new() { Current = TestServer.Password, Password = "another-long-one-2" }
                ),
                "reset" => server.Admin.ChangePerson(id, new() { Password = "another-long-one-2" }),
                "disabled" => server.Admin.ChangePerson(id, new() { Disabled = true }),
                _ => SwitchOn(here, DateTimeOffset.UtcNow),
            }
        );
        await Ended(there);
        Assert.Equal(goesOn, (await here.ShowSession()).Person is not null);
        Assert.Equal(goesOn ? 1 : 0, (await server.Admin.ShowAccess(id)).Sessions.Count);
    }

    [Fact]
    public async Task A_session_that_is_not_used_ends_and_is_listed_no_more()
    {
        Hand hand = new();
        await using TestServer server = await TestServer.Start(more: o =>
            o with
            {
                Time = hand,
                SessionLength = TimeSpan.FromHours(3),
            }
        );
        OverreadClient idle = await SignedIn(server, "admin");
        for (int i = 0; i < 4; i++)
        {
            hand.Pass(TimeSpan.FromHours(1));
            await server.Admin.ListPeople();
        }

        Assert.Single(await server.Admin.ListSessions());
        await Ended(idle);
    }

    [Fact]
    public async Task Sessions_last_over_a_restart_and_ended_ones_do_not_come_back()
    {
        string data = Directory.CreateTempSubdirectory("overread-sessions-").FullName;
        string url = $"http://127.0.0.1:{TestServer.FreePort()}";
        try
        {
            using OverreadClient here = new(new Uri(url));
            using OverreadClient there = new(new Uri(url));
            await using (WebApplication app = await Serving(data, url))
            {
                await here.SetUp();
                await there.SignIn("admin@test.example");
                await here.EndSessions();
                await app.StopAsync();
            }

            await using (WebApplication app = await Serving(data, url))
            {
                Assert.Single(await here.ListSessions());
                await Ended(there);
                await app.StopAsync();
            }

            Assert.Empty(StoreAudit.Run(data, fast: false, null, CancellationToken.None).Faults);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task A_code_is_good_once_even_over_a_restart()
    {
        string data = Directory.CreateTempSubdirectory("overread-codes-").FullName;
        string url = $"http://127.0.0.1:{TestServer.FreePort()}";
        try
        {
            string secret;
            string used;
            using (OverreadClient admin = new(new Uri(url)))
            {
                await using WebApplication app = await Serving(data, url);
                await admin.SetUp();
                secret = (await admin.EnrolTotp()).Secret;
                used = OneTimeCode.Of(secret, DateTimeOffset.UtcNow);
                await admin.ConfirmTotp(new() { Code = used });
                // What proved the enrolment does not open a session as well.
                await Refused("session.wrong", () => Enter(url, used));
                await app.StopAsync();
            }

            await using (WebApplication app = await Serving(data, url))
            {
                await Refused("session.wrong", () => Enter(url, used));
                string next = OneTimeCode.Of(secret, DateTimeOffset.UtcNow.AddSeconds(30));
                bool[] right = await Task.WhenAll(
                    Enumerable.Range(0, 4).Select(async _ => await Tried(() => Enter(url, next)))
                );
                Assert.Equal(1, right.Count(r => r));
                await app.StopAsync();
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task The_second_factor_is_neither_taken_off_nor_over_without_it()
    {
        await using TestServer server = await TestServer.Start();
        await server.Admin.Register("vic");
        OverreadClient vic = await SignedIn(server, "vic");
        (string secret, IReadOnlyList<string> codes) = await SwitchOn(vic, DateTimeOffset.UtcNow);
        Assert.Equal(10, codes.Distinct().Count());
        Assert.Equal(10, (await vic.ShowSession()).Person!.RecoveryCodes);
        await Refused("totp.on", () => vic.EnrolTotp());
        await Refused("totp.on", () => vic.ConfirmTotp(new() { Code = "123456" }));
        await Refused("confirm.wrong", () => vic.SwitchOffTotp(new() { Code = "" }));
        await Refused("confirm.wrong", () => vic.SwitchOffTotp(new() { Code = "000000" }));
        await Refused("confirm.wrong", () => vic.MakeRecoveryCodes(new() { Code = TestServer.Password }));
        // A recovery code opens a session once.
        string left = codes[3].ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal);
        await Enter(server.Url, left, "vic");
        await Refused("session.wrong", () => Enter(server.Url, codes[3], "vic"));
        Assert.Equal(9, (await vic.ShowSession()).Person!.RecoveryCodes);
        // New ones make the former worth nothing.
        IReadOnlyList<string> fresh = (
            await vic.MakeRecoveryCodes(new() { Code = OneTimeCode.Of(secret, DateTimeOffset.UtcNow.AddSeconds(30)) })
        ).RecoveryCodes;
        await Refused("confirm.wrong", () => vic.SwitchOffTotp(new() { Code = codes[0] }));
        await vic.SwitchOffTotp(new() { Code = fresh[0] });
        await SignedIn(server, "vic");
        await Refused("totp.off", () => vic.MakeRecoveryCodes(new() { Code = fresh[1] }));
    }

    [Fact]
    public async Task Whoever_lost_factor_and_codes_is_let_in_by_an_administrator_and_the_record_says_so()
    {
        await using TestServer server = await TestServer.Start();
        string id = await server.Admin.Register("wim");
        OverreadClient wim = await SignedIn(server, "wim");
        await SwitchOn(wim, DateTimeOffset.UtcNow);
        await server.Admin.ChangePerson(id, new() { SecondFactor = false });
        await Ended(wim);
        wim = await SignedIn(server, "wim");
        Assert.False((await wim.ShowSession()).Person!.Totp);
        Assert.Contains(
            "totp-reset",
            (await server.Admin.ListEvents(type: "PersonChanged", take: 1)).Events[0].Payload!.Value.GetRawText(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Dangerous_acts_ask_once_more_who_is_there()
    {
        Hand hand = new();
        await using TestServer server = await TestServer.Start(more: o => o with { Time = hand });
        string project = await server.Project(1);
        string id = await server.Admin.Register("xan");
        hand.Pass(TimeSpan.FromMinutes(11));
        Func<Task>[] acts =
        [
            () => server.Admin.SetMember(project, id, new() { Roles = ["lead"] }),
            () => server.Admin.RemoveMember(project, id),
            () => server.Admin.ChangePerson(id, new() { Password = "another-long-one-2" }),
            () => server.Admin.Register("yan", administrator: true),
            () => server.Admin.RotateKey(project, new() { Reason = "r" }),
            () => server.Admin.EnrolTotp(),
            () => server.Admin.Token("read", "admin"),
        ];
        foreach (Func<Task> act in acts)
        {
            await Refused("access.confirm", act);
        }

        // What is no danger goes on.
        await server.Admin.ListPeople();
        string token = await server.Admin.Token("read", "write");
        await Refused("confirm.wrong", () => server.Admin.ConfirmPerson(new() { Password = "wrong-wrong-wrong" }));
        await Refused("access.confirm", acts[0]);
        await server.Admin.ConfirmPerson(new() { Password = TestServer.Password });
        await acts[0]();
        await acts[3]();
        // A token acts on: who made one that administers had proved it then.
        using OverreadClient program = new(
            new Uri(server.Url),
            new OverreadClientOptions { Token = await server.Admin.Token("read", "write", "admin") }
        );
        hand.Pass(TimeSpan.FromMinutes(11));
        await Refused("access.confirm", acts[0]);
        await program.ChangePerson(id, new() { Name = "Xan B" });
        Assert.StartsWith("ort_", token, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guessing_the_password_of_an_open_session_is_slowed_down()
    {
        await using TestServer server = await TestServer.Start();
        List<string> codes = [];
        for (int i = 0; i < 12; i++)
        {
            codes.Add(
                (
                    await Assert.ThrowsAsync<OverreadProblemException>(() =>
                        server.Admin.ChangePassword(
                            new() { Current = $"wrong-wrong-{i}", Password = "another-long-one-2" }
                        )
                    )
                ).Code
            );
        }

        Assert.Contains("session.too-many", codes);
    }

    private static async Task<WebApplication> Serving(string data, string url)
    {
        WebApplication app = OverreadHost.Build(
            new ServeOptions(data, url) { CodeTolerance = TimeSpan.FromSeconds(30) }
        );
        await app.StartAsync();
        return app;
    }

    private static async Task<OverreadClient> SignedIn(TestServer server, string name)
    {
        OverreadClient client = server.Client();
        await client.SignIn($"{name}@test.example");
        return client;
    }

    private static async Task<(string Secret, IReadOnlyList<string> Codes)> SwitchOn(
        OverreadClient client,
        DateTimeOffset now
    )
    {
        string secret = (await client.EnrolTotp()).Secret;
        return (secret, (await client.ConfirmTotp(new() { Code = OneTimeCode.Of(secret, now) })).RecoveryCodes);
    }

    private static async Task Enter(string url, string code, string name = "admin")
    {
        using OverreadClient client = new(new Uri(url), new OverreadClientOptions { Retries = 0 });
        await client.SignIn(
            new SignInForm
            {
                Email = $"{name}@test.example",
                Password = TestServer.Password,
                Code = code,
            }
        );
    }

    private static async Task<bool> Tried(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (OverreadProblemException)
        {
            return false;
        }
    }

    private static async Task Ended(OverreadClient client) =>
        Assert.Equal(
            (int)HttpStatusCode.Unauthorized,
            (await Assert.ThrowsAsync<OverreadProblemException>(() => client.ListSessions())).Status
        );

    private static async Task Refused(string code, Func<Task> act) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<OverreadProblemException>(act)).Code);

    private sealed class Hand : TimeProvider
    {
        private TimeSpan _ahead;

        public void Pass(TimeSpan time) => _ahead += time;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;
    }
}
