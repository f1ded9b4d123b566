using System.Text.Json.Nodes;
using Overread.Cli.Server;
using Overread.Client;
using Overread.Client.Model;
using Overread.Ledger.Bundles;

namespace Overread.Server.Tests;

/// <summary>A release that is signed by two people, and what becomes of its signatures when somebody meddles with them.</summary>
public class SignedReleaseTests
{
    private const string Lead = "admin@test.example";
    private const string Quality = "eve@test.example";

    // Two readers and a dispute that is decided, all of it signed; the release waits.
    private static async Task<(string Project, string Release, OverreadClient Eve)> Prepared(TestServer server)
    {
        string project = await server.Project(2);
        await server.Admin.AskForAll(project);
        await server.Admin.SaveProtocolDraft(project, TestServer.Protocol(2));
        await Signer.Sign(Lead, s => server.Admin.PublishProtocol(project, new() { Signature = s }));
        await server.References(project, 4);
        foreach (string name in (string[])["ann", "bob"])
        {
            (OverreadClient reader, _) = await server.Person(project, name, "reader");
            while (
                await TestServer.ReadNext(
                    reader,
                    project,
                    title => name == "bob" && title == "case-0002" ? "absent" : "present"
                )
                    is not null
            ) { }
        }

        (OverreadClient adjudicator, _) = await server.Person(project, "cid", "adjudicator");
        DisputeRow dispute = Assert.Single(await adjudicator.ListDisputes(project, state: "open"));
        await Signer.Sign(
            "cid@test.example",
            s =>
                adjudicator.DecideDispute(
                    project,
                    dispute.Item,
                    new()
                    {
                        Id = "decision-0001",
                        Field = "nodule",
                        Answer = new() { State = AnswerState.Absent },
                        Reason = "No correlate.",
                        Signature = s,
                    }
                )
        );
        (OverreadClient eve, _) = await server.Person(project, "eve", "auditor");
        JobView job = await server.Admin.PublishRelease(project, new() { Name = "test", Version = "1.0.0" });
        string release = (await server.Admin.WaitForJob<ReleaseResult>(job)).Release;
        return (project, release, eve);
    }

    private static Func<SignatureForm?, Task> Approve(OverreadClient person, string project, string release) =>
        s => person.ApproveRelease(project, release, new() { Signature = s });

    private static async Task<string> Published(TestServer server, string project, string release)
    {
        JobView? job = null;
        await Signer.Sign(
            "",
            async s => job = await server.Admin.PublishReleaseDraft(project, release, new() { Signature = s })
        );
        await server.Admin.WaitForJob<ReleaseResult>(job!);
        return Path.Combine(server.Data, "releases", release);
    }

    [Fact]
    public async Task A_release_waits_for_two_people_and_holds_every_signature_in_print_and_with_its_proof()
    {
        await using TestServer server = await TestServer.Start();
        (string project, string release, OverreadClient eve) = await Prepared(server);
        PreflightCheck ready = (await server.Admin.ReleasePreflight(project)).Checks.Single(c => c.Id == "signatures");
        Assert.Equal("good", ready.State);
        Assert.EndsWith("published with a signature.", ready.Text, StringComparison.Ordinal);
        Assert.Empty(await server.Admin.ListReleases(project));
        ReleaseDraftView waiting = Assert.Single(await server.Admin.ListReleaseDrafts(project));
        Assert.Equal("Who made a release does not approve it: it needs two people.", waiting.Blocks);
        Assert.Equal("Nobody has approved this release yet.", waiting.Waits);
        await Signer.Refused(
            "release.waits",
            () => server.Admin.PublishRelease(project, new() { Name = "test", Version = "1.0.0" })
        );
        await Signer.Refused("signature.same-person", () => Approve(server.Admin, project, release)(null));
        await Signer.Refused("release.unapproved", () => server.Admin.PublishReleaseDraft(project, release, new()));

        // Who approves sees first what it is.
        byte[] zip = await eve.DownloadReleaseDraft(project, release).Bytes();
        Assert.NotEmpty(zip);
        await Signer.Sign(Quality, Approve(eve, project, release));
        await Signer.Refused("signature.already", () => Approve(eve, project, release)(null));
        (OverreadClient second, _) = await server.Person(project, "fay", "lead");
        await Signer.Sign("fay@test.example", Approve(second, project, release));
        string folder = await Published(server, project, release);

        BundleReport report = VerifyCommand.Verify(folder, null);
        Assert.Empty(report.Faults);
        Assert.Equal(
            ["protocol", "adjudication", "releaseApproval", "releaseApproval", "releasePublication"],
            report.Signatures.Select(s => s.Act)
        );
        Assert.Equal(["Admin", "cid", "eve", "fay", "Admin"], report.Signatures.Select(s => s.Name));
        Assert.All(
            report.Signatures.Where(s => s.Act.StartsWith("release", StringComparison.Ordinal)),
            s => Assert.Equal(SignedContent.Hash(s.Act, "release/" + release, waiting.ContentHash), s.Hash)
        );
        Assert.True(new FileInfo(Path.Combine(folder, BundleManifest.SignaturePageName)).Length > 1000);
        Assert.Empty(await server.Admin.ListReleaseDrafts(project));
        Assert.Equal(3, (await server.Admin.ListSignatures(project, "release/" + release)).Count);
    }

