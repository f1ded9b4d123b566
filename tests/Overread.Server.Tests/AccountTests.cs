using System.Net;
using Overread.Client;
using Overread.Client.Model;
using Overread.Server.Composition;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>Accounts, sessions and tokens under attack.</summary>
public sealed class AccountTests
{
    [Fact]
    public async Task A_token_makes_no_token_and_changes_nothing_of_the_account()
    {
        await using TestServer server = await TestServer.Start();
        foreach (
            string[] scopes in (string[][])
                [
                    ["read"],
                    ["read", "write", "admin"],
                ]
        )
        {
            using OverreadClient program = Program(server, await server.Admin.Token(scopes));
            await Refused("access.person", () => program.Token("read", "write", "admin"));
            await Refused("access.person", () => program.SignOut());
            await Refused("access.person", () => program.EnrolTotp());
            await Refused("access.person", () => program.SwitchOffTotp(new() { Code = "123456" }));
            await Refused(
                "access.person",
                () => program.ChangePassword(new() { Current = TestServer.Password, Password = "another-long-one-2" })
            );
        }
    }

    [Fact]
    public async Task A_refused_change_of_a_person_leaves_nothing()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient person, string id) = await server.Person(project, "vic", "reader");
        await Refused(
            "people.password",
            () =>
                server.Admin.ChangePerson(
                    id,
                    new()
                    {
                        Name = "Ghost",
                        Disabled = true,
                        Password = "x",
                    }
                )
        );
        PersonRow row = Assert.Single(await server.Admin.ListPeople(), p => p.Id == id);
        Assert.Equal(("vic", false), (row.Name, row.Disabled));
        Assert.NotNull((await person.ShowSession()).Person);
    }

    [Fact]
    public async Task Of_many_who_set_up_at_once_one_is_the_administrator()
    {
        await using TestServer server = await TestServer.Start(setUp: false);
        bool[] done = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async i =>
                {
                    try
                    {
                        await server
                            .Client()
                            .SetUp(
                                new SetupForm
                                {
                                    Name = $"A{i}",
                                    Email = $"a{i}@test.example",
                                    Password = TestServer.Password,
                                }
                            );
                        return true;
                    }
                    catch (OverreadProblemException problem) when (problem.Code == "setup.done")
                    {
                        return false;
                    }
                })
        );
        Assert.Equal(1, done.Count(d => d));
    }

    [Fact]
    public async Task A_cookie_is_worth_nothing_after_sign_out()
    {
        await using TestServer server = await TestServer.Start();
        CookieContainer jar = new();
        using HttpClient first = new(new SocketsHttpHandler { CookieContainer = jar })
        {
            BaseAddress = new Uri(server.Url),
        };
        first.DefaultRequestHeaders.Add("X-Overread", "1");
        await server.Admin.Register("ann");
        (await first.PostAsync("/api/session", Json("ann@test.example"))).EnsureSuccessStatusCode();
        string cookie = jar.GetCookieHeader(new Uri(server.Url));
        (await first.DeleteAsync("/api/session")).EnsureSuccessStatusCode();
        using HttpClient thief = new() { BaseAddress = new Uri(server.Url) };
        thief.DefaultRequestHeaders.Add("Cookie", cookie);
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync("/api/tokens")).StatusCode);
    }

    [Fact]
    public async Task Tokens_end_with_the_password_and_with_the_account()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient person, string id) = await server.Person(project, "tom", "reader");
        using OverreadClient first = Program(server, await person.Token("read"));
        await first.ListProjects();
        await person.ChangePassword(new() { Current = TestServer.Password, Password = "another-long-one-2" });
        await Assert.ThrowsAsync<OverreadProblemException>(() => first.ListProjects());
        using OverreadClient second = Program(server, await person.Token("read"));
        await second.ListProjects();
        await server.Admin.ChangePerson(id, new() { Password = "yet-another-long-3" });
        await Assert.ThrowsAsync<OverreadProblemException>(() => second.ListProjects());
    }

    [Fact]
    public async Task What_happens_to_an_account_at_once_all_holds()
    {
        await using TestServer server = await TestServer.Start();
        string id = await server.Admin.Register("una");
        async Task Guess(int i)
        {
            using OverreadClient client = new(new Uri(server.Url));
            await Assert.ThrowsAsync<OverreadProblemException>(() =>
                client.SignIn(new SignInForm { Email = "una@test.example", Password = "wrong-" + i })
            );
        }

        await Task.WhenAll([
            .. Enumerable.Range(0, 2).Select(Guess),
            server.Admin.ChangePerson(id, new() { Disabled = true }),
            server.Admin.ChangePerson(id, new() { Name = "Una B" }),
            server.Admin.ChangePerson(id, new() { Password = "yet-another-long-3" }),
            .. Enumerable.Range(4, 2).Select(Guess),
        ]);
        PersonRow row = Assert.Single(await server.Admin.ListPeople(), p => p.Id == id);
        Assert.Equal(("Una B", true), (row.Name, row.Disabled));
        await server.Admin.ChangePerson(id, new() { Disabled = false });
        await Refused("session.wrong", () => server.Client().SignIn("una@test.example"));
    }

    [Fact]
    public async Task A_second_server_over_one_folder_does_not_start()
    {
        await using TestServer server = await TestServer.Start();
        StoreFormException refused = Assert.Throws<StoreFormException>(() =>
            OverreadHost.Build(new ServeOptions(server.Data, "http://127.0.0.1:1"))
        );
        Assert.Contains("Another server runs over", refused.Message, StringComparison.Ordinal);
    }

    private static OverreadClient Program(TestServer server, string token) =>
        new(new Uri(server.Url), new OverreadClientOptions { Token = token });

    private static StringContent Json(string email) =>
        new(
            $$"""{"email":"{{email}}","password":"{{TestServer.Password}}"}""",
            System.Text.Encoding.UTF8,
            "application/json"
        );

    private static async Task Refused(string code, Func<Task> act) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<OverreadProblemException>(act)).Code);
}
