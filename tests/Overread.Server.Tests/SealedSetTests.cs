using System.Text;
using System.Text.Json.Nodes;
using Overread.Cli.Server;
using Overread.Client;
using Overread.Client.Model;
using Overread.Domain.Projects;
using Overread.Ledger.Bundles;

namespace Overread.Server.Tests;

/// <summary>A test part whose labels are held back: what the bundle tells of them, who opens them, and that they are the ones.</summary>
public class SealedSetTests
{
    private const int Items = 16;

    // Two readers who differ on every fourth item, each answer with words of its own; every dispute decided with a reason of its own.
    private static async Task<string> Read(TestServer server)
    {
        string project = await server.Project(2);
        await server.References(project, Items);
        foreach (string name in (string[])["ann", "bob"])
        {
            (OverreadClient reader, _) = await server.Person(project, name, "reader");
            while (await reader.NextRead(project) is { } work)
            {
                int n = int.Parse(work.Item.Title[^4..], System.Globalization.CultureInfo.InvariantCulture);
                string id = work.Read.Id;
                await reader.Append(
                    id,
                    work.Read.Revision,
                    ReadEvents.Answered(
                        id + "-a",
                        "nodule",
                        n % 2 == 0 ^ (name == "bob" && n % 4 == 0) ? "present" : "absent"
                    ),
                    new()
                    {
                        Id = id + "-n",
                        At = "2026-01-01T00:00:00.000Z",
                        Type = "AnswerGiven",
                        Field = "note",
                        Answer = new()
                        {
                            State = AnswerState.Present,
                            Value = System.Text.Json.JsonSerializer.SerializeToElement($"note-of-{name}-{n:00}"),
                        },
                    },
                    ReadEvents.Submitted(id + "-s")
                );
            }
        }

        (OverreadClient adjudicator, _) = await server.Person(project, "cid", "adjudicator");
        foreach (DisputeRow dispute in await adjudicator.ListDisputes(project, state: "open"))
        {
            await adjudicator.DecideDispute(
                project,
                dispute.Item,
                new()
                {
                    Id = "decision-" + dispute.Item,
                    Field = "nodule",
                    Answer = new() { State = AnswerState.Absent },
                    Reason = "decided-because-" + dispute.Title,
                }
            );
        }

        return project;
    }

    private static NewRelease Half(NewRelease form, bool seal) =>
        form with
        {
            SealTest = seal,
            Splits = new()
            {
                Train = 0.5,
                Tuning = 0,
                Test = 0.5,
            },
        };

    private static async Task Refused(string code, Task<JobView> job, TestServer server) =>
        Assert.Equal(
            code,
            (
                await Assert.ThrowsAsync<OverreadProblemException>(async () =>
                    await server.Admin.WaitForJob<ReleaseResult>(await job)
                )
            ).Code
        );

    [Fact]
    public async Task Nothing_of_a_sealed_label_is_in_any_file_of_the_bundle_and_its_figures_are_of_the_others()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Read(server);
        Bundle bundle = await Bundle.Publish(server, project, "1.0.0", f => Half(f, seal: true));
        List<Dictionary<string, string>> held = bundle.Table("sealed/items.csv");
        Assert.Equal(Items / 2, held.Count);
        Assert.Equal(Items / 2, bundle.Table("splits.csv").Count);
        IReadOnlyList<RecordEvent> events = await server.Events(project);
        HashSet<string> reads = [];
        foreach (Dictionary<string, string> item in held)
        {
            string number = item["title"][^2..];
            Assert.Empty(bundle.FilesWith($"note-of-ann-{number}"));
            Assert.Empty(bundle.FilesWith($"note-of-bob-{number}"));
            Assert.Empty(bundle.FilesWith("decided-because-" + item["title"]));
            Assert.Equal(
                ["sealed/items.csv"],
                bundle.FilesWith(item["item"]).Select(f => Path.GetRelativePath(bundle.Folder, f))
            );
            reads.UnionWith(
                events
                    .Where(e => e.Item == item["item"] && e.Stream.StartsWith("read/", StringComparison.Ordinal))
                    .Select(e => e.Stream["read/".Length..])
            );
        }