    [Fact]
    public async Task The_approver_does_not_publish_and_what_was_withdrawn_meanwhile_does_not_go_out()
    {
        await using TestServer server = await TestServer.Start();
        (string project, string release, _) = await Prepared(server);
        (OverreadClient fay, _) = await server.Person(project, "fay", "lead");
        await Signer.Sign("fay@test.example", Approve(fay, project, release));
        await Signer.Refused("signature.same-person", () => fay.PublishReleaseDraft(project, release, new()));
        string item = (await server.Admin.ListItems(project)).Rows[0].Id;
        await server.Admin.Withdraw(project, item, "Consent withdrawn.");
        JobView? job = null;
        await Signer.Sign(
            "",
            async s => job = await server.Admin.PublishReleaseDraft(project, release, new() { Signature = s })
        );
        await Signer.Refused("release.stale", () => server.Admin.WaitForJob<ReleaseResult>(job!));
        Assert.Empty(await server.Admin.ListReleases(project));
        await Signer.Refused(
            "reason.needed",
            () => server.Admin.DiscardReleaseDraft(project, release, new() { Reason = " " })
        );
        await server.Admin.DiscardReleaseDraft(project, release, new() { Reason = "Made anew without it." });
        Assert.Empty(await server.Admin.ListReleaseDrafts(project));
        Assert.False(Directory.Exists(Path.Combine(server.Data, "releases", ".draft-" + release)));
        await Signer.Refused("release.unknown", () => Approve(fay, project, release)(null));
        JobView next = await server.Admin.PublishRelease(project, new() { Name = "test", Version = "1.0.0" });
        Assert.NotEqual(release, (await server.Admin.WaitForJob<ReleaseResult>(next)).Release);
    }

    [Fact]
    public async Task A_signature_that_is_copied_taken_away_or_changed_fails_the_verification()
    {
        await using TestServer server = await TestServer.Start();
        (string project, string release, OverreadClient eve) = await Prepared(server);
        await Signer.Sign(Quality, Approve(eve, project, release));
        string folder = await Published(server, project, release);
        string path = Path.Combine(folder, BundleManifest.SignaturesName);
        string whole = await File.ReadAllTextAsync(path);
        string[] lines = whole.TrimEnd('\n').Split('\n');

        string[] Faults(string text)
        {
            File.WriteAllText(path, text);
            string[] faults =
            [
                .. VerifyCommand
                    .Verify(folder, null)
                    .Faults.Where(f =>
                        f.File == BundleManifest.SignaturesName
                        && !f.What.Contains("manifest", StringComparison.Ordinal)
                    )
                    .Select(f => f.What),
            ];
            File.WriteAllText(path, whole);
            return faults;
        }

        Assert.Empty(Faults(whole));
        string Without(int line) => string.Join('\n', lines.Where((_, i) => i != line)) + "\n";
        Assert.Contains(
            Faults(Without(0)),
            f => f.Contains("protocol/2 was published without a signature", StringComparison.Ordinal)
        );
        Assert.Contains(Faults(Without(1)), f => f.Contains("was made without a signature", StringComparison.Ordinal));
        Assert.Contains(Faults(Without(2)), f => f.Contains("without an approval", StringComparison.Ordinal));
        Assert.Contains(Faults(Without(3)), f => f.Contains("published without a signature", StringComparison.Ordinal));

        // A name that is changed no longer leads to the leaf; a line that is there twice is no second signature.
        Assert.Contains(
            Faults(whole.Replace("\\\"name\\\":\\\"eve\\\"", "\\\"name\\\":\\\"fay\\\"", StringComparison.Ordinal)),
            f => f.Contains("not the one that was committed to", StringComparison.Ordinal)
        );
        Assert.Contains(
            Faults(whole + lines[3] + "\n"),
            f => f.Contains("not a signature of this record", StringComparison.Ordinal)
        );
        // The proof of one under the event of another.
        JsonObject mixed = JsonNode.Parse(lines[2])!.AsObject();
        mixed["proof"] = JsonNode.Parse(lines[3])!["proof"]!.DeepClone();
        Assert.NotEmpty(Faults(Without(2) + mixed.ToJsonString() + "\n"));

        // The page of another release.
        await File.AppendAllTextAsync(Path.Combine(folder, BundleManifest.SignaturePageName), " ");
        Assert.Contains(
            VerifyCommand.Verify(folder, null).Faults,
            f => f.What.Contains("not the one that the release names", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Signatures_of_one_release_are_none_of_the_next_though_the_record_is_one()
    {
        await using TestServer server = await TestServer.Start();
        (string project, string release, OverreadClient eve) = await Prepared(server);
        await Signer.Sign(Quality, Approve(eve, project, release));
        string first = await Published(server, project, release);
        JobView job = await server.Admin.PublishRelease(project, new() { Name = "test", Version = "1.1.0" });
        string second = (await server.Admin.WaitForJob<ReleaseResult>(job)).Release;
        await Signer.Sign("", Approve(eve, project, second));
        string other = await Published(server, project, second);
        string theirs = Path.Combine(other, BundleManifest.SignaturesName);
        // With their own proofs, from the same record, under the other release's content.
        string[] own = (await File.ReadAllTextAsync(theirs)).TrimEnd('\n').Split('\n');
        string[] copied = (await File.ReadAllTextAsync(Path.Combine(first, BundleManifest.SignaturesName)))
            .TrimEnd('\n')
            .Split('\n');
        await File.WriteAllTextAsync(theirs, string.Join('\n', own.Take(2).Concat(copied.Skip(2))) + "\n");
        IReadOnlyList<BundleFault> faults = VerifyCommand.Verify(other, null).Faults;
        Assert.Contains(
            faults,
            f => f.What.Contains($"is not over the release/{release} that is here", StringComparison.Ordinal)
        );
        Assert.Contains(faults, f => f.What.Contains("without an approval", StringComparison.Ordinal));
    }
}
