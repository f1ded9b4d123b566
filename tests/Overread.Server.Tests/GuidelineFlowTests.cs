using System.Text.Json.Nodes;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>A guideline changes while a project is half read.</summary>
public sealed class GuidelineFlowTests
{
    private static object Version(int based, string text, params object[] changes) =>
        new
        {
            Based = based,
            Text = text,
            Changes = changes,
        };

    private static async Task<string> Read(OverreadClient reader, string project, string answer)
    {
        WorkView work = (await reader.NextRead(project))!;
        await reader.Append(
            work.Read.Id,
            work.Read.Revision,
            ReadEvents.Answered(work.Read.Id + "-a", "nodule", answer),
            ReadEvents.Submitted(work.Read.Id + "-s")
        );
        return work.Read.Id;
    }

    [Fact]
    public async Task A_change_is_acknowledged_stamped_and_the_reads_it_touches_are_made_again()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(2);
        string root = $"api/projects/{project}";
        await server.References(project, 4);
        (OverreadClient ann, string annId) = await server.Person(project, "ann", "reader");
        (OverreadClient bob, _) = await server.Person(project, "bob", "reader");
        RawApi lead = server.Admin.Raw();
        string before = await Read(ann, project, "present");

        // The first version: nobody goes on without it.
        await lead.Post(root + "/guidelines", Version(0, "# Nodules\nFrom 4 mm on.\nLook twice."));
        await Signer.Refused("work.guideline", () => ann.NextRead(project));
        await Signer.Refused("guideline.stale", () => ann.Raw().Post(root + "/guidelines/7/acknowledge", new { }));
        await Signer.Refused("access.role", () => lead.Post(root + "/guidelines/1/acknowledge", new { }));
        await ann.Raw().Post(root + "/guidelines/1/acknowledge", new { });
        await ann.Raw().Post(root + "/guidelines/1/acknowledge", new { });
        string first = await Read(ann, project, "present");
        await bob.Raw().Post(root + "/guidelines/1/acknowledge", new { });
        string other = await Read(bob, project, "absent");
        WorkView begun = (await bob.NextRead(project))!;

        // The second one, while bob reads.
        await lead.Post(
            root + "/guidelines",
            Version(
                1,
                "# Nodules\nFrom 6 mm on.\nLook twice.",
                new
                {
                    Kind = "definition",
                    Words = "From 6 mm on.",
                    Field = "nodule",
                }
            )
        );
        await Signer.Refused("work.guideline", () => ann.NextRead(project));
        await Signer.Refused("work.guideline", () => ann.ShowRead(project, first));
        await Signer.Refused(
            "work.guideline",
            () => bob.Append(begun.Read.Id, 1, ReadEvents.Answered("bob-saves", "nodule", "present"))
        );
        JsonNode shown = (await ann.Raw().Get(root + "/guidelines/current"))!;
        Assert.Equal((2, 1, 1), ((int)shown["version"]!, (int)shown["since"]!, (int)shown["acknowledged"]!));
        Assert.Equal(
            ["same # Nodules", "removed From 4 mm on.", "added From 6 mm on.", "same Look twice."],
            shown["diff"]!.AsArray().Select(l => $"{l!["kind"]} {l["text"]}")
        );
        Assert.Equal("From 6 mm on.", (string)shown["changes"]![0]!["words"]!);
        await ann.Raw().Post(root + "/guidelines/2/acknowledge", new { });
        await bob.Raw().Post(root + "/guidelines/2/acknowledge", new { });

        // What was begun goes on, and says under which version it ended.
        await bob.Append(
            begun.Read.Id,
            1,
            ReadEvents.Answered("bob-saves", "nodule", "present"),
            ReadEvents.Submitted("bob-ends")
        );
        Assert.Equal(2, (await bob.ShowRead(project, begun.Read.Id)).Read.Guideline);
        Assert.Equal(1, (await ann.ShowRead(project, first)).Read.Guideline);
        Assert.Null((await ann.ShowRead(project, before)).Read.Guideline);

