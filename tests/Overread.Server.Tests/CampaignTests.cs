using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Overread.Cli.Server;
using Overread.Ledger.Bundles;
using Overread.Server.Composition;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Work;
using Overread.Storage;

namespace Overread.Server.Tests;

public class CampaignTests
{
    [Fact]
    public async Task Three_readers_a_dispute_an_adjudication_and_a_release_that_verifies()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(2);
        await server.References(project, 4);
        List<(ApiClient Client, string Id)> readers = [];
        foreach (string name in new[] { "ann", "bob" })
        {
            readers.Add(await server.Person(project, name, "reader"));
        }

        // Both say present to all but one item, of which bob says absent: a tie of two, so a dispute.
        foreach (((ApiClient client, _), int i) in readers.Select((r, i) => (r, i)))
        {
            while (
                await TestServer.ReadNext(
                    client,
                    project,
                    title => i == 1 && title == "case-0002" ? "absent" : "present"
                )
                    is not null
            ) { }
        }

        JsonArray disputes = (await Adjudicator(server, project)).Disputes;
        JsonNode dispute = Assert.Single(disputes)!;
        Assert.Equal("case-0002", dispute["title"]!.GetValue<string>());
        ApiClient adjudicator = (await Adjudicator(server, project)).Client;
        string item = dispute["item"]!.GetValue<string>();
        object decision = new
        {
            id = "decision-0001",
            field = "nodule",
            answer = new { state = "absent" },
            takenFrom = "Reader 3",
            reason = "No correlate on the lateral view.",
        };
        JsonNode decided = (await adjudicator.Post($"api/projects/{project}/disputes/{item}/decisions", decision))!;
        Assert.Equal(
            "decided",
            decided["fields"]!.AsArray().Single(f => f!["field"]!.GetValue<string>() == "nodule")![
                "status"
            ]!.GetValue<string>()
        );
        // The same decision again changes nothing.
        await adjudicator.Post($"api/projects/{project}/disputes/{item}/decisions", decision);

