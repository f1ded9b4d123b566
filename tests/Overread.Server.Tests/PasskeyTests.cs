using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Overread.Domain.People;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>Passkeys: registered, listed, named, removed, signed in with; and what opens nothing.</summary>
public sealed class PasskeyTests
{
    [Fact]
    public async Task A_passkey_is_registered_named_signs_in_confirms_and_is_removed()
    {
        HandClock clock = new();
        await using TestServer server = await TestServer.Start(more: o => o with { Time = clock });
        string home = Home(server);
        using Browser ann = await Person(server, "ann");
        using SoftAuthenticator key = new("localhost", home);
        await Register(ann, key, "Laptop");
        JsonNode row = Assert.Single((await ann.Get("/api/session/passkeys")).AsArray())!;
        Assert.Equal(("Laptop", key.Id), ((string)row["name"]!, (string)row["id"]!));
        Assert.Null(row["used"]);
        Assert.Equal(
            200,
            (await ann.Send(HttpMethod.Patch, "/api/session/passkeys/" + key.Id, new { name = "Old laptop" })).Status
        );
        // Without a password, without a name even: the passkey says who.
        using Browser again = new(home);
        (int status, JsonNode? answer) = await SignIn(again, key);
        Assert.Equal(200, status);
        Assert.Equal("ann", (string)answer!["person"]!["name"]!);
        Assert.Equal(1, (int)answer["person"]!["passkeys"]!);
        Assert.NotNull((await again.Get("/api/session/passkeys"))[0]!["used"]);
        // After ten minutes it proves that she is there.
        clock.Pass(660);
        Assert.Equal("access.confirm", Code(await again.Send(HttpMethod.Post, "/api/session/passkeys/question")));
        JsonNode asked = (await again.Send(HttpMethod.Post, "/api/session/confirm/question")).Body!;
        Assert.Equal(
            204,
            (
                await again.Send(
                    HttpMethod.Post,
                    "/api/session/confirm/passkey",
                    new { state = (string)asked["state"]!, credential = key.Get((string)asked["options"]!) }
                )
            ).Status
        );
        Assert.Equal(200, (await again.Send(HttpMethod.Post, "/api/session/passkeys/question")).Status);
        // Removing it ends the other sessions, and it opens nothing any more.
        Assert.Equal(204, (await again.Send(HttpMethod.Delete, "/api/session/passkeys/" + key.Id)).Status);
        Assert.Null(await ann.Person());
        Assert.NotNull(await again.Person());
        using Browser late = new(home);
        Assert.Equal("passkey.wrong", Code(await SignIn(late, key)));
        Assert.Equal("passkey.unknown", Code(await again.Send(HttpMethod.Delete, "/api/session/passkeys/" + key.Id)));
        List<DomainEvent> events = Events(server);
        Assert.Equal(key.Id, Assert.Single(events.OfType<PasskeyAdded>()).Passkey);
        Assert.Equal(key.Id, Assert.Single(events.OfType<PasskeyRemoved>()).Passkey);
        Assert.Single(events.OfType<SignedIn>(), e => e.SecondFactor);
        Assert.Contains(events.OfType<SignInFailed>(), e => e.Why == "passkey");
    }

    [Fact]
    public async Task Another_origin_a_replay_anothers_credential_and_no_finger_open_nothing()
    {
        await using TestServer server = await TestServer.Start();
        string home = Home(server);
        using Browser ann = await Person(server, "ann");
        using Browser tom = await Person(server, "tom");
        using SoftAuthenticator anns = new("localhost", home);
        using SoftAuthenticator toms = new("localhost", home);
        await Register(ann, anns, "Ann's");
        await Register(tom, toms, "Tom's");
        using Browser thief = new(home);
        // Signed for a page of another site, or for another site.
        anns.Origin = "https://evil.example";
        Assert.Equal("passkey.wrong", Code(await SignIn(thief, anns)));
        anns.Origin = home.Replace("localhost", "localhost.evil.example", StringComparison.Ordinal);
        Assert.Equal("passkey.wrong", Code(await SignIn(thief, anns)));
        anns.Origin = home;
        // Nobody was asked for a finger.
        anns.Verified = false;
        Assert.Equal("passkey.wrong", Code(await SignIn(thief, anns)));
        anns.Verified = true;
        // Of another's account: the answer says it is Tom.
        JsonNode asked = await Ask(thief, "/api/session/passkey/question");
        string toms64 = System.Buffers.Text.Base64Url.EncodeToString(
            System.Text.Encoding.UTF8.GetBytes((string)(await tom.Person())!["id"]!)
        );
        Assert.Equal("passkey.wrong", Code(await Answer(thief, asked, anns.Get((string)asked["options"]!, toms64))));
        Assert.Null(await thief.Person());
        // Tom's passkey proves nothing in Ann's session.
        asked = await Ask(ann, "/api/session/confirm/question");
        Assert.Equal(
            "passkey.wrong",
            Code(
                await ann.Send(
                    HttpMethod.Post,
                    "/api/session/confirm/passkey",
                    new { state = (string)asked["state"]!, credential = toms.Get((string)asked["options"]!) }
                )
            )
        );
        // The same answer twice.
        asked = await Ask(thief, "/api/session/passkey/question");
        string proof = anns.Get((string)asked["options"]!);
        using Browser own = new(home);
        Assert.Equal(200, (await Answer(own, asked, proof)).Status);
        Assert.Equal("passkey.wrong", Code(await Answer(thief, asked, proof)));
        // A challenge for another purpose, and one that is made up.
        JsonNode forNew = await Ask(ann, "/api/session/passkeys/question");
        Assert.Equal("passkey.wrong", Code(await Answer(thief, forNew, anns.Get((string)forNew["options"]!))));
        Assert.Equal(
            "passkey.wrong",
            Code(await thief.Send(HttpMethod.Post, "/api/session/passkey", new { state = "x", credential = proof }))
        );
        // A copy that has fallen behind the counter.
        anns.Count = 0;
        Assert.Equal("passkey.wrong", Code(await SignIn(thief, anns)));
        Assert.Null(await thief.Person());
    }

