using System.Text.Json;
using Overread.Client;
using Overread.Client.Model;
using Overread.Dicom;

namespace Overread.Server.Tests;

/// <summary>A project chooses how its files are de-identified and what it claims of them; what does not bear the claim out does not pass.</summary>
public class PlanGateTests
{
    private const string Imaging = "imaging";
    private static readonly ProjectClaim Limited = new()
    {
        Claim = "limited-data-set",
        Agreement = "DUA-7, signed by each recipient",
    };

    [Fact]
    public async Task What_a_plan_allows_is_computed_and_what_it_forbids_is_refused_with_its_clauses()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
        ProjectPlan plan = await steward.ShowPlan(project, Imaging);
        Assert.Equal(("pseudonymised", 0, false), (plan.Claim.Claim, plan.Revision, plan.Ended));
        Assert.True(StandOf(plan.Stands, "limited-data-set").Possible);
        ClaimStand harbor = StandOf(plan.Stands, "safe-harbor");
        Assert.False(harbor.Possible);
        Assert.Contains(harbor.Obstacles, o => o.Contains("164.514(c)", StringComparison.Ordinal));

        OverreadProblemException refused = await Fails(
            "claim.impossible",
            () => Choose(steward, project, 0, new() { Claim = "safe-harbor" })
        );
        Assert.Contains("164.514(b)(2)(i)(C)", refused.Message, StringComparison.Ordinal);
        await Fails("claim.agreement", () => Choose(steward, project, 0, new() { Claim = "limited-data-set" }));
        await Fails("claim.unknown", () => Choose(steward, project, 0, new() { Claim = "anonymous" }));

        Tried tried = await steward.TryPlan(project, Imaging, new() { Document = Plan("retain-device-identity") });
        Assert.NotEqual(plan.Hash, tried.Hash);
        Assert.Contains(
            "164.514(e)(2)(xii)",
            StandOf(tried.Stands, "limited-data-set").Obstacles[0],
            StringComparison.Ordinal
        );
        await Fails("claim.impossible", () => Choose(steward, project, 0, Limited, Plan("retain-device-identity")));
        await Fails(
            "plan.document",
            () => steward.TryPlan(project, Imaging, new() { Document = Plan("retain-nothing") })
        );
        await Fails("plan.document", () => Choose(steward, project, 0, Limited, Json("""{"profile":7}""")));
        await Fails("plan.modality", () => steward.ShowPlan(project, "tea"));
        Assert.Equal(0, (await steward.ShowPlan(project, Imaging)).Revision);

