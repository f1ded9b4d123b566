using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Overread.Client.Model;
using Overread.Domain.People;
using Overread.Domain.Projects;
using Overread.Domain.Record;
using Overread.Server.Composition;
using Overread.Server.Features.People;
using Overread.Storage;
using Role = Overread.Domain.Projects.Role;

namespace Overread.Server.Tests;

/// <summary>Sign-in by a hospital's OpenID Connect provider (OpenIddict), through the real server: what is let in, and what is not.</summary>
public sealed class ProviderTests
{
    [Fact]
    public async Task Whoever_the_provider_vouches_for_comes_in_with_the_roles_of_their_groups_each_time()
    {
        await using ProviderHouse house = await ProviderHouse.Open();
        house.Provider.Groups = ["readers", "something else"];
        using Browser ann = house.Browser();
        Assert.Equal("/projects", await ann.Follow("/sign-in/start?to=/projects"));
        JsonNode person = (await ann.Person())!;
        string id = (string)person["id"]!;
        Assert.Equal("Ann Example", (string)person["name"]!);
        Assert.False((bool)person["password"]!);
        Assert.True((bool)person["provider"]!);
        Assert.Equal(["reader"], RolesIn(person, house.Project));
        // The next time the groups are others.
        house.Provider.Groups = ["leads", "readers", "administrators"];
        using Browser again = house.Browser();
        await again.Follow("/sign-in/start");
        person = (await again.Person())!;
        Assert.Equal(id, (string)person["id"]!);
        Assert.Equal(["lead", "reader"], RolesIn(person, house.Project).Order());
        Assert.True((bool)person["administrator"]!);
        house.Provider.Groups = ["others"];
        using Browser third = house.Browser();
        await third.Follow("/sign-in/start");
        person = (await third.Person())!;
        Assert.Empty(RolesIn(person, house.Project));
        Assert.False((bool)person["administrator"]!);
        List<DomainEvent> events = house.Events();
        Assert.Equal(3, events.OfType<SignedInByProvider>().Count(e => e.Person == id));
        Assert.Equal(["readers"], events.OfType<SignedInByProvider>().First().Groups);
        Assert.Equal("s-1", Assert.Single(events.OfType<ProviderConnected>()).Subject);
        Assert.Single(events.OfType<MemberAdded>(), e => e.Person == id);
        Assert.Single(events.OfType<RolesChanged>(), e => e.Person == id);
        Assert.Single(events.OfType<MemberRemoved>(), e => e.Person == id);
        Assert.Equal(
            ["administrator", "no-administrator"],
            events.OfType<PersonChanged>().Where(e => e.Person == id).SelectMany(e => e.What)
        );
    }

    [Fact]
    public async Task An_e_mail_address_opens_no_account_that_is_there()
    {
        await using ProviderHouse house = await ProviderHouse.Open();
        string tom = await house.Server.Admin.Register("tom");
        house.Provider.Groups = ["readers"];
        house.Provider.Email = "TOM@test.example";
        using Browser thief = house.Browser();
        Assert.Equal("/?refused=provider.email", await thief.Follow("/sign-in/start"));
        Assert.Null(await thief.Person());
        // Its owner connects it, and then comes in.
        using Browser owner = house.Browser();
        await owner.Send(
            HttpMethod.Post,
            "/api/session",
            new { email = "tom@test.example", password = TestServer.Password }
        );
        Assert.Equal("/account", await owner.Follow("/sign-in/start?why=connect&to=/account"));
        using Browser later = house.Browser();
        await later.Follow("/sign-in/start");
        Assert.Equal(tom, (string)(await later.Person())!["id"]!);
        // Another account cannot be connected with the same person, nor this one with another.
        await house.Server.Admin.Register("una");
        using Browser una = house.Browser();
        await una.Send(
            HttpMethod.Post,
            "/api/session",
            new { email = "una@test.example", password = TestServer.Password }
        );
        Assert.Equal("/account?refused=provider.taken", await una.Follow("/sign-in/start?why=connect&to=/account"));
        house.Provider.Subject = "s-2";
        Assert.Equal("/account?refused=provider.taken", await owner.Follow("/sign-in/start?why=connect&to=/account"));
        // Disconnected, the account is its password's alone.
        Assert.Equal(204, (await owner.Send(HttpMethod.Delete, "/api/session/provider")).Status);
        house.Provider.Subject = "s-1";
        using Browser after = house.Browser();
        Assert.Equal("/?refused=provider.email", await after.Follow("/sign-in/start"));
    }