    [Fact]
    public async Task A_passkey_is_registered_by_its_person_for_this_site_and_once()
    {
        await using TestServer server = await TestServer.Start();
        string home = Home(server);
        using Browser ann = await Person(server, "ann");
        using Browser tom = await Person(server, "tom");
        using SoftAuthenticator key = new("localhost", home);
        JsonNode asked = await Ask(ann, "/api/session/passkeys/question");
        string made = key.Create((string)asked["options"]!);
        object Form(string name, string credential) =>
            new
            {
                name,
                state = (string)asked["state"]!,
                credential,
            };
        // Tom answers Ann's question.
        Assert.Equal(
            "passkey.refused",
            Code(await tom.Send(HttpMethod.Post, "/api/session/passkeys", Form("x", made)))
        );
        key.Origin = "https://evil.example";
        Assert.Equal(
            "passkey.refused",
            Code(
                await ann.Send(
                    HttpMethod.Post,
                    "/api/session/passkeys",
                    Form("x", key.Create((string)asked["options"]!))
                )
            )
        );
        key.Origin = home;
        Assert.Equal("passkey.name", Code(await ann.Send(HttpMethod.Post, "/api/session/passkeys", Form(" ", made))));
        Assert.Equal("passkey.refused", Code(await ann.Send(HttpMethod.Post, "/api/session/passkeys", Form("x", "{"))));
        Assert.Equal(200, (await ann.Send(HttpMethod.Post, "/api/session/passkeys", Form("x", made))).Status);
        Assert.Equal(
            "passkey.refused",
            Code(await ann.Send(HttpMethod.Post, "/api/session/passkeys", Form("y", made)))
        );
        // The same device in another's account.
        asked = await Ask(tom, "/api/session/passkeys/question");
        Assert.Equal(
            "passkey.refused",
            Code(
                await tom.Send(
                    HttpMethod.Post,
                    "/api/session/passkeys",
                    Form("z", key.Create((string)asked["options"]!))
                )
            )
        );
        Assert.Single((await ann.Get("/api/session/passkeys")).AsArray());
        Assert.Empty((await tom.Get("/api/session/passkeys")).AsArray());
    }

    [Fact]
    public async Task An_administrator_takes_lost_passkeys_off_and_a_disabled_account_is_not_opened()
    {
        await using TestServer server = await TestServer.Start();
        string home = Home(server);
        using Browser ann = await Person(server, "ann");
        string id = (string)(await ann.Person())!["id"]!;
        using SoftAuthenticator key = new("localhost", home);
        await Register(ann, key, "Phone");
        await server.Admin.ChangePerson(id, new() { Disabled = true });
        using Browser late = new(home);
        Assert.Equal("passkey.wrong", Code(await SignIn(late, key)));
        await server.Admin.ChangePerson(id, new() { Disabled = false });
        Assert.Equal(200, (await SignIn(late, key)).Status);
        await server.Admin.ChangePerson(id, new() { SecondFactor = false });
        Assert.Null(await late.Person());
        Assert.Equal("passkey.wrong", Code(await SignIn(late, key)));
        Assert.Equal(0, (await server.Admin.ListPeople()).Single(p => p.Id == id).Passkeys);
    }

    private static string Home(TestServer server) =>
        server.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    private static async Task<Browser> Person(TestServer server, string name)
    {
        await server.Admin.Register(name);
        Browser browser = new(Home(server));
        (int status, _) = await browser.Send(
            HttpMethod.Post,
            "/api/session",
            new { email = name + "@test.example", password = TestServer.Password }
        );
        Assert.Equal(200, status);
        return browser;
    }

    private static async Task Register(Browser browser, SoftAuthenticator key, string name)
    {
        JsonNode asked = await Ask(browser, "/api/session/passkeys/question");
        (int status, JsonNode? body) = await browser.Send(
            HttpMethod.Post,
            "/api/session/passkeys",
            new
            {
                name,
                state = (string)asked["state"]!,
                credential = key.Create((string)asked["options"]!),
            }
        );
        Assert.True(status == 200, body?.ToJsonString());
    }

    private static async Task<JsonNode> Ask(Browser browser, string path)
    {
        (int status, JsonNode? body) = await browser.Send(HttpMethod.Post, path);
        Assert.True(status == 200, body?.ToJsonString());
        return body!;
    }

    private static Task<(int Status, JsonNode? Body)> Answer(Browser browser, JsonNode asked, string credential) =>
        browser.Send(HttpMethod.Post, "/api/session/passkey", new { state = (string)asked["state"]!, credential });

    private static async Task<(int Status, JsonNode? Body)> SignIn(Browser browser, SoftAuthenticator key)
    {
        JsonNode asked = await Ask(browser, "/api/session/passkey/question");
        return await Answer(browser, asked, key.Get((string)asked["options"]!));
    }

    private static string Code((int Status, JsonNode? Body) answer) => (string?)answer.Body?["code"] ?? "none";

    private static List<DomainEvent> Events(TestServer server)
    {
        using ReadLease read = server.App.Services.GetRequiredService<IDatabase>().Read();
        return [.. read.Record.Events(new RecordQuery()).Select(e => e.Event)];
    }
}