        (OverreadClient reader, _) = await server.Person(project, "reader", "reader");
        await Fails("access.role", () => Choose(reader, project, 0, Limited));
    }

    [Fact]
    public async Task A_limited_data_set_passes_when_nothing_was_left_undone_and_says_so_in_the_record()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
        ProjectPlan chosen = await Choose(steward, project, 0, Limited);
        Assert.Equal(1, chosen.Revision);
        await Fails("plan.moved", () => Choose(steward, project, 0, new() { Claim = "pseudonymised" }));

        // A head whose face a person keeps is no limited data set; with the face removed it is one.
        string batch = await Gate.Receive(steward, project, FaceGateTests.Files);
        EntryView entry = await Gate.Entry(steward, project, batch);
        FaceView face = Assert.Single((await Gate.Images(steward, project, batch, entry.Id)).Faces);
        await FaceGateTests.Choose(steward, project, batch, entry.Id, face.Series, 0, "kept", "A phantom.");
        EntryView kept = await Gate.Entry(steward, project, batch);
        Assert.Contains("164.514(b)(2)(i)(Q)", Assert.Single(kept.AgainstClaim), StringComparison.Ordinal);
        Assert.Equal(1, (await steward.ShowBatch(project, batch)).Claim.Against);
        await Fails("gate.claim", () => Gate.Decide(steward, project, batch, entry.Id, "approve", "A phantom."));
        await FaceGateTests.Choose(steward, project, batch, entry.Id, face.Series, 1, "accepted");
        await Gate.Decide(steward, project, batch, entry.Id, "approve", "The face goes.");
        Assert.Equal(1, (await Gate.DecideBatch(steward, project, batch)).Approved);

        RecordEvent made = Assert.Single(await server.Events(project), e => e.Type == "ClaimMade");
        string payload = made.Payload!.ToString()!;
        Assert.Contains("limited-data-set", payload, StringComparison.Ordinal);
        Assert.Contains("DUA-7", payload, StringComparison.Ordinal);
        Assert.Contains(chosen.Hash, payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_approval_of_before_does_not_pass_under_a_claim_that_it_does_not_bear_out()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
        string batch = await Gate.Receive(steward, project, FaceGateTests.Files);
        EntryView entry = await Gate.Entry(steward, project, batch);
        FaceView face = Assert.Single((await Gate.Images(steward, project, batch, entry.Id)).Faces);
        await FaceGateTests.Choose(steward, project, batch, entry.Id, face.Series, 0, "kept", "A phantom.");
        await Gate.Decide(steward, project, batch, entry.Id, "approve", "A phantom.");
        Assert.True((await steward.ShowPlan(project, Imaging)).ReasonNeeded);
        await Fails("reason.needed", () => Choose(steward, project, 0, Limited));
        await Choose(steward, project, 0, Limited, reason: "The recipients have agreed.");
        await Fails("gate.undecided", () => Gate.DecideBatch(steward, project, batch));
        await Choose(steward, project, 1, new() { Claim = "pseudonymised" }, reason: "Phantoms.");
        Assert.Equal(1, (await Gate.DecideBatch(steward, project, batch)).Approved);
        Assert.DoesNotContain(await server.Events(project), e => e.Type == "ClaimMade");
    }

    [Fact]
    public async Task An_experts_determination_holds_for_its_plan_and_until_its_day()
    {
        HandClock clock = new();
        await using TestServer server = await TestServer.Start(more: o => o with { Time = clock });
        string project = await server.Project(1);
        (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
        JsonElement document = Plan("retain-patient-characteristics");
        string hash = (await steward.TryPlan(project, Imaging, new() { Document = document })).Hash;
        string last = Day(clock, 1);
        await Fails(
            "claim.determination",
            () => Choose(steward, project, 0, Determined("0123456789abcdef", last), document)
        );
        await Fails(
            "claim.determination",
            () => Choose(steward, project, 0, Determined(hash, Day(clock, -1)), document)
        );
        await Fails("claim.determination", () => Choose(steward, project, 0, Determined(hash, "next year"), document));
        await Fails(
            "claim.determination",
            () => Choose(steward, project, 0, new() { Claim = "expert-determination" }, document)
        );
        ProjectPlan chosen = await Choose(steward, project, 0, Determined(hash[..16], last), document);
        Assert.Equal((hash, 2), (chosen.Hash, chosen.Revision));

        string first = await Gate.Receive(steward, project, [("a.dcm", Image(1))]);
        EntryView entry = await Gate.Entry(steward, project, first);
        Assert.Empty(entry.AgainstClaim);
        await Gate.Decide(steward, project, first, entry.Id, "approve");
        Assert.Equal(1, (await Gate.DecideBatch(steward, project, first)).Approved);

        // Another plan is not the one that was determined, whatever it is.
        string second = await Gate.Receive(steward, project, [("b.dcm", Image(2))]);
        EntryView waiting = await Gate.Entry(steward, project, second);
        string begins = (await steward.TryPlan(project, Imaging, new())).Hash;
        Assert.NotEqual(hash, begins);
        chosen = await Choose(steward, project, 2, Determined(begins, last), reason: "Back to the plan it began with.");
        Assert.Equal((begins, 4), (chosen.Hash, chosen.Revision));
        EntryView other = await Gate.Entry(steward, project, second);
        Assert.True(other.OtherPlan);
        Assert.Contains(hash[..16], Assert.Single(other.AgainstClaim), StringComparison.Ordinal);
        await Fails("gate.claim", () => Gate.Decide(steward, project, second, waiting.Id, "approve"));

        // Made again by the plan in force, it passes; after the last day nothing does.
        Assert.Equal(1, (await steward.ShowPlan(project, Imaging)).Waiting);
        await steward.WaitForJob<JsonElement>(await steward.PrepareAgain(project, second));
        EntryView again = await Gate.Entry(steward, project, second);
        Assert.False(again.OtherPlan);
        Assert.Empty(again.AgainstClaim);
        clock.Pass(3 * 24 * 3600);
        await steward.SignIn("steward@test.example");
        Assert.True((await steward.ShowPlan(project, Imaging)).Ended);
        await Fails("gate.claim", () => Gate.Decide(steward, project, second, again.Id, "approve"));
        await server.Admin.SignIn("admin@test.example");
        await Fails(
            "release.claim",
            () => server.Admin.PublishRelease(project, new() { Name = "late", Version = "1.0.0" })
        );
        Assert.Contains(
            (await server.Admin.ReleasePreflight(project)).Checks,
            c => c is { Id: "claim", State: "stop" }
        );
    }

    [Fact]
    public async Task The_plan_of_a_project_is_what_its_files_are_cleaned_by()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
        JsonElement document = Json(
            """
            {"profile":"basic","options":["retain-device-identity"],"elements":{"Manufacturer":"replace: SOMEBODY","StudyID":"remove"},
             "trial":{"sponsor":"S","protocol":"P-1"}}
            """
        );
        await Choose(steward, project, 0, new() { Claim = "pseudonymised" }, document);
        string batch = await Gate.Receive(steward, project, [("a.dcm", Image(5))]);
        EntryView entry = await Gate.Entry(steward, project, batch);
        await Gate.Decide(steward, project, batch, entry.Id, "approve");
        await Gate.DecideBatch(steward, project, batch);
        string item = Assert.Single((await server.Admin.ListItems(project)).Rows).Id;
        string file = (await server.Admin.ShowItem(project, item)).Series[0].Files[0].Id;
        using Stream stream = await server.Admin.GetFile(project, file);
        using MemoryStream bytes = new();
        await stream.CopyToAsync(bytes);
        using DicomFile read = DicomFile.Read(bytes.ToArray());
        Assert.Equal("SOMEBODY", read.Dataset.GetText(Tags.Manufacturer));
        Assert.Equal("SN-77", read.Dataset.GetText(new Tag(0x00181000)));
        Assert.Equal("P-1", read.Dataset.GetText(new Tag(0x00120020)));
        Assert.False(read.Dataset.Contains(new Tag(0x00200010)));
        BatchReport report = await steward.ShowBatchReport(project, batch);
        Assert.Equal((await steward.ShowPlan(project, Imaging)).Hash, report.PlanHash);
    }

    [Fact]
    public async Task Boxes_that_a_person_has_drawn_survive_a_plan_that_gives_images_other_identities()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
        string batch = await Gate.Receive(steward, project, [("a.dcm", Image(6))]);
        ImagingEntryDetail detail = await Gate.Images(
            steward,
            project,
            batch,
            (await Gate.Entry(steward, project, batch)).Id
        );
        GateBox drawn = new()
        {
            Id = "drawn",
            File = detail.Images[0].File,
            Frame = 0,
            Reach = "image",
            Left = 200,
            Top = 200,
            Width = 20,
            Height = 10,
            Origin = "hand",
            State = "accepted",
        };
        await Gate.Boxes(steward, project, batch, detail, "dismissed", drawn);
        await Choose(
            steward,
            project,
            0,
            new() { Claim = "pseudonymised" },
            Plan("retain-uids"),
            "The archive is asked."
        );
        await steward.WaitForJob<JsonElement>(await steward.PrepareAgain(project, batch));
        EntryView again = await Gate.Entry(steward, project, batch);
        Assert.NotEqual(detail.Id, again.Id);
        Assert.False(again.OtherPlan);
        GateBox kept = Assert.Single(
            (await Gate.Images(steward, project, batch, again.Id)).Boxes,
            b => b.Origin == "hand"
        );
        Assert.Equal((200, 10, "accepted"), (kept.Left, kept.Height, kept.State));
    }

    private static ProjectClaim Determined(string hash, string expires) =>
        new()
        {
            Claim = "expert-determination",
            Determination = new()
            {
                Expert = "A. Statistician",
                Reference = "Report 2026-11, section 4",
                PlanHash = hash,
                Expires = expires,
            },
        };

    private static Task<ProjectPlan> Choose(
        OverreadClient steward,
        string project,
        int revision,
        ProjectClaim claim,
        JsonElement? document = null,
        string? reason = null
    ) =>
        steward.ChoosePlan(
            project,
            Imaging,
            new()
            {
                Revision = revision,
                Claim = claim,
                Document = document,
                Reason = reason,
            }
        );

    private static ClaimStand StandOf(IReadOnlyList<ClaimStand> stands, string claim) =>
        Assert.Single(stands, s => s.Claim == claim);

    private static JsonElement Plan(string option) =>
        Json($$"""{"profile":"strict","options":["retain-modified-dates","{{option}}"]}""");

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    private static string Day(HandClock clock, int days) =>
        clock.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<OverreadProblemException> Fails(string code, Func<Task> act)
    {
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(act);
        Assert.Equal(code, refused.Code);
        return refused;
    }

    private static byte[] Image(int study)
    {
        using DicomFile file = DicomFile.Read(ScreenImage.Create("P" + study, modality: "CT", bodyPart: "KNEE"));
        file.Dataset.Set(Tags.Manufacturer, Vr.LO, "MAKER");
        file.Dataset.Set(new Tag(0x00181000), Vr.LO, "SN-77");
        file.Dataset.Set(new Tag(0x00200010), Vr.SH, "ST1");
        using MemoryStream bytes = new();
        file.Write(bytes);
        return bytes.ToArray();
    }
}
