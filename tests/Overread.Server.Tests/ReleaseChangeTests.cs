using System.Text.Json.Nodes;
using Overread.Cli.Server;

namespace Overread.Server.Tests;

/// <summary>What a release says of the one before it.</summary>
public class ReleaseChangeTests
{
    [Fact]
    public async Task A_reopened_and_changed_read_is_the_one_change_between_two_releases()
    {
        await using TestServer server = await TestServer.Start();
        (string project, ApiClient reader, List<string> reads) = await ReadAll(server, 3);

        Bundle first = await Bundle.Publish(server, project, "1.0.0");
        Assert.Contains("This is the first release", first.Text("CHANGELOG.md"), StringComparison.Ordinal);
        Assert.Empty(first.Table("labels/changes.csv"));

        string item = await Change(server, reader, reads[1], "absent");
        Bundle second = await Bundle.Publish(server, project, "1.1.0");
        Dictionary<string, string> row = Assert.Single(second.Table("labels/changes.csv"));
        Assert.Equal("label-changed", row["change"]);
        Assert.Equal((item, "nodule"), (row["item"], row["field"]));
        Assert.Equal(("present", "accepted"), (row["old"], row["old_status"]));
        Assert.Equal(("absent", "accepted"), (row["new"], row["new_status"]));
        Assert.Equal("read reopened (Wrong side.); read submitted again by Reader 2", row["why"]);
        // The places of the reasons are those of the disclosed events.
        string events = second.Text("audit/events.jsonl");
        string[] named = row["events"].Split(' ');
        Assert.Equal(2, named.Length);
        Assert.Contains(
            events.Split('\n'),
            l =>
                l.StartsWith($"{{\"seq\":{named[0]},", StringComparison.Ordinal)
                && l.Contains("ReadReopened", StringComparison.Ordinal)
        );
        string page = second.Text("CHANGELOG.md");
        Assert.Contains("Compared with test:1.0.0", page, StringComparison.Ordinal);
        Assert.Contains("Items: 3 before, 3 now; 0 added, 0 removed", page, StringComparison.Ordinal);
        Assert.Contains("Consensus labels: 1 changed, 0 added, 0 removed", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Items_that_come_and_go_are_named_with_the_reason()
    {
        await using TestServer server = await TestServer.Start();
        (string project, ApiClient reader, _) = await ReadAll(server, 3);
        Bundle first = await Bundle.Publish(server, project, "1.0.0");
        string gone = first.Table("splits.csv")[0]["item"];
        await server.Admin.Post(
            $"api/projects/{project}/items/bulk",
            new
            {
                action = "withdraw",
                items = new[] { gone },
                reason = "Consent withdrawn.",
            }
        );
        await server.Admin.PostText($"api/projects/{project}/references", "item\nlate-0001\n", "text/csv");
        while (await TestServer.ReadNext(reader, project, _ => "present") is not null) { }
        Bundle second = await Bundle.Publish(server, project, "2.0.0");
        List<Dictionary<string, string>> rows = second.Table("labels/changes.csv");
        Assert.Equal(2, rows.Count);
        Assert.Equal(
            "item withdrawn (Consent withdrawn.)",
            rows.Single(r => r["change"] == "item-removed" && r["item"] == gone)["why"]
        );
        string come = rows.Single(r => r["change"] == "item-added")["item"];
        Assert.Equal("new item; new read by Reader 2", rows.Single(r => r["item"] == come)["why"]);
        Assert.Contains(second.Table("splits.csv"), r => r["item"] == come);
    }

    [Fact]
    public async Task A_recalled_release_is_passed_over_and_a_lost_bundle_is_said_to_be_lost()
    {
        await using TestServer server = await TestServer.Start();
        (string project, ApiClient reader, List<string> reads) = await ReadAll(server, 2);
        Bundle first = await Bundle.Publish(server, project, "1.0.0");
        await Change(server, reader, reads[0], "absent");
        Bundle wrong = await Bundle.Publish(server, project, "1.1.0");
        await server.Admin.Post($"api/projects/{project}/releases/{wrong.Id}/recall", new { reason = "Mistake." });
        Bundle third = await Bundle.Publish(server, project, "1.2.0");
        Assert.Contains("Compared with test:1.0.0", third.Text("CHANGELOG.md"), StringComparison.Ordinal);
        Assert.Contains("not compared with: test:1.1.0", third.Text("CHANGELOG.md"), StringComparison.Ordinal);
        Assert.Single(third.Table("labels/changes.csv"));

        Directory.Delete(third.Folder, recursive: true);
        Bundle fourth = await Bundle.Publish(server, project, "1.3.0");
        string page = fourth.Text("CHANGELOG.md");
        Assert.Contains("Compared with test:1.2.0", page, StringComparison.Ordinal);
        Assert.Contains(
            "is unknown, because the folder of the previous bundle is no longer",
            page,
            StringComparison.Ordinal
        );
        Assert.Empty(fourth.Table("labels/changes.csv"));

        await File.AppendAllTextAsync(Path.Combine(fourth.Folder, "splits.csv"), "x,x,,test\n");
        Bundle fifth = await Bundle.Publish(server, project, "1.4.0");
        Assert.Contains(
            "the previous bundle no longer has the hash that the record names",
            fifth.Text("CHANGELOG.md"),
            StringComparison.Ordinal
        );
    }

    private static async Task<(string Project, ApiClient Reader, List<string> Reads)> ReadAll(
        TestServer server,
        int items
    )
    {
        string project = await server.Project(1);
        await server.References(project, items);
        (ApiClient reader, _) = await server.Person(project, "ann", "reader");
        List<string> reads = [];
        while (await TestServer.ReadNext(reader, project, _ => "present") is { } read)
        {
            reads.Add(read);
        }

        Assert.Equal(items, reads.Count);
        return (project, reader, reads);
    }

    /// <summary>Has a read opened again and answers otherwise; returns its item.</summary>
    private static async Task<string> Change(TestServer server, ApiClient reader, string read, string state)
    {
        await server.Admin.Post($"api/reads/{read}/reopen", new { reason = "Wrong side." });
        JsonNode events = (await server.Admin.Get($"api/record/events?stream=read/{read}"))!;
        JsonNode[] known = [.. events["events"]!.AsArray().Select(e => e!)];
        await reader.Post(
            $"api/reads/{read}/events",
            new
            {
                baseRevision = known.Max(e => e["revision"]!.GetValue<int>()),
                events = new object[]
                {
                    new
                    {
                        id = read + "-b",
                        at = "2026-01-01T00:00:00.000Z",
                        type = "AnswerGiven",
                        field = "nodule",
                        answer = new { state },
                    },
                    new
                    {
                        id = read + "-t",
                        at = "2026-01-01T00:00:00.000Z",
                        type = "ReadSubmitted",
                        seconds = 5,
                    },
                },
            }
        );
        return known.Select(e => e["payload"]?["item"]?.GetValue<string>()).First(i => i is not null)!;
    }
}