    [Fact]
    public async Task Only_known_accounts_come_in_where_no_new_ones_are_made()
    {
        await using ProviderHouse house = await ProviderHouse.Open(p => p with { NewAccounts = false });
        house.Provider.Groups = ["readers"];
        using Browser ann = house.Browser();
        Assert.Equal("/?refused=provider.unknown", await ann.Follow("/sign-in/start"));
        string id = await house.Server.Admin.Register("ann");
        await house.Server.Admin.ConnectPerson(id, new() { Subject = "s-1" });
        Assert.Equal("/", await ann.Follow("/sign-in/start"));
        Assert.Equal(id, (string)(await ann.Person())!["id"]!);
        await house.Server.Admin.DisconnectPerson(id);
        Assert.Null(await ann.Person());
        Assert.Equal("/?refused=provider.unknown", await ann.Follow("/sign-in/start"));
    }

    [Theory]
    [InlineData("provider.group")]
    [InlineData("provider.disabled")]
    [InlineData("provider.no-email")]
    [InlineData("provider.declined")]
    public async Task Who_may_not_come_in_is_told_why_and_the_record_has_it(string why)
    {
        await using ProviderHouse house = await ProviderHouse.Open();
        using Browser ann = house.Browser();
        house.Provider.Groups = ["readers"];
        if (why == "provider.disabled")
        {
            await ann.Follow("/sign-in/start");
            string id = (string)(await ann.Person())!["id"]!;
            await house.Server.Admin.ChangePerson(id, new() { Disabled = true });
            Assert.Null(await ann.Person());
        }

        house.Provider.Groups = why == "provider.group" ? ["strangers"] : ["readers"];
        house.Provider.Email = why == "provider.no-email" ? null : house.Provider.Email;
        house.Provider.Declines = why == "provider.declined";
        Assert.Equal("/?refused=" + why, await ann.Follow("/sign-in/start"));
        Assert.Null(await ann.Person());
        Assert.Contains(house.Events().OfType<SignInFailed>(), e => e.Why == why.Replace('.', '-'));
    }

    [Fact]
    public async Task Whom_the_provider_does_not_know_surely_enough_stays_outside()
    {
        await using ProviderHouse house = await ProviderHouse.Open(p => p with { Strengths = ["loa-2", "loa-3"] });
        house.Provider.Groups = ["readers"];
        using Browser ann = house.Browser();
        foreach (string? said in (string?[])[null, "loa-1", "loa-22"])
        {
            house.Provider.Strength = said;
            Assert.Equal("/?refused=provider.strength", await ann.Follow("/sign-in/start"));
            Assert.Null(await ann.Person());
        }

        Assert.Equal("loa-2 loa-3", house.Provider.Asked);
        Assert.Equal(3, house.Events().OfType<SignInFailed>().Count(e => e.Why == "provider-strength"));
        house.Provider.Strength = "loa-3";
        Assert.Equal("/", await ann.Follow("/sign-in/start"));
        Assert.NotNull(await ann.Person());
    }

    [Fact]
    public async Task A_provider_that_signs_under_another_name_lets_nobody_in()
    {
        await using ProviderHouse house = await ProviderHouse.Open(p =>
            p with
            {
                Issuer = "https://login.hospital.example",
            }
        );
        house.Provider.Groups = ["readers"];
        using Browser ann = house.Browser();
        Assert.Equal("/?refused=provider.answer", await ann.Follow("/sign-in/start"));
        Assert.Null(await ann.Person());
    }

