using System.Net;
using System.Text.RegularExpressions;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>What is measured, traced and logged: enough to run the server by, and nothing that names anybody.</summary>
public sealed partial class TelemetryTests
{
    // What people are called, what things are called and what was typed: in none of it.
    private static readonly string[] Planted =
    [
        "Quartermaine",
        "quartermaine-zeb",
        "Ptarmigan",
        "Vandersloot",
        "SUBJ-88213",
        "Hollingsworth",
        "xylophone",
        "mallory-who",
        "Searchterm",
        "PLANTEDVERB",
        "planted-agent",
        "planted-route",
        "Wrong-Pass-77",
    ];

    [Fact]
    public async Task Measurements_spans_and_log_name_nobody_and_nothing_that_was_typed()
    {
        await using CollectorFake collector = await CollectorFake.Start();
        string log;
        string page;
        string[] ids;
        Uri metrics = new($"http://127.0.0.1:{TestServer.FreePort()}");
        await using (
            TestServer server = await TestServer.Start(
                verbose: true,
                more: o => o with { Otlp = collector.Address, Metrics = metrics }
            )
        )
        {
            using LogCapture capture = server.Capture();
            ids = await Play(server);
            using HttpClient reader = new();
            page = await reader.GetStringAsync(new Uri(metrics, "/metrics"));
            log = capture.Text;
        }

        string measured = collector.Sent("/v1/metrics");
        string traced = collector.Sent("/v1/traces");
        foreach (
            (string where, string text) in new[] { ("log", log), ("page", page), ("otlp", measured), ("spans", traced) }
        )
        {
            Assert.True(text.Length > 500, $"{where} has only: {text}");
            Assert.All(
                Planted,
                p => Assert.False(text.Contains(p, StringComparison.OrdinalIgnoreCase), $"{where} names {p}")
            );
        }

        // Labels and spans hold no ids either: there would be a line for each.
        Assert.All(ids, id => Assert.DoesNotContain(id, page + measured + traced, StringComparison.Ordinal));
        string[] wanted =
        [
            "overread.disk.free",
            "overread.record.events",
            "overread.jobs.waiting",
            "overread.job.duration",
            "overread.store.commit.duration",
            "http.server.request.duration",
            "dotnet.gc.collections",
        ];
        Assert.All(wanted, name => Assert.Contains(name, measured, StringComparison.Ordinal));
        Assert.All(wanted, name => Assert.Contains(name.Replace('.', '_'), page, StringComparison.Ordinal));
        Assert.Contains("POST /api/reads/{read}/events", traced, StringComparison.Ordinal);
        Assert.Contains("store.write", traced, StringComparison.Ordinal);
        Assert.Contains("job audit", traced, StringComparison.Ordinal);
        // The record grew, and the measurement says by how much.
        Match events = Events().Match(page);
        Assert.True(events.Success && long.Parse(events.Groups[1].Value, null) > 10, events.Value);
    }

    [Fact]
    public async Task The_page_of_measurements_has_an_address_of_its_own_that_answers_nothing_else()
    {
        Uri metrics = new($"http://127.0.0.1:{TestServer.FreePort()}");
        await using TestServer server = await TestServer.Start(more: o => o with { Metrics = metrics });
        using HttpClient anybody = new();
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync(new Uri(metrics, "/api/health"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync(new Uri(metrics, "/"))).StatusCode);
        using HttpResponseMessage elsewhere = await anybody.GetAsync(new Uri(server.Url + "/metrics"));
        Assert.DoesNotContain("overread_", await elsewhere.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(
            "overread_disk_free",
            await anybody.GetStringAsync(new Uri(metrics, "/metrics")),
            StringComparison.Ordinal
        );
    }

    /// <summary>Does a bit of everything with planted words; gives the ids that came of it.</summary>
    private static async Task<string[]> Play(TestServer server)
    {
        string project = (
            await server.Admin.OpenProject(
                new()
                {
                    Name = "Ptarmigan trial",
                    Purpose = "Ptarmigan",
                    LegalBasis = "Ptarmigan",
                    Template = "",
                }
            )
        ).Id;
        await server.Admin.SaveProtocolDraft(project, TestServer.Protocol(1));
        await server.Admin.PublishProtocol(project);
        await server.Admin.AddReferences(project, "item,subject\nVandersloot-case,SUBJ-88213\n");
        (OverreadClient reader, string person) = await server.Person(project, "quartermaine-zeb", "reader");
        await server.Admin.ChangePerson(person, new() { Name = "Zeb Quartermaine" });
        WorkView work = (await reader.NextRead(project))!;
        await reader.Append(work.Read.Id, work.Read.Revision, ReadEvents.Commented("comment-1", "a xylophone remark"));
        await Gate.Receive(server.Admin, project, [("Hollingsworth, John.txt", "Hollingsworth was seen."u8.ToArray())]);
        JobView audit = await server.Admin.StartAudit();
        for (int i = 0; i < 200 && (await server.Admin.ShowJob(audit.Id)).State is not "done"; i++)
        {
            await Task.Delay(50);
        }

        await server.Admin.Raw().GetText("api/record/events?actor=Searchterm");
        await Assert.ThrowsAsync<OverreadProblemException>(() =>
            server.Client().SignIn(new SignInForm { Email = "mallory-who@test.example", Password = "Wrong-Pass-77" })
        );
        using HttpClient stranger = new() { BaseAddress = new Uri(server.Url) };
        using HttpRequestMessage odd = new(new HttpMethod("PLANTEDVERB"), "/api/planted-route?q=Searchterm");
        odd.Headers.UserAgent.ParseAdd("planted-agent/1");
        (await stranger.SendAsync(odd)).Dispose();
        (await stranger.GetAsync("/planted-route")).Dispose();
        return [project, person, work.Read.Id, work.Item.Id, audit.Id];
    }

    [GeneratedRegex(@"^overread_record_events\w*(?:\{[^}]*\})? (\d+)", RegexOptions.Multiline)]
    private static partial Regex Events();
}
