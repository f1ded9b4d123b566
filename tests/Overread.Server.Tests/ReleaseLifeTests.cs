using System.Net;
using System.Text.Json;
using Overread.Cli.Server;
using Overread.Client;
using Overread.Client.Model;
using Overread.Ledger.Bundles;
using Overread.Server.Composition;

namespace Overread.Server.Tests;

/// <summary>What becomes of a release: versions that follow, subjects that are one, items that are withdrawn, a recall.</summary>
public class ReleaseLifeTests
{
    private static async Task ReadAll(OverreadClient reader, string project)
    {
        while (await TestServer.ReadNext(reader, project, _ => "present") is not null) { }
    }

    private static Task<UploadFilesAdded> Import(TestServer server, string project, string rows) =>
        server.Admin.AddReferences(project, "item,subject\n" + rows);

    private static string Rows(char letter, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(i => $"{letter}{i},{letter}S{i}\n"));

    private static Dictionary<string, string> Splits(Bundle bundle)
    {
        Dictionary<string, string> splits = [];
        foreach (Dictionary<string, string> row in bundle.Table("splits.csv"))
        {
            splits[row["subject"]] = row["split"];
        }

        return splits;
    }

    [Fact]
    public async Task Subjects_that_look_like_formulas_are_harmless_in_tables_and_still_the_subjects_that_passed()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        string[] subjects = ["@SUM(A0)", "=1+1", "'=1+1", "''@x", "-5", "+4x", "'plain", "S1"];
        await Import(server, project, string.Concat(subjects.Select((s, i) => $"I{i},{s}\n")));
        await ReadAll(reader, project);
        Bundle bundle = await Bundle.Publish(server, project, "1.0.0");
        string[] expected = ["'@SUM(A0)", "'=1+1", "''=1+1", "'''@x", "-5", "'+4x", "'plain", "S1"];
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            bundle.Table("splits.csv").Select(r => r["subject"]).Order(StringComparer.Ordinal)
        );
        using BundleFolder folder = new(bundle.Folder);
        Assert.Empty(new BundleVerifier(folder).Verify().Faults);
    }

    [Fact]
    public async Task Subjects_keep_their_split_through_three_versions_whatever_the_seed_and_when_a_bundle_is_lost()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        await Import(server, project, Rows('A', 20));
        await ReadAll(reader, project);
        Bundle first = await Bundle.Publish(server, project, "1.0.0");
        Dictionary<string, string> known = Splits(first);
        Directory.Delete(first.Folder, recursive: true);
        await server.Admin.RecallRelease(project, first.Id, new() { Reason = "Mistake." });

        await Import(server, project, Rows('B', 15));
        await ReadAll(reader, project);
        Bundle second = await Bundle.Publish(
            server,
            project,
            "1.1.0",
            f =>
                f with
                {
                    Seed = 99,
                    Splits = new()
                    {
                        Train = 0.1,
                        Tuning = 0.1,
                        Test = 0.8,
                    },
                }
        );
        Dictionary<string, string> now = Splits(second);
        Assert.All(known, s => Assert.Equal(s.Value, now[s.Key]));
        Assert.All(
            second.Table("splits.csv"),
            r => Assert.Equal(r["subject"].StartsWith('A') ? "1.0.0" : "1.1.0", r["since"])
        );
        Assert.Contains(
            "20 subjects of earlier versions keep theirs, 15 are new, 0 moved",
            second.Text("CHANGELOG.md"),
            StringComparison.Ordinal
        );

        string gone = second.Table("splits.csv")[0]["item"];
        await server.Admin.Withdraw(project, gone, "Consent withdrawn.");
        Bundle third = await Bundle.Publish(server, project, "1.2.0", f => f with { Seed = 7 });
        Assert.All(Splits(third), s => Assert.Equal(now[s.Key], s.Value));
        // Another name is another dataset.
        JobView other = await server.Admin.PublishRelease(
            project,
            new()
            {
                Name = "other",
                Version = "1.0.0",
                Seed = 5,
            }
        );
        string id = (await server.Admin.WaitForJob<ReleaseResult>(other)).Release;
        Assert.NotEmpty(File.ReadAllText(Path.Combine(server.Data, "releases", id, "splits.csv")));
    }

    [Fact]
    public async Task Two_subjects_that_turn_out_to_be_one_need_a_reason_that_is_signed_and_named()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        await Import(server, project, Rows('A', 20));
        await ReadAll(reader, project);
        Dictionary<string, string> splits = Splits(await Bundle.Publish(server, project, "1.0.0"));
        string trained = splits.First(s => s.Value == "train").Key;
        string tested = splits.First(s => s.Value == "test").Key;
        await server.Admin.DecideSubjects(
            project,
            new()
            {
                Subjects = [trained, tested],
                Same = true,
                Reason = "Same birth date and scar.",
            }
        );

        Assert.Contains(
            (await server.Admin.ReleasePreflight(project, "test")).Checks,
            c => c is { Id: "splits", State: "stop" }
        );
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            Bundle.Publish(server, project, "1.1.0")
        );
        Assert.Equal("release.split-moved", refused.Code);
        Assert.Contains(tested, refused.Message, StringComparison.Ordinal);

        Bundle moved = await Bundle.Publish(
            server,
            project,
            "1.1.0",
            f => f with { SplitChange = new() { Reason = "They are one patient." } }
        );
        Assert.Equal("train", Splits(moved)[tested]);
        Dictionary<string, string> row = Assert.Single(
            moved.Table("labels/changes.csv"),
            r => r["change"] == "split-changed"
        );
        Assert.Equal(("test", "train"), (row["old"], row["new"]));
        Assert.Contains("They are one patient.", moved.Text("CHANGELOG.md"), StringComparison.Ordinal);
        Assert.Contains("They are one patient.", moved.Text("audit/release-event.json"), StringComparison.Ordinal);
        ReleaseDetail shown = await server.Admin.ShowRelease(project, moved.Id);
        Assert.Equal(("They are one patient.", 1), (shown.SplitReason, shown.SubjectsMoved));
        Bundle next = await Bundle.Publish(server, project, "1.2.0");
        Assert.Equal("train", Splits(next)[tested]);
    }

    [Fact]
    public async Task What_is_unclear_is_asked_at_the_import_kept_in_one_split_and_settled_by_a_word()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        UploadFilesAdded plain = await Import(server, project, Rows('A', 12));
        Assert.Null(plain.Questions);
        UploadFilesAdded taken = await server.Admin.AddReferences(
            project,
            "item,subject\nx1,PAT100\nx2,pat100\nx3,PAT-100\npatient7/study1,\npatient7/study2,\n"
        );
        SubjectQuestion question = Assert.Single(taken.Questions!);
        Assert.Equal(("alike", 3), (question.Kind, question.Subjects.Count));
        Assert.Equal(("patientN/studyM", 2, 1), (taken.ByPath!.Rule, taken.ByPath.Items, taken.ByPath.Subjects));
        Assert.Equal(1, (await server.Admin.ShowOverview(project)).Attention.Subjects);
        await ReadAll(reader, project);
        Bundle bundle = await Bundle.Publish(server, project, "1.0.0");
        List<Dictionary<string, string>> rows = bundle.Table("splits.csv");
        Assert.Single(rows.Where(r => r["group"] == "PAT-100").Select(r => r["split"]).Distinct());
        Assert.Equal(3, rows.Count(r => r["group"] == "PAT-100"));
        Assert.Equal(2, rows.Count(r => r is { } row && row["subject"] == "patient7" && row["subject_from"] == "path"));
        Assert.Contains("1 question about who is who is open", bundle.Text("datasheet.md"), StringComparison.Ordinal);

        await Assert.ThrowsAsync<OverreadProblemException>(() =>
            reader.DecideSubjects(
                project,
                new()
                {
                    Question = question.Id,
                    Same = false,
                    Reason = "x",
                }
            )
        );
        await server.Admin.DecideSubjects(
            project,
            new()
            {
                Question = question.Id,
                Same = false,
                Reason = "Three clinics.",
            }
        );
        AskSubjectsView view = await server.Admin.ShowSubjects(project);
        Assert.Empty(view.Open);
        Assert.Single(view.Settled);
        Bundle second = await Bundle.Publish(server, project, "1.1.0");
        Assert.Equal(
            3,
            second
                .Table("splits.csv")
                .Where(r => r["subject"] is "PAT100" or "pat100" or "PAT-100")
                .Select(r => r["group"])
                .Distinct()
                .Count()
        );
        Assert.Contains("No question about who is who is open", second.Text("datasheet.md"), StringComparison.Ordinal);
        Assert.Empty(StoreAudit.Run(server.Data, fast: false, null, CancellationToken.None).Faults);
    }

    [Fact]
    public async Task A_withdrawal_is_said_in_list_page_download_and_a_list_that_verifies_offline()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        await Import(server, project, Rows('A', 6));
        await ReadAll(reader, project);
        Bundle first = await Bundle.Publish(server, project, "1.0.0");
        Assert.Empty((await server.Admin.ShowRelease(project, first.Id)).Notices);
        Assert.Equal([ReleaseStanding.Current], (await Verified(server, project, first)).Standing!.Words);

        Dictionary<string, string> row = first.Table("splits.csv")[0];
        await server.Admin.ChangeItems(
            project,
            new()
            {
                Items = [row["item"]],
                Action = "withdraw",
                Reason = "She asked.",
                Cause = "consent",
            }
        );
        ReleaseNotice notice = Assert.Single((await server.Admin.ListReleases(project)).Single().Notices);
        Assert.Equal(("consent-withdrawn", 1), (notice.Kind, notice.Items));
        Assert.Single((await server.Admin.ShowRelease(project, first.Id)).Notices);

        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            server.Admin.DownloadRelease(project, first.Id, "test")
        );
        Assert.Equal("release.withdrawn", refused.Code);
        using HttpResponseMessage taken = await new RawApi(server.Admin).Answer(
            HttpMethod.Get,
            $"/api/projects/{project}/releases/{first.Id}/bundle?purpose=test&confirm=withdrawn"
        );
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Contains(
            "consent-withdrawn",
            Assert.Single(taken.Headers.GetValues("Overread-Release-Status")),
            StringComparison.Ordinal
        );
        Assert.Contains("withdrawn", Assert.Single(taken.Headers.GetValues("Warning")), StringComparison.Ordinal);
        Assert.Contains(
            (await server.Events(project)).Where(e => e.Type == "ReleaseDownloaded"),
            e => JsonSerializer.Serialize(e).Contains("withdrawn since", StringComparison.Ordinal)
        );

        BundleReport report = await Verified(server, project, first);
        Assert.True(report.Verified);
        Assert.Equal(["consent-withdrawn"], report.Standing!.Words);
        Assert.Equal([row["item"]], report.Standing.Items);

        ReleasesHeld held = await server.Admin.FindReleases(project, subject: row["subject"]);
        Assert.Equal(("1.0.0", row["split"]), (Assert.Single(held.Releases).Version, held.Releases[0].Split));
        Assert.Equal(1, held.Releases[0].Taken);
        Assert.Equal(row["subject"], (await server.Admin.FindReleases(project, item: row["item"])).Subject);
        Assert.Empty((await server.Admin.FindReleases(project, subject: "nobody")).Releases);

        Bundle second = await Bundle.Publish(server, project, "1.1.0");
        await server.Admin.RecallRelease(project, second.Id, new() { Reason = "Wrong guideline." });
        Assert.Equal(["recalled"], (await Verified(server, project, second)).Standing!.Words);
        Bundle third = await Bundle.Publish(server, project, "1.2.0");
        Assert.Equal(["superseded", "consent-withdrawn"], (await Verified(server, project, first)).Standing!.Words);
        Assert.Equal([ReleaseStanding.Current], (await Verified(server, project, third)).Standing!.Words);

        await server.Admin.ChangeItems(
            project,
            new()
            {
                Items = [row["item"]],
                Action = "restore",
                Reason = "A mistake.",
            }
        );
        Assert.Equal(["superseded"], (await Verified(server, project, first)).Standing!.Words);
    }

    [Fact]
    public async Task A_list_of_another_key_or_from_before_the_release_does_not_pass()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        await Import(server, project, Rows('A', 3));
        await ReadAll(reader, project);
        string before = await List(server, project);
        Bundle bundle = await Bundle.Publish(server, project, "1.0.0");
        Assert.Contains(
            VerifyCommand.Verify(bundle.Folder, null, null, before).Faults,
            f => f.What.Contains("older", StringComparison.Ordinal)
        );
        string list = await List(server, project);
        string harmed = list.Replace("current", "recalled", StringComparison.Ordinal);
        Assert.Contains(
            VerifyCommand.Verify(bundle.Folder, null, null, harmed).Faults,
            f => f.What.Contains("not signed", StringComparison.Ordinal)
        );
        Assert.True(VerifyCommand.Verify(bundle.Folder, null, null, list).Verified);
    }

    [Fact]
    public async Task The_files_of_a_withdrawn_item_are_nobodys_at_once()
    {
        await using RegulatorCampaign campaign = await RegulatorCampaign.Play();
        TestServer server = campaign.Server;
        Dictionary<string, string> file = campaign
            .Rows("items.csv")
            .First(r => r["file"].Length > 0 && r["item"] != campaign.Withdrawn);
        string path = $"/api/projects/{campaign.Project}/files/{file["file"]}";
        using (HttpResponseMessage given = await new RawApi(server.Admin).Answer(HttpMethod.Get, path))
        {
            Assert.Equal(HttpStatusCode.OK, given.StatusCode);
            Assert.True(given.Headers.CacheControl!.NoCache);
        }

        await server.Admin.Withdraw(campaign.Project, file["item"], "Consent withdrawn.");
        OverreadClient reader = server.Client();
        await reader.SignIn("ann@test.example");
        foreach (OverreadClient client in (OverreadClient[])[server.Admin, reader])
        {
            Assert.Equal(
                "item.withdrawn",
                (
                    await Assert.ThrowsAsync<OverreadProblemException>(() =>
                        client.GetFile(campaign.Project, file["file"])
                    )
                ).Code
            );
            Assert.Equal(
                "item.withdrawn",
                (
                    await Assert.ThrowsAsync<OverreadProblemException>(() =>
                        client.GetThumbnail(campaign.Project, file["file"])
                    )
                ).Code
            );
        }
    }

    private static async Task<string> List(TestServer server, string project)
    {
        await using Stream list = await server.Admin.ReleaseStatus(project);
        using StreamReader text = new(list);
        return await text.ReadToEndAsync();
    }

    private static async Task<BundleReport> Verified(TestServer server, string project, Bundle bundle) =>
        VerifyCommand.Verify(bundle.Folder, null, null, await List(server, project));
}