    [Fact]
    public async Task An_id_token_for_somebody_else_lets_nobody_in()
    {
        await using ProviderHouse house = await ProviderHouse.Open();
        house.Provider.Groups = ["readers"];
        house.Provider.Audience = "another-server";
        using Browser ann = house.Browser();
        Assert.Equal("/?refused=provider.answer", await ann.Follow("/sign-in/start"));
        Assert.Null(await ann.Person());
        house.Provider.Audience = null;
        Assert.Equal("/", await ann.Follow("/sign-in/start"));
    }

    [Fact]
    public async Task An_answer_that_was_not_asked_for_or_comes_twice_opens_nothing()
    {
        await using ProviderHouse house = await ProviderHouse.Open();
        house.Provider.Groups = ["readers"];
        // Another state than the one that was sent.
        using (Browser one = house.Browser())
        {
            Uri back = await one.Step((await one.Step("/sign-in/start")).ToString());
            Assert.Equal("/sign-in/callback", back.AbsolutePath);
            string other = back.ToString().Replace("state=", "state=x", StringComparison.Ordinal);
            Assert.Equal("/?refused=provider.answer", await one.Follow(other));
            Assert.Null(await one.Person());
        }

        // An answer that was meant for another browser.
        using (Browser victim = house.Browser())
        using (Browser attacker = house.Browser())
        {
            Uri back = await attacker.Step((await attacker.Step("/sign-in/start")).ToString());
            Assert.Equal("/?refused=provider.answer", await victim.Follow(back.ToString()));
            Assert.Null(await victim.Person());
        }

        // Another nonce than the one that was sent.
        using (Browser one = house.Browser())
        {
            string ask = (await one.Step("/sign-in/start")).ToString();
            Assert.Contains("code_challenge_method=S256", ask, StringComparison.Ordinal);
            ask = System.Text.RegularExpressions.Regex.Replace(ask, "nonce=[^&]*", "nonce=another");
            Uri back = await one.Step(ask);
            Assert.Equal("/?refused=provider.answer", await one.Follow(back.ToString()));
            Assert.Null(await one.Person());
        }

        // The same answer twice, and its code in another sign-in's answer.
        using (Browser one = house.Browser())
        using (Browser two = house.Browser())
        {
            Uri back = await one.Step((await one.Step("/sign-in/start")).ToString());
            Assert.Equal("/", await one.Follow(back.ToString()));
            Assert.NotNull(await one.Person());
            await one.Send(HttpMethod.Delete, "/api/session");
            Assert.Equal("/?refused=provider.answer", await one.Follow(back.ToString()));
            Uri second = await two.Step((await two.Step("/sign-in/start")).ToString());
            string code = System.Text.RegularExpressions.Regex.Match(back.Query, "code=([^&]*)").Groups[1].Value;
            string mixed = System.Text.RegularExpressions.Regex.Replace(
                second.ToString(),
                "code=[^&]*",
                "code=" + code
            );
            Assert.Equal("/?refused=provider.answer", await two.Follow(mixed));
            Assert.Null(await two.Person());
        }

        await house.Server.App.Services.GetRequiredService<FailedSignIns>().Write();
        Assert.True(house.Events().OfType<SignInFailed>().Count(e => e.Why == "provider-answer") >= 5);
        // Nowhere else than to pages of this server.
        using Browser last = house.Browser();
        Assert.Equal("/", await last.Follow("/sign-in/start?to=https://evil.example/"));
        Assert.Equal("/", await last.Follow("/sign-in/start?to=//evil.example/"));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_here_and_says_where_to_end_it_there()
    {
        await using ProviderHouse house = await ProviderHouse.Open();
        house.Provider.Groups = ["readers"];
        using Browser ann = house.Browser();
        await ann.Follow("/sign-in/start");
        (int status, JsonNode? answer) = await ann.Send(HttpMethod.Delete, "/api/session");
        Assert.Equal(200, status);
        string at = (string)answer!["signOutAt"]!;
        Assert.StartsWith(house.Provider.Url + "/connect/logout", at, StringComparison.Ordinal);
        Assert.Equal("/", await ann.Follow(at));
        Assert.Contains("id_token_hint=", Assert.Single(house.Provider.SignedOut), StringComparison.Ordinal);
        Assert.Null(await ann.Person());
        // Who came by password is sent nowhere.
        Assert.Null((await house.Server.Admin.SignOut()).SignOutAt);
    }

    [Fact]
    public async Task While_the_provider_is_down_the_page_says_so_and_administrators_come_in_by_password()
    {
        await using ProviderHouse house = await ProviderHouse.Open(p =>
            p with
            {
                PasswordsForAdministratorsAlone = true,
            }
        );
        await house.Server.Admin.Register("tom");
        using Browser browser = house.Browser();
        Assert.True((bool)(await browser.Get("/api/session/provider"))["up"]!);
        await house.Provider.Stop();
        house.Clock.Pass(11);
        JsonNode state = await browser.Get("/api/session/provider");
        Assert.False((bool)state["up"]!);
        Assert.Equal("It cannot be reached.", (string)state["problem"]!);
        Assert.Equal("/?refused=provider.down", await browser.Follow("/sign-in/start"));
        (int status, JsonNode? refused) = await browser.Send(
            HttpMethod.Post,
            "/api/session",
            new { email = "tom@test.example", password = TestServer.Password }
        );
        Assert.Equal((403, "session.by-provider"), (status, (string)refused!["code"]!));
        // Whether there is such an account is still nobody's business.
        (_, refused) = await browser.Send(
            HttpMethod.Post,
            "/api/session",
            new { email = "tom@test.example", password = "not the password" }
        );
        Assert.Equal("session.wrong", (string)refused!["code"]!);
        Assert.Equal(
            200,
            (
                await browser.Send(
                    HttpMethod.Post,
                    "/api/session",
                    new { email = "admin@test.example", password = TestServer.Password }
                )
            ).Status
        );
    }

    [Fact]
    public async Task Going_down_between_asking_and_answering_loses_nothing()
    {
        await using ProviderHouse house = await ProviderHouse.Open();
        house.Provider.Groups = ["readers"];
        using Browser ann = house.Browser();
        Uri back = await ann.Step((await ann.Step("/sign-in/start")).ToString());
        await house.Provider.Stop();
        Assert.Equal("/?refused=provider.down", await ann.Follow(back.ToString()));
        Assert.Null(await ann.Person());
    }

    [Fact]
    public async Task Whoever_has_no_password_proves_at_the_provider_that_they_are_there()
    {
        await using ProviderHouse house = await ProviderHouse.Open();
        house.Provider.Groups = ["administrators"];
        using Browser ann = house.Browser();
        await ann.Follow("/sign-in/start");
        house.Clock.Pass(660);
        var person = new
        {
            name = "New",
            email = "new@test.example",
            password = TestServer.Password,
        };
        Assert.Equal("access.confirm", (string)(await ann.Send(HttpMethod.Post, "/api/people", person)).Body!["code"]!);
        // An answer from memory proves nothing, nor does somebody else's.
        house.Provider.Proved = DateTimeOffset.UtcNow.AddHours(-1);
        Assert.Equal(
            "/signed-in?refused=provider.not-confirmed",
            await ann.Follow("/sign-in/start?why=confirm&to=/signed-in")
        );
        house.Provider.Proved = house.Clock.GetUtcNow();
        house.Provider.Subject = "s-2";
        Assert.Equal(
            "/signed-in?refused=provider.not-confirmed",
            await ann.Follow("/sign-in/start?why=confirm&to=/signed-in")
        );
        house.Provider.Subject = "s-1";
        Assert.Equal("/signed-in", await ann.Follow("/sign-in/start?why=confirm&to=/signed-in"));
        Assert.Equal(200, (await ann.Send(HttpMethod.Post, "/api/people", person)).Status);
        // Nobody proves it for a browser in which nobody is signed in.
        using Browser stranger = house.Browser();
        Assert.Equal("/?refused=provider.session", await stranger.Follow("/sign-in/start?why=confirm"));
    }

    [Fact]
    public async Task The_last_lead_and_the_last_administrator_stay_and_the_record_says_so()
    {
        await using ProviderHouse house = await ProviderHouse.Open();
        house.Provider.Groups = ["leads", "administrators"];
        using Browser ann = house.Browser();
        await ann.Follow("/sign-in/start");
        string id = (string)(await ann.Person())!["id"]!;
        string admin = (await house.Server.Admin.ShowSession()).Person!.Id;
        await house.Server.Admin.RemoveMember(house.Project, admin);
        (await ann.Send(HttpMethod.Patch, "/api/people/" + admin, new { disabled = true })).ToString();
        house.Provider.Groups = ["others"];
        await ann.Follow("/sign-in/start");
        JsonNode person = (await ann.Person())!;
        Assert.True((bool)person["administrator"]!);
        Assert.Equal(["lead"], RolesIn(person, house.Project));
        RolesKept kept = Assert.Single(house.Events().OfType<RolesKept>());
        Assert.Equal((id, "member.last-lead"), (kept.Person, kept.Why));
    }

    [Fact]
    public async Task The_audit_finds_a_connection_that_another_hand_changed()
    {
        await using ProviderHouse house = await ProviderHouse.Open();
        house.Provider.Groups = ["readers"];
        using Browser ann = house.Browser();
        await ann.Follow("/sign-in/start");
        string data = house.Server.Data;
        await house.Server.Sealed();
        Assert.Empty(StoreAudit.Run(data, fast: false, null, CancellationToken.None).Faults);
        using (Microsoft.Data.Sqlite.SqliteConnection c = new($"Data Source={Path.Combine(data, "overread.db")}"))
        {
            c.Open();
            using Microsoft.Data.Sqlite.SqliteCommand steal = c.CreateCommand();
            steal.CommandText = "UPDATE provider_login SET subject = 'thief'";
            Assert.Equal(1, steal.ExecuteNonQuery());
        }

        Assert.Contains(
            StoreAudit.Run(data, fast: false, null, CancellationToken.None).Faults,
            f => f.ToString()!.Contains("provider_login", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("""{ "authority": "http://id.example", "clientId": "o" }""", "https:// is needed")]
    [InlineData("""{ "authority": "https://id.example" }""", "client id is missing")]
    [InlineData("""{ "authority": "https://id.example", "clientId": "o", "newAccounts": true }""", "say under groups")]
    [InlineData("""{ "authority": "https://id.example", "clientId": "o", "secret": "x" }""", "secret")]
    [InlineData(
        """{ "authority": "https://id.example", "clientId": "o", "groups": [{ "group": "g", "project": "p" }] }""",
        "The group g"
    )]
    [InlineData(
        """{ "authority": "https://id.example", "clientId": "o", "groups": [{ "group": "g", "project": "p", "roles": ["king"] }] }""",
        "groups"
    )]
    [InlineData("""{ "authority": "https://id.example", "clientId": "o", "secretFile": "/no/such" }""", "/no/such")]
    public void A_file_that_is_not_right_is_refused_with_what_is_wrong(string text, string said)
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, text);
        FormatException e = Assert.Throws<FormatException>(() => SignInProvider.Read(file, null, null, null));
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    private static IEnumerable<string> RolesIn(JsonNode person, string project) =>
        person["roles"]![project]?.AsArray().Select(r => (string)r!) ?? [];

    /// <summary>A server with a provider, and a project whose roles its groups give.</summary>
}
