using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Overread.Cli.Server;
using Overread.Client;
using Overread.Client.Model;
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
        List<(OverreadClient Client, string Id)> readers = [];
        foreach (string name in new[] { "ann", "bob" })
        {
            readers.Add(await server.Person(project, name, "reader"));
        }

        // Both say present to all but one item, of which bob says absent: a tie of two, so a dispute.
        foreach (((OverreadClient client, _), int i) in readers.Select((r, i) => (r, i)))
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

        (OverreadClient adjudicator, _) = await server.Person(project, "cid", "adjudicator");
        DisputeRow dispute = Assert.Single(await adjudicator.ListDisputes(project, state: "open"));
        Assert.Equal("case-0002", dispute.Title);
        string item = dispute.Item;
        DecisionForm decision = new()
        {
            Id = "decision-0001",
            Field = "nodule",
            Answer = new() { State = AnswerState.Absent },
            TakenFrom = "Reader 3",
            Reason = "No correlate on the lateral view.",
        };
        DisputeView decided = await adjudicator.DecideDispute(project, item, decision);
        Assert.Equal("decided", decided.Fields.Single(f => f.Field == "nodule").Status);
        // The same decision again changes nothing.
        await adjudicator.DecideDispute(project, item, decision);

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
            text.Split('\n').Count(l => l.EndsWith(",nodule,present,1,accepted,2,2,,,", StringComparison.Ordinal))
        );
        Assert.DoesNotContain(
            "ann@",
            new StreamReader(bundle.Open("people/annotators.csv")).ReadToEnd(),
            StringComparison.Ordinal
        );
        await Assert.ThrowsAsync<OverreadProblemException>(() => Release(server, project));
        Assert.Empty(StoreAudit.Run(server.Data, fast: false, null, CancellationToken.None).Faults);
    }

    [Fact]
    public async Task Every_byte_changed_in_a_bundle_is_noticed_and_its_file_named()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.References(project, 3);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
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
            (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
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
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        string read = (await reader.NextRead(project))!.Read.Id;
        ClientEvent present = ReadEvents.Answered("event-0001", "nodule", "present");
        Assert.Equal(2, (await reader.Append(read, 1, present)).Revision);
        Assert.Equal(2, (await reader.Append(read, 1, present)).Revision);
        OverreadProblemException conflict = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            reader.Append(read, 1, ReadEvents.Answered("event-0002", "nodule", "absent"))
        );
        Assert.Equal("read.conflict", conflict.Code);
        Read again = (await reader.ShowRead(project, read)).Read;
        Assert.Equal("present", again.Answers!["nodule"].State);
    }

    [Fact]
    public async Task A_finished_read_changes_only_through_a_recorded_reopening()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.References(project, 1);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        string read = (await TestServer.ReadNext(reader, project, _ => "present"))!;
        ClientEvent change = ReadEvents.Answered("event-0009", "nodule", "absent");
        OverreadProblemException closed = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            reader.Append(read, 3, change)
        );
        Assert.Equal("read.closed", closed.Code);
        await server.Admin.ReopenRead(read, new() { Reason = "Wrong patient side." });
        await reader.Append(read, 4, change);
        RecordEvent reopened = Assert.Single(
            (await server.Admin.ListEvents(project: project, type: "ReadReopened")).Events
        );
        Assert.Equal("Wrong patient side.", reopened.Payload?.GetProperty("event").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_reader_sees_how_many_they_have_done_also_after_a_reopening_and_a_reload()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.References(project, 4);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        async Task<long> Done() => (await reader.NextRead(project))!.Position.Done;
        Assert.Equal(0, await Done());
        string first = (await reader.NextRead(project))!.Read.Id;
        await TestServer.ReadNext(reader, project, _ => "present");
        await TestServer.ReadNext(reader, project, _ => "present");
        Assert.Equal(2, await Done());
        await server.Admin.ReopenRead(first, new() { Reason = "Wrong side." });
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
            (OverreadClient reader, _) = await server.Person(project, name, "reader");
            for (int i = 0; i < 3; i++)
            {
                string read = (await reader.NextRead(project))!.Read.Id;
                await reader.SkipRead(read, new() { Reason = "Nothing to see." });
            }
        }

        // One whole page of the record, sorted by item here, against what the server finds for each.
        Dictionary<string, List<string>> expected = (await server.Admin.ListEvents(project: project, take: 1000))
            .Events.Where(e => Item(e) is not null)
            .GroupBy(e => Item(e)!)
            .ToDictionary(g => g.Key, Ids);
        Assert.Equal(3, expected.Count);
        foreach ((string item, List<string> events) in expected)
        {
            Assert.True(events.Count >= 5, "an item made and two reads assigned and skipped");
            IReadOnlyList<RecordEvent> history = await server.Admin.ShowItemHistory(project, item);
            // The look itself is one of them.
            Assert.Equal("ItemViewed", history[0].Type);
            Assert.Equal(events, Ids(history.Skip(1)));
            Assert.Equal(Ids(history), Ids((await server.Admin.ListEvents(item: item, take: 1000)).Events));
        }

        static List<string> Ids(IEnumerable<RecordEvent> events) => [.. events.Select(e => e.Id)];

        static string? Item(RecordEvent e) =>
            e.Payload is { ValueKind: JsonValueKind.Object } payload
            && payload.TryGetProperty("item", out JsonElement item)
                ? item.GetString()
                : null;
    }

    [Fact]
    public async Task A_skip_needs_a_reason_and_frees_the_item_for_others()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.References(project, 1);
        (OverreadClient ann, _) = await server.Person(project, "ann", "reader");
        (OverreadClient bob, _) = await server.Person(project, "bob", "reader");
        string read = (await ann.NextRead(project))!.Read.Id;
        Assert.Null(await bob.NextRead(project));
        await Assert.ThrowsAsync<OverreadProblemException>(() => ann.SkipRead(read, new() { Reason = " " }));
        await ann.SkipRead(read, new() { Reason = "Not my subspecialty." });
        Assert.Null(await ann.NextRead(project));
        Assert.NotNull(await bob.NextRead(project));
    }

    internal static async Task<string> Release(TestServer server, string project)
    {
        JobView job = await server.Admin.PublishRelease(
            project,
            new()
            {
                Name = "test",
                Version = "1.0.0",
                Notes = "",
                Splits = new()
                {
                    Train = 0.5,
                    Tuning = 0.25,
                    Test = 0.25,
                },
                Seed = 1,
            }
        );
        ReleaseResult made = await server.Admin.WaitForJob<ReleaseResult>(job);
        string path = Path.Combine(server.Data, "bundle.zip");
        await server.Admin.SaveRelease(project, made.Release, path, "test");
        return path;
    }
}