        Assert.Equal(Items, reads.Count);
        Assert.All(reads, r => Assert.Empty(bundle.FilesWith(r)));
        // The words are of open items as well, so the search would find them.
        string open = bundle.Table("items.csv")[0]["title"];
        Assert.NotEmpty(bundle.FilesWith($"note-of-ann-{open[^2..]}"));
        Assert.Contains($"sealed,{held.Count}", bundle.Text("population/accountability.csv"), StringComparison.Ordinal);
        Assert.Contains(
            $"The labels of all {held.Count} items of the test part are sealed",
            bundle.Text("statements.json"),
            StringComparison.Ordinal
        );
        List<JsonNode> disclosed =
        [
            .. bundle
                .Text("audit/events.jsonl")
                .TrimEnd('\n')
                .Split('\n')
                .Select(l => JsonNode.Parse(JsonNode.Parse(l)!["payload"]!.GetValue<string>())!["event"]!),
        ];
        JsonNode computed = Assert.Single(disclosed, e => e["type"]!.GetValue<string>() == "ConsensusComputed");
        JsonNode labelled = Assert.Single(disclosed, e => e["type"]!.GetValue<string>() == "ConsensusLabelled");
        Assert.Equal(Items / 2, computed["over"]!.GetValue<int>());
        Assert.Equal(computed["run"]!.GetValue<string>(), labelled["run"]!.GetValue<string>());
        Assert.Empty(computed["labels"]!.AsArray());
        Assert.Equal(computed["count"]!.GetValue<int>(), labelled["labels"]!.AsArray().Count);
        Assert.Equal(
            bundle.Table("splits.csv").Select(i => i["item"]).Order(),
            labelled["labels"]!.AsArray().Select(l => l!["item"]!.GetValue<string>()).Distinct().Order()
        );
        // To whoever looks on the server, the last consensus is still over all.
        Assert.Equal(Items, (await server.Admin.ShowConsensus(project)).Items);
        Assert.Equal(Items, (await server.Admin.ShowRelease(project, bundle.Id)).Items);
        Assert.Empty(Composition.StoreAudit.Run(server.Data, fast: false, null, CancellationToken.None).Faults);
    }

    [Fact]
    public async Task Sealed_labels_are_opened_by_two_people_and_every_access_is_logged_and_they_are_the_ones()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Read(server);
        OverreadClient lead = server.Admin;
        Bundle bundle = await Bundle.Publish(server, project, "1.0.0", f => Half(f, seal: true));
        (OverreadClient eve, _) = await server.Person(project, "eve", "auditor");
        (OverreadClient reader, _) = await server.Person(project, "rea", "reader");
        Task<byte[]> Take(OverreadClient who) => who.GetSealedLabels(project, bundle.Id, "Final evaluation.").Bytes();
        await Signer.Refused("sealed.closed", () => Take(lead));
        await Signer.Refused("access.role", () => Take(reader));
        await Signer.Refused(
            "access.role",
            () => reader.AskSealedOpening(project, bundle.Id, new() { Reason = "I am curious." })
        );
        await Signer.Refused("reason.needed", () => lead.AskSealedOpening(project, bundle.Id, new() { Reason = " " }));
        await lead.AskSealedOpening(project, bundle.Id, new() { Reason = "Only to look." });
        await Signer.Refused(
            "sealed.asked",
            () => lead.AskSealedOpening(project, bundle.Id, new() { Reason = "Again." })
        );
        string first = Assert.Single((await lead.ShowSealedSet(project, bundle.Id)).Openings).Id;
        await Signer.Refused("sealed.closed", () => Take(lead));
        await eve.RefuseSealedOpening(project, bundle.Id, first, new() { Reason = "Not yet final." });
        Task Approve(OverreadClient who, string opening, SignatureForm? signature) =>
            who.ApproveSealedOpening(project, bundle.Id, opening, new() { Signature = signature });
        await Signer.Refused("sealed.decided", () => Approve(eve, first, null));

        await lead.AskSealedOpening(project, bundle.Id, new() { Reason = "Final evaluation of the device." });
        string second = (await lead.ShowSealedSet(project, bundle.Id)).Openings[^1].Id;
        await Signer.Refused("signature.same-person", () => Approve(lead, second, null));
        await Signer.Refused("sealed.unknown", () => Approve(eve, "0123", null));
        // Signed although the project asks for no signature; what was shown for one request signs no other.
        JsonObject shown = await Signer.Shown(s => Approve(eve, second, s));
        await Signer.Refused(
            "signature.wrong",
            () => Approve(eve, second, Signer.Over(shown, "eve@test.example") with { Password = "another" })
        );
        await Signer.Sign("eve@test.example", s => Approve(eve, second, s));

        string file = Path.Combine(server.Data, "opened.jsonl");
        await File.WriteAllBytesAsync(file, await Take(lead));
        await Take(eve);
        BundleReport report = VerifyCommand.Verify(bundle.Folder, null, openedFile: file);
        Assert.Empty(report.Faults);
        Assert.Equal((Items / 2, Items / 2, Items / 2), (report.Opened!.Items, report.Opened.Sealed, report.Sealed));
        string text = await File.ReadAllTextAsync(file);
        foreach (Dictionary<string, string> item in bundle.Table("sealed/items.csv"))
        {
            string number = item["title"][^2..];
            Assert.Contains($"note-of-ann-{number}", text, StringComparison.Ordinal);
            Assert.Contains($"note-of-bob-{number}", text, StringComparison.Ordinal);
        }

        SealedSetView set = await eve.ShowSealedSet(project, bundle.Id);
        Assert.Equal(("open", Items / 2), (set.State, set.Items));
        Assert.Equal(["refused", "approved"], set.Openings.Select(o => o.State));
        Assert.Equal("Not yet final.", set.Openings[0].Why);
        SignatureView signed = Assert.Single(set.Openings[1].Signatures);
        Assert.Contains("sealed labels of this release are opened", signed.Meaning, StringComparison.Ordinal);
        Assert.Equal(2, set.Accesses.Count);
        Assert.All(set.Accesses, a => Assert.Equal(("Final evaluation.", Items / 2), (a.Purpose, a.Items)));
        await Signer.Refused(
            "sealed.open",
            () => lead.AskSealedOpening(project, bundle.Id, new() { Reason = "More." })
        );
        Assert.Equal(
            [
                "SealOpeningAsked",
                "SealOpeningDecided",
                "SealOpeningAsked",
                "SealOpeningDecided",
                "SealedLabelsTaken",
                "SealedLabelsTaken",
            ],
            (await server.Events(project))
                .OrderBy(e => e.Seq)
                .Select(e => e.Type)
                .Where(t => t.StartsWith("Seal", StringComparison.Ordinal))
        );

        // Whose consent is gone is in no file that is given from now on.
        string withdrawn = bundle.Table("sealed/items.csv")[0]["item"];
        await lead.Withdraw(project, withdrawn, "Consent withdrawn.");
        await Signer.Refused("release.purpose", () => lead.GetSealedLabels(project, bundle.Id, " ").Bytes());
        Assert.DoesNotContain(withdrawn, Encoding.UTF8.GetString(await Take(lead)), StringComparison.Ordinal);
        await lead.RecallRelease(project, bundle.Id, new() { Reason = "Wrong." });
        await lead.SetDisclosurePolicy(
            project,
            new()
            {
                NeedsRecipient = false,
                RefusesRecalled = true,
                RefusesWithdrawn = false,
            }
        );
        await Signer.Refused("release.recalled", () => Take(lead));
    }

    [Fact]
    public async Task An_opened_label_that_was_changed_moved_or_made_up_is_not_the_one_that_was_committed_to()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Read(server);
        Bundle bundle = await Bundle.Publish(server, project, "1.0.0", f => Half(f, seal: true));
        string kept = Path.Combine(server.Data, "releases", $".sealed-{bundle.Id}.jsonl");
        string[] good = await File.ReadAllLinesAsync(kept);
        string opened = Path.Combine(server.Data, "opened.jsonl");
        Task Refused(string what, params string[] lines)
        {
            File.WriteAllText(opened, string.Concat(lines.Select(l => l + "\n")));
            BundleReport report = VerifyCommand.Verify(bundle.Folder, null, openedFile: opened);
            Assert.Contains(report.Faults, f => f.What.Contains(what, StringComparison.Ordinal));
            return Task.CompletedTask;
        }

        SealedRow row = SealedRow.Parse(good[0]);
        SealedRow other = SealedRow.Parse(good[1]);
        string label = row.Body.Contains("\"present\"", StringComparison.Ordinal) ? "present" : "absent";
        string turned = label == "present" ? "absent" : "present";
        await Refused(
            "not those that the bundle commits to",
            (row with { Body = row.Body.Replace($"\"{label}\"", $"\"{turned}\"", StringComparison.Ordinal) })
                .ToLine()
                .TrimEnd()
        );
        await Refused("not those that the bundle commits to", (row with { Salt = other.Salt }).ToLine().TrimEnd());
        await Refused("The body is of another item", (row with { Body = other.Body }).ToLine().TrimEnd());
        await Refused("stands there twice", good[0], good[0]);
        await Refused("no sealed item", (row with { Item = "0123", Body = "{\"item\":\"0123\"}" }).ToLine().TrimEnd());
        await Refused("no opened label", "{");
        File.WriteAllText(opened, good[0] + "\n");
        BundleReport part = VerifyCommand.Verify(bundle.Folder, null, openedFile: opened);
        Assert.Empty(part.Faults);
        Assert.Equal((1, Items / 2), (part.Opened!.Items, part.Opened.Sealed));

        // What somebody changed on the server is given to nobody.
        await server.Admin.AskSealedOpening(project, bundle.Id, new() { Reason = "Evaluation." });
        (OverreadClient eve, _) = await server.Person(project, "eve", "auditor");
        string opening = Assert.Single((await eve.ShowSealedSet(project, bundle.Id)).Openings).Id;
        await Signer.Sign(
            "eve@test.example",
            s => eve.ApproveSealedOpening(project, bundle.Id, opening, new() { Signature = s })
        );
        Assert.Empty(Composition.StoreAudit.Run(server.Data, fast: false, null, CancellationToken.None).Faults);
        await File.WriteAllTextAsync(kept, (row with { Salt = other.Salt }).ToLine());
        Assert.Contains(
            Composition.StoreAudit.Run(server.Data, fast: false, null, CancellationToken.None).Faults,
            f => f.What.Contains("not those that the bundle commits to", StringComparison.Ordinal)
        );
        await Signer.Refused("sealed.lost", () => eve.GetSealedLabels(project, bundle.Id, "Evaluation.").Bytes());
        File.Delete(kept);
        await Signer.Refused("sealed.lost", () => eve.GetSealedLabels(project, bundle.Id, "Evaluation.").Bytes());
    }

    [Fact]
    public async Task What_is_sealed_stays_sealed_through_versions_until_it_is_opened_and_what_was_shown_is_not_sealed()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Read(server);
        OverreadClient lead = server.Admin;
        Bundle first = await Bundle.Publish(server, project, "1.0.0", f => Half(f, seal: true));
        Task<JobView> Publish(string name, string version, bool seal) =>
            lead.PublishRelease(project, Half(new() { Name = name, Version = version }, seal));
        await Refused("release.still-sealed", Publish("test", "1.1.0", seal: false), server);
        await Refused("release.still-sealed", Publish("another", "1.0.0", seal: false), server);
        Assert.Single(Directory.EnumerateFiles(Path.Combine(server.Data, "releases"), ".sealed-*"));
        Bundle second = await Bundle.Publish(server, project, "1.1.0", f => Half(f, seal: true));
        Assert.Equal(
            first.Table("sealed/items.csv").Select(i => i["item"]),
            second.Table("sealed/items.csv").Select(i => i["item"])
        );
        // The same labels under other salts: two bundles do not say that nothing changed.
        Assert.Empty(
            first
                .Table("sealed/items.csv")
                .Select(i => i["commitment"])
                .Intersect(second.Table("sealed/items.csv").Select(i => i["commitment"]))
        );

        (OverreadClient eve, _) = await server.Person(project, "eve", "auditor");
        foreach (Bundle bundle in (Bundle[])[first, second])
        {
            await lead.AskSealedOpening(project, bundle.Id, new() { Reason = "Evaluation." });
            string opening = Assert.Single((await eve.ShowSealedSet(project, bundle.Id)).Openings).Id;
            await Signer.Sign(
                bundle == first ? "eve@test.example" : "",
                s => eve.ApproveSealedOpening(project, bundle.Id, opening, new() { Signature = s })
            );
        }

        await Refused("release.seal-known", Publish("test", "1.2.0", seal: true), server);
        Bundle open = await Bundle.Publish(server, project, "1.2.0", f => Half(f, seal: false));
        Assert.Equal(Items, open.Table("splits.csv").Count);
        Assert.Equal("none", (await lead.ShowSealedSet(project, open.Id)).State);
        await Signer.Refused(
            "sealed.none",
            () => lead.AskSealedOpening(project, open.Id, new() { Reason = "Why not." })
        );
        await Refused(
            "release.seal-all",
            lead.PublishRelease(
                project,
                new()
                {
                    Name = "all",
                    Version = "1.0.0",
                    SealTest = true,
                    Splits = new()
                    {
                        Train = 0,
                        Tuning = 0,
                        Test = 1,
                    },
                }
            ),
            server
        );
        await Refused(
            "release.seal-empty",
            lead.PublishRelease(
                project,
                new()
                {
                    Name = "none",
                    Version = "1.0.0",
                    SealTest = true,
                    Splits = new()
                    {
                        Train = 1,
                        Tuning = 0,
                        Test = 0,
                    },
                }
            ),
            server
        );
    }
}
