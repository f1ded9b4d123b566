using System.Text.Json;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>What a release says of the one before it.</summary>
public class ReleaseChangeTests
{
    [Fact]
    public async Task A_reopened_and_changed_read_is_the_one_change_between_two_releases()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient reader, List<string> reads) = await ReadAll(server, 3);

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
        (string project, OverreadClient reader, _) = await ReadAll(server, 3);
        Bundle first = await Bundle.Publish(server, project, "1.0.0");
        string gone = first.Table("splits.csv")[0]["item"];
        await server.Admin.Withdraw(project, gone, "Consent withdrawn.");
        await server.Admin.AddReferences(project, "item\nlate-0001\n");
        while (await TestServer.ReadNext(reader, project, _ => "present") is not null) { }
        Bundle second = await Bundle.Publish(server, project, "2.0.0");
        List<Dictionary<string, string>> rows = second.Table("labels/changes.csv");
        Assert.Equal(2, rows.Count);
        Assert.Equal(
            "item withdrawn (reason recorded but not disclosed)",
            rows.Single(r => r["change"] == "item-removed" && r["item"] == gone)["why"]
        );
        Assert.Empty(second.FilesWith("Consent withdrawn."));
        string come = rows.Single(r => r["change"] == "item-added")["item"];
        Assert.Equal("new item; new read by Reader 2", rows.Single(r => r["item"] == come)["why"]);
        Assert.Contains(second.Table("splits.csv"), r => r["item"] == come);
    }

    [Fact]
    public async Task A_recalled_release_is_passed_over_and_a_lost_bundle_is_said_to_be_lost()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient reader, List<string> reads) = await ReadAll(server, 2);
        Bundle first = await Bundle.Publish(server, project, "1.0.0");
        await Change(server, reader, reads[0], "absent");
        Bundle wrong = await Bundle.Publish(server, project, "1.1.0");
        await server.Admin.RecallRelease(project, wrong.Id, new() { Reason = "Mistake." });
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

    [Fact]
    public async Task A_new_protocol_version_is_a_reason()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient reader, _) = await ReadAll(server, 2);
        await Bundle.Publish(server, project, "1.0.0");
        await server.Admin.Publish(project, TestServer.Protocol(2));
        await server.References(project, 3);
        (OverreadClient other, _) = await server.Person(project, "bob", "reader");
        while (await TestServer.ReadNext(other, project, _ => "absent") is not null) { }
        while (await TestServer.ReadNext(reader, project, _ => "absent") is not null) { }
        Bundle second = await Bundle.Publish(server, project, "2.0.0");
        Assert.Contains("- Protocol: version 1 (`", second.Text("CHANGELOG.md"), StringComparison.Ordinal);
        List<Dictionary<string, string>> rows = second.Table("labels/changes.csv");
        Assert.Single(rows, r => r["change"] == "item-added");
        List<Dictionary<string, string>> changed = [.. rows.Where(r => r["change"] == "label-changed")];
        Assert.Equal(2, changed.Count);
        Assert.All(
            changed,
            r =>
            {
                Assert.Equal(("present", "absent"), (r["old"], r["new"]));
                Assert.StartsWith(
                    "protocol version 1 to 2; only reads under the newer count; new read by Reader 3",
                    r["why"],
                    StringComparison.Ordinal
                );
            }
        );
    }

    [Fact]
    public async Task A_box_that_moved_is_a_change_of_its_own_though_the_label_stays()
    {
        await using TestServer server = await TestServer.Start();
        string project = await BoxProject(server);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        WorkView work = (await reader.NextRead(project))!;
        string read = work.Read.Id;
        string item = work.Item.Id;
        string file = work.Item.Series[0].Files[0].Id;
        Mark At(double x) =>
            new()
            {
                Id = "box-00001",
                Field = "spot",
                Geometry = new BoxRegion
                {
                    File = file,
                    Frame = 0,
                    X = x,
                    Y = 2,
                    Width = 5,
                    Height = 6,
                },
            };
        await Post(reader, read, 1, "MarkDrawn", At(1));
        Bundle first = await Bundle.Publish(server, project, "1.0.0");
        Assert.Single(first.Table("labels/consensus/marks.csv"));

        await server.Admin.ReopenRead(read, new() { Reason = "Beside the spot." });
        await Post(reader, read, 4, "MarkRevised", At(3.5));
        Bundle second = await Bundle.Publish(server, project, "1.1.0");
        Dictionary<string, string> row = Assert.Single(second.Table("labels/changes.csv"));
        Assert.Equal(("marks-changed", item, "spot"), (row["change"], row["item"], row["field"]));
        Assert.Equal(
            (
                $"file={file} frame=0 height=6 kind=box width=5 x=1 y=2",
                $"file={file} frame=0 height=6 kind=box width=5 x=3.5 y=2"
            ),
            (row["old"], row["new"])
        );
        Assert.StartsWith("read reopened (Beside the spot.)", row["why"], StringComparison.Ordinal);
        Assert.Contains("Consensus marks: 1 changed", second.Text("CHANGELOG.md"), StringComparison.Ordinal);
    }

    private static async Task<string> BoxProject(TestServer server)
    {
        string project = (
            await server.Admin.OpenProject(
                new()
                {
                    Name = "Boxes",
                    Purpose = "Testing",
                    LegalBasis = "None needed",
                }
            )
        ).Id;
        Field spot = new()
        {
            Id = "spot",
            Title = "Spot",
            Kind = FieldKind.Boxes,
        };
        await server.Admin.Publish(
            project,
            new()
            {
                Title = "Boxes",
                Fields = [spot],
                Guideline = "Look.",
                Policy = TestServer.Policy(1),
            }
        );
        string me = (await server.Admin.ShowSession()).Person!.Id;
        await server.Admin.SetMember(project, me, new() { Roles = [Role.Lead, Role.Steward] });
        string batch = await Gate.Receive(server.Admin, project, [("a.dcm", ScreenImage.Create("A", modality: "CR"))]);
        await Gate.ApproveAll(server.Admin, project, batch);
        return project;
    }

    private static Task<AppendReadEventsAppended> Post(
        OverreadClient reader,
        string read,
        int revision,
        string type,
        Mark mark
    ) =>
        reader.Append(
            read,
            revision,
            ReadEvents.Marked($"{read}-{revision}-a", type, mark),
            ReadEvents.Submitted($"{read}-{revision}-s")
        );

    private static async Task<(string Project, OverreadClient Reader, List<string> Reads)> ReadAll(
        TestServer server,
        int items
    )
    {
        string project = await server.Project(1);
        await server.References(project, items);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        List<string> reads = [];
        while (await TestServer.ReadNext(reader, project, _ => "present") is { } read)
        {
            reads.Add(read);
        }

        Assert.Equal(items, reads.Count);
        return (project, reader, reads);
    }

    /// <summary>Has a read opened again and answers otherwise; returns its item.</summary>
    private static async Task<string> Change(TestServer server, OverreadClient reader, string read, string state)
    {
        await server.Admin.ReopenRead(read, new() { Reason = "Wrong side." });
        IReadOnlyList<RecordEvent> known = (await server.Admin.ListEvents(stream: "read/" + read)).Events;
        await reader.Append(
            read,
            (int)known.Max(e => e.Revision),
            ReadEvents.Answered(read + "-b", "nodule", state),
            ReadEvents.Submitted(read + "-t")
        );
        return known
            .Select(e =>
                e.Payload is { } payload && payload.TryGetProperty("item", out JsonElement item)
                    ? item.GetString()
                    : null
            )
            .First(i => i is not null)!;
    }
}