        string path = await Release(server, project);
        BundleReport report = VerifyCommand.Verify(path, null);
        Assert.Empty(report.Faults);
        Assert.True(report.Events > 16);
        using BundleArchive bundle = new(File.OpenRead(path));
        using StreamReader labels = new(bundle.Open("labels/consensus/labels.csv"));
        string text = await labels.ReadToEndAsync();
        Assert.Contains($"{item},nodule,absent,,adjudicated", text, StringComparison.Ordinal);
        Assert.Equal(
            3,
            text.Split('\n').Count(l => l.EndsWith(",nodule,present,1,accepted,2,2,", StringComparison.Ordinal))
        );
        Assert.DoesNotContain(
            "ann@",
            new StreamReader(bundle.Open("people/annotators.csv")).ReadToEnd(),
            StringComparison.Ordinal
        );
        await Assert.ThrowsAsync<Cli.CommandFailedException>(() => Release(server, project));
        Assert.Empty(StoreAudit.Run(server.Data, null, CancellationToken.None).Faults);
    }

    [Fact]
    public async Task Every_byte_changed_in_a_bundle_is_noticed_and_its_file_named()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.References(project, 3);
        (ApiClient reader, _) = await server.Person(project, "ann", "reader");
        while (await TestServer.ReadNext(reader, project, _ => "present") is not null) { }
        string zip = await Release(server, project);
        string folder = Directory.EnumerateDirectories(Path.Combine(server.Data, "releases")).Single();
        Assert.True(VerifyCommand.Verify(folder, null).Verified);
        Random random = new(20261123);
        string[] files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        for (int n = 0; n < 700; n++)
        {
            string file = files[n % files.Length];
            byte[] good = await File.ReadAllBytesAsync(file);
            byte[] bad = [.. good];
            int at = n < files.Length ? 0 : random.Next(bad.Length);
            bad[at] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(file, bad);
            BundleReport report = VerifyCommand.Verify(folder, null);
            string name = Path.GetRelativePath(folder, file);
            Assert.True(report.Faults.Any(f => f.File == name), $"byte {at} of {name} went unnoticed");
            await File.WriteAllBytesAsync(file, good);
        }

        byte[] archive = await File.ReadAllBytesAsync(zip);
        for (int n = 0; n < 300; n++)
        {
            byte[] bad = [.. archive];
            int at = random.Next(bad.Length);
            bad[at] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(zip + ".bad", bad);
            Assert.False(VerifyCommand.Verify(zip + ".bad", null).Verified, $"byte {at} of the archive went unnoticed");
        }

        await File.WriteAllBytesAsync(zip + ".bad", archive[..^7]);
        Assert.False(VerifyCommand.Verify(zip + ".bad", null).Verified);
        foreach (
            string removed in new[] { "labels/adjudication.csv", "checkpoint", "manifest.json", "audit/events.jsonl" }
        )
        {
            byte[] kept = await File.ReadAllBytesAsync(Path.Combine(folder, removed));
            File.Delete(Path.Combine(folder, removed));
            Assert.Contains(VerifyCommand.Verify(folder, null).Faults, f => f.File == removed);
            await File.WriteAllBytesAsync(Path.Combine(folder, removed), kept);
        }

        string events = Path.Combine(folder, "audit/events.jsonl");
        string[] lines = await File.ReadAllLinesAsync(events);
        await File.WriteAllTextAsync(events, string.Join('\n', lines.Reverse()) + "\n");
        Assert.Contains(VerifyCommand.Verify(folder, null).Faults, f => f.File == "audit/events.jsonl");
    }

    [Fact]
    public async Task A_checkpoint_copied_from_another_store_does_not_verify()
    {
        await using TestServer one = await TestServer.Start();
        await using TestServer two = await TestServer.Start();
        List<string> folders = [];
        foreach (TestServer server in new[] { one, two })
        {
            string project = await server.Project(1);
            await server.References(project, 2);
            (ApiClient reader, _) = await server.Person(project, "ann", "reader");
            while (await TestServer.ReadNext(reader, project, _ => "present") is not null) { }
            await Release(server, project);
            folders.Add(Directory.EnumerateDirectories(Path.Combine(server.Data, "releases")).Single());
        }

        File.Copy(Path.Combine(folders[1], "checkpoint"), Path.Combine(folders[0], "checkpoint"), overwrite: true);
        Assert.Contains(VerifyCommand.Verify(folders[0], null).Faults, f => f.File == "checkpoint");
        BundleReport other = VerifyCommand.Verify(folders[1], Path.Combine(folders[0], "keys.vkey"));
        Assert.Contains(other.Faults, f => f.File == "keys.vkey");
    }

    [Fact]
    public async Task A_post_may_be_repeated_and_a_second_window_conflicts()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.References(project, 1);
        (ApiClient reader, _) = await server.Person(project, "ann", "reader");
        JsonNode work = (await reader.Post($"api/projects/{project}/work/next"))!;
        string read = work["read"]!["id"]!.GetValue<string>();
        object Answer(string id, string state, int revision) =>
            new
            {
                baseRevision = revision,
                events = new object[]
                {
                    new
                    {
                        id,
                        at = "2026-01-01T00:00:00.000Z",
                        type = "AnswerGiven",
                        field = "nodule",
                        answer = new { state },
                    },
                },
            };
        Assert.Equal(
            2,
            (await reader.Post($"api/reads/{read}/events", Answer("event-0001", "present", 1)))![
                "revision"
            ]!.GetValue<int>()
        );
        Assert.Equal(
            2,
            (await reader.Post($"api/reads/{read}/events", Answer("event-0001", "present", 1)))![
                "revision"
            ]!.GetValue<int>()
        );
        Cli.CommandFailedException conflict = await Assert.ThrowsAsync<Cli.CommandFailedException>(() =>
            reader.Post($"api/reads/{read}/events", Answer("event-0002", "absent", 1))
        );
        Assert.Contains("read.conflict", conflict.Message, StringComparison.Ordinal);
        JsonNode again = (await reader.Get($"api/projects/{project}/work/{read}"))!;
        Assert.Equal("present", again["read"]!["answers"]!["nodule"]!["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_finished_read_changes_only_through_a_recorded_reopening()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.References(project, 1);
        (ApiClient reader, _) = await server.Person(project, "ann", "reader");
        string read = (await TestServer.ReadNext(reader, project, _ => "present"))!;
        object change = new
        {
            baseRevision = 3,
            events = new object[]
            {
                new
                {
                    id = "event-0009",
                    at = "2026-01-01T00:00:00.000Z",
                    type = "AnswerGiven",
                    field = "nodule",
                    answer = new { state = "absent" },
                },
            },
        };
        Cli.CommandFailedException closed = await Assert.ThrowsAsync<Cli.CommandFailedException>(() =>
            reader.Post($"api/reads/{read}/events", change)
        );
        Assert.Contains("read.closed", closed.Message, StringComparison.Ordinal);
        await server.Admin.Post($"api/reads/{read}/reopen", new { reason = "Wrong patient side." });
        object reopened = new
        {
            baseRevision = 4,
            events = new object[]
            {
                new
                {
                    id = "event-0009",
                    at = "2026-01-01T00:00:00.000Z",
                    type = "AnswerGiven",
                    field = "nodule",
                    answer = new { state = "absent" },
                },
            },
        };
        await reader.Post($"api/reads/{read}/events", reopened);
        string history = (
            await server.Admin.Get($"api/record/events?project={project}&type=ReadReopened")
        )!.ToJsonString();
        Assert.Contains("Wrong patient side.", history, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_sees_how_many_they_have_done_also_after_a_reopening_and_a_reload()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.References(project, 4);
        (ApiClient reader, _) = await server.Person(project, "ann", "reader");
        async Task<int> Done() =>
            (await reader.Post($"api/projects/{project}/work/next"))!["position"]!["done"]!.GetValue<int>();
        Assert.Equal(0, await Done());
        string first = (await reader.Post($"api/projects/{project}/work/next"))!["read"]!["id"]!.GetValue<string>();
        await TestServer.ReadNext(reader, project, _ => "present");
        await TestServer.ReadNext(reader, project, _ => "present");
        Assert.Equal(2, await Done());
        await server.Admin.Post($"api/reads/{first}/reopen", new { reason = "Wrong side." });
        Assert.Equal(1, await Done());
        IDatabase database = server.App.Services.GetRequiredService<IDatabase>();
        Worklists worklists = server.App.Services.GetRequiredService<Worklists>();
        await database.Write(
            Actor.System,
            u =>
            {
                worklists.Load(u.Connection);
                return true;
            }
        );
        Assert.Equal(1, await Done());
    }

    [Fact]
    public async Task Looking_for_expired_reads_does_not_walk_those_that_are_done()
    {
        await using TestServer server = await TestServer.Start();
        using ReadLease read = server.App.Services.GetRequiredService<IDatabase>().Read();
        List<string> plan = read.Connection.All(
            "EXPLAIN QUERY PLAN " + ReadTable.LapsedQuery,
            r => r.GetString(3),
            "2026",
            "project"
        );
        Assert.Equal(["SEARCH read USING INDEX read_open (expires<?)"], plan);
    }

    [Fact]
    public async Task An_items_history_is_every_event_about_it_and_no_other()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(2);
        await server.References(project, 3);
        foreach (string name in (string[])["ann", "bob"])
        {
            (ApiClient reader, _) = await server.Person(project, name, "reader");
            for (int i = 0; i < 3; i++)
            {
                string read = (await reader.Post($"api/projects/{project}/work/next"))!["read"]![
                    "id"
                ]!.GetValue<string>();
                await reader.Post($"api/reads/{read}/skip", new { reason = "Nothing to see." });
            }
        }

        // One whole page of the record, sorted by item here, against what the server finds for each.
        Dictionary<string, List<string>> expected = (
            await server.Admin.Get($"api/record/events?project={project}&take=1000")
        )!["events"]!
            .AsArray()
            .Where(e => e!["payload"]?["item"] is not null)
            .GroupBy(e => e!["payload"]!["item"]!.GetValue<string>())
            .ToDictionary(g => g.Key, g => g.Select(e => e!["id"]!.GetValue<string>()).ToList());
        Assert.Equal(3, expected.Count);
        foreach ((string item, List<string> events) in expected)
        {
            Assert.True(events.Count >= 5, "an item made and two reads assigned and skipped");
            string[] paths =
            [
                $"api/projects/{project}/items/{item}/history",
                $"api/record/events?item={item}&take=1000",
            ];
            foreach (string path in paths)
            {
                JsonNode answer = (await server.Admin.Get(path))!;
                JsonArray found = (answer as JsonArray) ?? answer["events"]!.AsArray();
                Assert.Equal(events, found.Select(e => e!["id"]!.GetValue<string>()).ToList());
            }
        }
    }

    [Fact]
    public async Task A_skip_needs_a_reason_and_frees_the_item_for_others()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.References(project, 1);
        (ApiClient ann, _) = await server.Person(project, "ann", "reader");
        (ApiClient bob, _) = await server.Person(project, "bob", "reader");
        string read = (await ann.Post($"api/projects/{project}/work/next"))!["read"]!["id"]!.GetValue<string>();
        Assert.Null(await bob.Post($"api/projects/{project}/work/next"));
        await Assert.ThrowsAsync<Cli.CommandFailedException>(() =>
            ann.Post($"api/reads/{read}/skip", new { reason = " " })
        );
        await ann.Post($"api/reads/{read}/skip", new { reason = "Not my subspecialty." });
        Assert.Null(await ann.Post($"api/projects/{project}/work/next"));
        Assert.NotNull(await bob.Post($"api/projects/{project}/work/next"));
    }

    private static async Task<(ApiClient Client, JsonArray Disputes)> Adjudicator(TestServer server, string project)
    {
        (ApiClient client, _) = await server.Person(
            project,
            "adjudicator-" + Guid.NewGuid().ToString("N")[..6],
            "adjudicator"
        );
        return (client, (await client.Get($"api/projects/{project}/disputes?state=open"))!.AsArray());
    }

    internal static async Task<string> Release(TestServer server, string project)
    {
        JsonNode job = (
            await server.Admin.Post(
                $"api/projects/{project}/releases",
                new
                {
                    name = "test",
                    version = "1.0.0",
                    notes = "",
                    splits = new
                    {
                        train = 0.5,
                        tuning = 0.25,
                        test = 0.25,
                    },
                    seed = 1,
                }
            )
        )!;
        JsonNode ended = await server.Admin.Wait(job);
        string path = Path.Combine(server.Data, "bundle.zip");
        await server.Admin.Download(
            $"api/projects/{project}/releases/{ended["result"]!["release"]}/bundle?purpose=test",
            path
        );
        return path;
    }
}
