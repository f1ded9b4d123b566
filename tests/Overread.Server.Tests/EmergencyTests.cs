using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Client.Model;
using Overread.Domain.Projects;
using Overread.Server.Composition;
using Overread.Server.Features.Emergency;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>Emergency access: with a reason, for a while, seen by others, and everything that it shows in the record.</summary>
public sealed class EmergencyTests
{
    [Fact]
    public async Task Who_has_the_right_sees_for_a_while_and_each_look_is_in_the_record_before_it_is_shown()
    {
        await using Scene scene = await Scene.Start();
        // Without it the project is not there for them, and with the right alone neither.
        await Refused("project.unknown", 404, () => scene.Doctor.ShowItem(scene.Project, scene.Item));
        await Refused("project.unknown", 404, () => Open(scene.Doctor, scene.Project, "A patient is at risk.", 30));
        await scene.Give();
        await Refused("project.unknown", 404, () => scene.Doctor.ShowItem(scene.Project, scene.Item));
        JsonNode access = await Open(scene.Doctor, scene.Project, "A patient is at risk.", 30);
        Assert.Empty(scene.Looks());
        await scene.Doctor.ShowItem(scene.Project, scene.Item);
        await scene.Doctor.ListItems(scene.Project);
        List<EmergencyLooked> looks = scene.Looks();
        Assert.Equal(
            ["GET /api/projects/{project}/items/{item}", "GET /api/projects/{project}/items"],
            looks.Select(l => $"{l.Method} {l.Route}")
        );
        Assert.Equal([$"item={scene.Item}"], looks[0].Values);
        Assert.Contains(await scene.Doctor.ListProjects(), p => p.Id == scene.Project && p.Roles.Contains("auditor"));
        JsonNode listed = (await scene.Server.Admin.Raw().Get($"api/projects/{scene.Project}/emergency"))!;
        Assert.Equal(looks.Count, (int)listed["accesses"]![0]!["looks"]!);
        Assert.Equal("A patient is at risk.", (string)listed["accesses"]![0]!["reason"]!);
        Assert.Equal((string)access["id"]!, (string)listed["accesses"]![0]!["id"]!);
        Assert.Empty((await scene.Database.Audit()).Faults);
    }

    [Fact]
    public async Task It_changes_nothing_and_reaches_no_other_project()
    {
        await using Scene scene = await Scene.Start();
        string other = await scene.Server.Project(1);
        await scene.Give();
        await Open(scene.Doctor, scene.Project, "Needed.", 30);
        await Refused(
            "access.role",
            403,
            () => scene.Doctor.Raw().Post($"api/projects/{scene.Project}/rechecks", new { })
        );
        await Refused("access.role", 403, () => scene.Doctor.OpenBatch(scene.Project, new() { Name = "b" }));
        await Refused("access.role", 403, () => scene.Doctor.NextRead(scene.Project));
        await Refused("project.unknown", 404, () => scene.Doctor.ListItems(other));
        // A program that acts for the person has not got it.
        using OverreadClient program = new(
            new Uri(scene.Server.Url),
            new OverreadClientOptions { Token = await scene.Doctor.Token("read", "write") }
        );
        await Refused("project.unknown", 404, () => program.ListItems(scene.Project));
        Assert.Empty(scene.Looks());
    }

    [Fact]
    public async Task It_ends_by_itself_at_its_minute_whether_the_record_says_so_yet_or_not()
    {
        await using Scene scene = await Scene.Start();
        await scene.Give();
        await Open(scene.Doctor, scene.Project, "Needed.", 30);
        scene.Clock.Pass(30 * 60 - 1);
        await scene.Doctor.ListItems(scene.Project);
        scene.Clock.Pass(1);
        await Refused("project.unknown", 404, () => scene.Doctor.ListItems(scene.Project));
        await scene.Server.App.Services.GetRequiredService<EndEmergencies>().Check();
        await scene.Server.App.Services.GetRequiredService<EndEmergencies>().Check();
        JsonNode listed = (await scene.Server.Admin.Raw().Get($"api/projects/{scene.Project}/emergency"))!;
        Assert.Equal("time", (string)listed["accesses"]![0]!["how"]!);
        Assert.Equal("time", Assert.Single(scene.Events<EmergencyEnded>()).How);
    }