        // What the change touches: everything made before it, and nothing made after.
        JsonNode affected = (await lead.Get(root + "/guidelines/2/affected"))!;
        Assert.Equal(
            new[] { before, first, other }.Order(),
            affected["affected"]!.AsArray().Select(r => (string)r!["read"]!).Order()
        );
        Assert.Equal((1, 0, 0), ((int)affected["current"]!, (int)affected["untouched"]!, (int)affected["rereading"]!));
        await Signer.Refused("access.role", () => ann.Raw().Get(root + "/guidelines/2/affected"));
        await Signer.Refused(
            "read.unknown",
            () =>
                lead.Post(root + "/guidelines/2/rereads", new { Reads = new[] { first, "nothing" }, Reason = "6 mm." })
        );
        await Signer.Refused(
            "reason.needed",
            () => lead.Post(root + "/guidelines/2/rereads", new { Reads = new[] { first }, Reason = " " })
        );
        await lead.Post(root + "/guidelines/2/rereads", new { Reads = new[] { first }, Reason = "6 mm." });
        Assert.Equal(1, (int)(await lead.Get(root + "/guidelines/2/affected"))!["rereading"]!);

        // Ann gets it back with her answers, changes one, and it counts for the new version.
        WorkView again = (await ann.NextRead(project))!;
        Assert.Equal(first, again.Read.Id);
        Assert.Equal("present", again.Read.Answers["nodule"].State.ToString().ToLowerInvariant());
        await ann.Append(
            first,
            again.Read.Revision,
            ReadEvents.Answered("ann-changes", "nodule", "absent"),
            ReadEvents.Submitted("ann-ends-again")
        );
        affected = (await lead.Get(root + "/guidelines/2/affected"))!;
        Assert.Equal(
            new[] { before, other }.Order(),
            affected["affected"]!.AsArray().Select(r => (string)r!["read"]!).Order()
        );
        Assert.Equal((2, 0), ((int)affected["current"]!, (int)affected["rereading"]!));

        // Words alone touch nothing more.
        await lead.Post(
            root + "/guidelines",
            Version(2, "# Nodules\nFrom 6 mm upwards.\nLook twice.", new { Kind = "wording", Words = "Upwards." })
        );
        affected = (await lead.Get(root + "/guidelines/3/affected"))!;
        Assert.Equal((2, 2), (affected["affected"]!.AsArray().Count, (int)affected["untouched"]!));
        await Signer.Refused(
            "guideline.stale",
            () => lead.Post(root + "/guidelines/2/rereads", new { Reads = new[] { before }, Reason = "6 mm." })
        );
        await Signer.Refused("guideline.stale", () => lead.Post(root + "/guidelines", Version(2, "Other.")));
        await Signer.Refused("guideline.form", () => lead.Post(root + "/guidelines", Version(3, "Other.")));
        await Signer.Refused("access.role", () => ann.Raw().Post(root + "/guidelines", Version(3, "Other.")));

        // And all of it is in the record.
        IReadOnlyList<RecordEvent> events = await server.Events(project);
        Assert.Equal(3, events.Count(e => e.Type == "GuidelinePublished"));
        Assert.Equal(4, events.Count(e => e.Type == "GuidelineAcknowledged"));
        Assert.Single(events, e => e.Type == "ReadReopened");
        Assert.Equal(2, events.Count(e => e.Type == "ReaderHeldBack"));
        Assert.Contains(events, e => e.Summary.EndsWith("acknowledged guideline version 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rules_registers_and_acknowledgements_hold_after_a_rebuild_of_what_is_kept()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        string root = $"api/projects/{project}";
        await server.References(project, 1);
        (OverreadClient ann, _) = await server.Person(project, "ann", "reader");
        RawApi lead = server.Admin.Raw();
        await lead.Post(root + "/guidelines", Version(0, "Look."));
        await lead.Put(root + "/fitness", new { Rules = new { SitesApart = true, WashoutDays = 3 }, Reason = "Why." });
        await lead.Post(root + "/item-sites", new { Site = "South" });
        await Signer.Refused("work.guideline", () => ann.NextRead(project));
        Overread.Storage.IDatabase database = (Overread.Storage.IDatabase)
            server.App.Services.GetService(typeof(Overread.Storage.IDatabase))!;
        List<string> before = [await lead.GetText(root + "/fitness"), await lead.GetText(root + "/guidelines")];
        await database.RebuildProjections();
        List<string> after = [await lead.GetText(root + "/fitness"), await lead.GetText(root + "/guidelines")];
        Assert.Equal(before, after);
        Assert.Empty((await database.Audit()).Faults);
        await Signer.Refused("work.guideline", () => ann.NextRead(project));
    }
}
