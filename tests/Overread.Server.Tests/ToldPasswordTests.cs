using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Overread.Client;
using Overread.Client.Model;
using Overread.Server.Access;
using Overread.Server.Composition;
using Overread.Server.Composition.Backup;
using Overread.Server.Features.Record;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Tests;

/// <summary>A password that somebody else chose opens nothing but the way to one of one's own; and what an emergency gives is one.</summary>
public sealed class ToldPasswordTests
{
    private const string Own = "a-word-of-ones-own-7";

    [Fact]
    public async Task Whoever_was_told_a_password_sets_their_own_before_anything_else()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        PersonRow row = await Told(server, "tom");
        Assert.True(row.PasswordTold);
        await server.Admin.SetMember(project, row.Id, new() { Roles = ["lead"] });
        OverreadClient tom = server.Client();
        SessionView session = await tom.SignIn(Form("tom", TestServer.Password));
        Assert.True(session.Person!.PasswordTold);
        Assert.True((await tom.ShowSession()).Person!.PasswordTold);
        await Refused(() => tom.ListProjects());
        await Refused(() =>
            tom.IssueToken(
                new()
                {
                    Name = "t",
                    Scopes = ["read"],
                    ExpiresInDays = 1,
                }
            )
        );
        await Refused(() => tom.ListSessions());
        Assert.Equal("people.password", await Code(() => Change(tom, TestServer.Password, TestServer.Password)));
        Assert.Equal("people.password", await Code(() => Change(tom, TestServer.Password, "short")));
        Assert.Equal("confirm.wrong", await Code(() => Change(tom, "not-the-one-told", Own)));
        await Refused(() => tom.ListProjects());
        await Change(tom, TestServer.Password, Own);
        Assert.Single(await tom.ListProjects());
        Assert.False((await tom.ShowSession()).Person!.PasswordTold);
        Assert.False((await server.Admin.ListPeople()).Single(p => p.Id == row.Id).PasswordTold);
        // It lasts over another sign-in, and the word that was told is worth nothing.
        Assert.Equal("session.wrong", await Code(() => server.Client().SignIn(Form("tom", TestServer.Password))));
        OverreadClient again = server.Client();
        await again.SignIn(Form("tom", Own));
        Assert.Single(await again.ListProjects());
        // An administrator's reset is told as well; one's own change is not.
        await server.Admin.ChangePerson(row.Id, new() { Password = "yet-another-long-3", PasswordTold = true });
        OverreadClient reset = server.Client();
        await reset.SignIn(Form("tom", "yet-another-long-3"));
        await Refused(() => reset.ListProjects());
        await reset.SignOut();
        Assert.Null((await reset.ShowSession()).Person);
    }

    [Fact]
    public async Task Every_route_but_the_way_out_is_closed_to_a_told_password()
    {
        await using TestServer server = await TestServer.Start();
        await Told(server, "tom");
        OverreadClient tom = server.Client();
        await tom.SignIn(Form("tom", TestServer.Password));
        List<string> open = await RouteWalk.OpenTo(server, tom, "access.password");
        Assert.Equal(["PUT /api/session/password"], open);
    }

    [Fact]
    public async Task A_command_on_the_machine_lets_an_administrator_in_and_is_an_alarm()
    {
        await using TestServer server = await TestServer.Start();
        string old = server.Admin.Cookie!;
        await EmergencyIn(server, "admin@test.example", false);
        using LogCapture log = server.Capture();
        OverreadClient admin = server.Client();
        string password = await EmergencyIn(server, "admin@test.example", true);
        Assert.Contains("let in by a command", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("fire", log.Text, StringComparison.Ordinal);
        // What there was before has ended.
        Assert.Equal("session.needed", await Code(() => server.Admin.ListPeople()));
        Assert.Equal("session.wrong", await Code(() => server.Client().SignIn(Form("admin", TestServer.Password))));
        await admin.SignIn(Form("admin", password));
        await Refused(() => admin.ListPeople());
        await Change(admin, password, Own);
        await admin.ListPeople();
        JsonNode page = (await admin.Raw().Get("api/operations"))!;
        Assert.Contains("emergency.sign-in", page["attention"]!.AsArray().Select(c => (string)c!["code"]!));
        RecordEvent told = (await admin.ListEvents(type: "SignInRestored")).Events[0];
        Assert.Contains("fire", told.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain(password, told.Payload.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("AQAAAA", told.Payload.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(server.Data, "notes")));
        Assert.NotNull(old);
    }

    [Fact]
    public async Task It_lets_in_nobody_else_and_takes_no_note_that_another_hand_wrote()
    {
        await using TestServer server = await TestServer.Start();
        (OverreadClient ann, _) = await server.Person(await server.Project(1), "ann", "reader");
        await EmergencyIn(server, "ann@test.example", false);
        await EmergencyIn(server, "nobody@test.example", false);
        await ann.ListProjects();
        Assert.Empty((await server.Admin.ListEvents(type: "SignInRestored")).Events);
        // A note whose secret line was exchanged.
        (_, string note) = EmergencySignIn.Leave(
            Copy(server.Data),
            "admin@test.example",
            "Mallory",
            "none",
            false,
            new SystemEntropy()
        );
        string[] lines = await File.ReadAllLinesAsync(note);
        Assert.Equal(3, lines.Length);
        lines[2] = new Microsoft.AspNetCore.Identity.PasswordHasher<object>().HashPassword(
            new object(),
            "mallorys-own-word"
        );
        string planted = Path.Combine(server.Data, "notes", Path.GetFileName(note));
        await File.WriteAllLinesAsync(planted, lines);
        await server.App.Services.GetServices<IHostedService>().OfType<NoteTaker>().Single().Take();
        Assert.True(File.Exists(planted));
        Assert.Equal("session.wrong", await Code(() => server.Client().SignIn(Form("admin", "mallorys-own-word"))));
        await server.Admin.ListPeople();
        File.Delete(planted);
        Directory.Delete(Path.GetDirectoryName(Path.GetDirectoryName(note))!, recursive: true);
    }

    [Fact]
    public async Task Each_night_a_share_is_read_and_each_file_within_thirty()
    {
        await using TestServer server = await TestServer.Start();
        NightlyAudit audit = server.App.Services.GetRequiredService<NightlyAudit>();
        Assert.False(await audit.Look(default));
        Bundle bundle = await Bundle.OfCampaign(server);
        Assert.True(await audit.Look(default));
        Assert.False(await audit.Look(default));
        JsonNode share = (await server.Admin.Raw().Get("api/operations"))!["share"]!;
        Assert.Equal((1, 1, 0), ((int)share["files"]!, (int)share["of"]!, (int)share["faults"]!));
        string file = Path.Combine(bundle.Folder, "README.md");
        await File.AppendAllTextAsync(file, "x");
        await using WebApplication later = await Later(server);
        NightlyAudit again = later.Services.GetRequiredService<NightlyAudit>();
        Assert.True(await again.Look(default));
        using ReadLease read = later.Services.GetRequiredService<IDatabase>().Read();
        Domain.Record.StoreShareAudited found = read
            .Record.Events(new RecordQuery { Types = [nameof(Domain.Record.StoreShareAudited)] })
            .Select(e => (Domain.Record.StoreShareAudited)e.Event)
            .Last();
        Assert.Equal(1, found.Faults);
        Assert.Contains("README.md", found.First[0], StringComparison.Ordinal);
    }

    // A server over a copy of the store, two days later by its clock.
    private static async Task<WebApplication> Later(TestServer server)
    {
        await server.Sealed();
        string copy = Directory.CreateTempSubdirectory("overread-later-").FullName;
        await server.App.StopAsync();
        foreach (string file in Directory.EnumerateFiles(server.Data, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(file) == "server.lock")
            {
                continue;
            }

            string target = Path.Combine(copy, Path.GetRelativePath(server.Data, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }

        HandClock clock = new();
        clock.Pass(49 * 3600);
        return OverreadHost.Build(new(copy, $"http://127.0.0.1:{TestServer.FreePort()}") { Time = clock });
    }

    private static async Task<string> EmergencyIn(TestServer server, string email, bool wanted)
    {
        (string password, string note) = EmergencySignIn.Leave(
            server.Data,
            email,
            "Ann Example",
            "the house was on fire",
            true,
            new SystemEntropy()
        );
        for (int i = 0; i < 100 && File.Exists(note); i++)
        {
            await Task.Delay(100);
        }

        Assert.False(File.Exists(note));
        Assert.True(password.Length >= 24 || !wanted);
        return password;
    }

    // The keys alone, which is all that a note needs.
    private static string Copy(string data)
    {
        string copy = Directory.CreateTempSubdirectory("overread-keys-").FullName;
        DataFolder folder = new DataFolder(copy).Make();
        StoreKeys.Open(folder, new SystemEntropy(), null);
        File.Copy(Path.Combine(data, "keys", "table-guard.secret"), folder.GuardSecret, overwrite: true);
        return copy;
    }

    private static async Task<PersonRow> Told(TestServer server, string name) =>
        await server.Admin.RegisterPerson(
            new()
            {
                Name = name,
                Email = name + "@test.example",
                Password = TestServer.Password,
                PasswordTold = true,
            }
        );

    private static SignInForm Form(string name, string password) =>
        new() { Email = name + "@test.example", Password = password };

    private static Task Change(OverreadClient client, string current, string password) =>
        client.ChangePassword(new() { Current = current, Password = password });

    private static async Task Refused(Func<Task> act) => Assert.Equal("access.password", await Code(act));

    private static async Task<string> Code(Func<Task> act) =>
        (await Assert.ThrowsAsync<OverreadProblemException>(act)).Code;
}