    [Fact]
    public async Task Administrators_and_the_lead_are_told_until_another_has_reviewed_it()
    {
        await using Scene scene = await Scene.Start();
        using LogCapture log = scene.Server.Capture();
        await scene.Give();
        (OverreadClient lead, _) = await scene.Server.Person(scene.Project, "lea", "lead");
        (OverreadClient reader, _) = await scene.Server.Person(scene.Project, "rea", "reader");
        string id = (string)(await Open(scene.Doctor, scene.Project, "A very private reason.", 30))["id"]!;
        foreach (OverreadClient told in new[] { scene.Server.Admin, lead })
        {
            JsonNode alarm = Assert.Single(await Alarms(told))!;
            Assert.Equal((id, "doc"), ((string)alarm["id"]!, (string)alarm["name"]!));
        }

        Assert.Empty(await Alarms(reader));
        Assert.Empty(await Alarms(scene.Doctor));
        Assert.Contains("emergency.running", await Concerns(scene));
        // The log tells the operator that, and not why.
        Assert.Contains("Emergency access " + id, log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("private reason", log.Text, StringComparison.Ordinal);
        await Refused("emergency.running", 409, () => Review(lead, id, "Looked."));
        await Refused("emergency.unknown", 404, () => reader.Raw().Post($"api/emergencies/{id}/end", new { }));
        await lead.Raw().Post($"api/emergencies/{id}/end", new { });
        await Refused("project.unknown", 404, () => scene.Doctor.ListItems(scene.Project));
        await Refused("emergency.ended", 409, () => lead.Raw().Post($"api/emergencies/{id}/end", new { }));
        Assert.Contains("emergency.unreviewed", await Concerns(scene));
        await Refused("emergency.own", 403, () => Review(scene.Doctor, id, "I was right."));
        await Refused("emergency.note", 422, () => Review(lead, id, "  "));
        await Review(lead, id, "Rightly used.");
        await Refused("emergency.reviewed", 409, () => Review(scene.Server.Admin, id, "Again."));
        Assert.Empty(await Alarms(scene.Server.Admin));
        Assert.DoesNotContain("emergency.unreviewed", await Concerns(scene));
    }

    [Fact]
    public async Task It_asks_for_a_reason_a_time_that_is_not_long_and_a_person_who_has_just_proved_who_they_are()
    {
        await using Scene scene = await Scene.Start();
        await scene.Give();
        await Refused("emergency.reason", 422, () => Open(scene.Doctor, scene.Project, " ", 30));
        await Refused("emergency.minutes", 422, () => Open(scene.Doctor, scene.Project, "Needed.", 0));
        await Refused("emergency.minutes", 422, () => Open(scene.Doctor, scene.Project, "Needed.", 241));
        await Open(scene.Doctor, scene.Project, "Needed.", 240);
        await Refused("emergency.open", 409, () => Open(scene.Doctor, scene.Project, "Needed.", 30));
        // The right ends; what goes on is ended by who looks after the project.
        await scene.Take();
        scene.Clock.Pass(700);
        await Refused(
            "access.confirm",
            403,
            () => Open(scene.Server.Admin, scene.Project, "Needed by the administrator.", 30)
        );
        Assert.Single(scene.Events<EmergencyOpened>());
    }

    [Fact]
    public async Task An_administrator_sees_no_items_but_by_emergency_access_of_their_own()
    {
        await using Scene scene = await Scene.Start();
        // The administrator opened the project and leads it: another does not.
        await scene.Server.Admin.Register("adm", administrator: true);
        OverreadClient second = scene.Server.Client();
        await second.SignIn("adm@test.example");
        await Refused("access.role", 403, () => second.ListItems(scene.Project));
        await Open(second, scene.Project, "The lead cannot be reached.", 5);
        await second.ListItems(scene.Project);
        Assert.Single(scene.Looks());
        // What an administrator sees anyway is no look.
        await second.ListMembers(scene.Project);
        Assert.Single(scene.Looks());
        Assert.Single(await Alarms(scene.Server.Admin));
    }

    private static Task<JsonNode> Open(OverreadClient client, string project, string reason, int minutes) =>
        client.Raw().Post($"api/projects/{project}/emergency", new { reason, minutes })!;

    private static Task<JsonNode?> Review(OverreadClient client, string id, string note) =>
        client.Raw().Post($"api/emergencies/{id}/review", new { note });

    private static async Task<JsonArray> Alarms(OverreadClient client) =>
        (await client.Raw().Get("api/emergencies"))!["alarms"]!.AsArray();

    private static async Task<string[]> Concerns(Scene scene) =>
        [
            .. (await scene.Server.Admin.Raw().Get("api/operations"))!["attention"]!
                .AsArray()
                .Select(c => (string)c!["code"]!),
        ];

    private static async Task Refused(string code, int status, Func<Task> act)
    {
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(act);
        Assert.Equal((code, status), (refused.Code, refused.Status));
    }

    /// <summary>A project with an item, and a person who has nothing to do with it.</summary>
    private sealed class Scene : IAsyncDisposable
    {
        public required TestServer Server { get; init; }
        public required HandClock Clock { get; init; }
        public required string Project { get; init; }
        public required string Item { get; init; }
        public required OverreadClient Doctor { get; init; }
        public required string DoctorId { get; init; }

        public IDatabase Database => Server.App.Services.GetRequiredService<IDatabase>();

        public static async Task<Scene> Start()
        {
            HandClock clock = new();
            TestServer server = await TestServer.Start(more: o => o with { Time = clock });
            string project = await server.Project(1);
            await server.References(project, 1);
            string id = await server.Admin.Register("doc");
            OverreadClient doctor = server.Client();
            await doctor.SignIn("doc@test.example");
            return new()
            {
                Server = server,
                Clock = clock,
                Project = project,
                Item = (await server.Admin.ListItems(project)).Rows[0].Id,
                Doctor = doctor,
                DoctorId = id,
            };
        }

        public Task<JsonNode?> Give() =>
            Server.Admin.Raw().Put($"api/projects/{Project}/emergency/rights/{DoctorId}", new { });

        public async Task Take() =>
            (
                await Server
                    .Admin.Raw()
                    .Answer(HttpMethod.Delete, $"api/projects/{Project}/emergency/rights/{DoctorId}")
            ).Dispose();

        public List<EmergencyLooked> Looks() => Events<EmergencyLooked>();

        public List<T> Events<T>()
            where T : Domain.Record.DomainEvent
        {
            using ReadLease read = Database.Read();
            return
            [
                .. read
                    .Record.Events(new RecordQuery { Project = Project, Types = [typeof(T).Name] })
                    .Select(e => (T)e.Event),
            ];
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
