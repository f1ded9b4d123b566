using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Client.Model;
using Overread.Server.Composition;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>What a project laid down of uses, countries, assessment and keeping is what the server holds everybody to.</summary>
public sealed class GovernanceTests
{
    private static readonly ProjectCharter Charter = new()
    {
        Uses =
        [
            new()
            {
                Name = "Training",
                Basis = "Consent (6(1)(a))",
                Condition = "Explicit consent (9(2)(a))",
            },
        ],
        Destinations =
        [
            new() { Country = "DE", Instrument = "inside" },
            new()
            {
                Country = "CH",
                Instrument = "adequacy",
                Reference = "2000/518/EC",
            },
        ],
        ImpactAssessment = "DPIA 2026-4",
        Keeping = new() { Kind = "device", Years = 10 },
    };

    private static RecipientFacts Clinic(string name, string? country, params string[] uses) =>
        new()
        {
            Name = name,
            Address = "dpo@clinic.example",
            Agreement = "DUA 7",
            Country = country,
            Uses = uses.Length > 0 ? uses : null,
        };

    private static Task<CharterView> Lay(TestServer server, string project, ProjectCharter charter) =>
        server.Admin.SetCharter(project, new() { Charter = charter, Reason = "A test." });

    // A release of two items of one subject each.
    private static async Task<(string Project, Bundle Bundle)> Released(TestServer server)
    {
        string project = await server.Project(1);
        await server.Admin.AddReferences(project, "item,subject\na1,A\nb1,B\n");
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        while (await TestServer.ReadNext(reader, project, _ => "present") is not null) { }
        return (project, await Bundle.Publish(server, project, "1.0.0"));
    }

    private static async Task<string> Recipient(TestServer server, string project, RecipientFacts facts) =>
        (await server.Admin.AddRecipient(project, facts)).Single(r => r.Stated.Name == facts.Name).Id;

    [Fact]
    public async Task A_release_is_given_for_what_was_declared_or_what_a_person_decided_and_for_nothing_else()
    {
        await using TestServer server = await TestServer.Start();
        (string project, Bundle bundle) = await Released(server);
        Task<byte[]> Take(string purpose, string? recipient = null) =>
            server.Admin.DownloadRelease(project, bundle.Id, purpose, recipient: recipient).Bytes();
        Assert.NotEmpty(await Take("Anything."));
        await Lay(server, project, Charter with { Destinations = [] });
        string clinic = await Recipient(server, project, Clinic("A Clinic", "DE"));
        string testers = await Recipient(server, project, Clinic("Testers", "DE", "Testing"));

        Assert.NotEmpty(await Take("training"));
        Assert.NotEmpty(await Take("Training", clinic));
        await Signer.Refused("release.use", () => Take("Insurance"));
        await Signer.Refused("release.use", () => Take("Training", testers));
        int before = (await server.Admin.ListDisclosures(project)).Count;
        Assert.Equal(3, before);

        FurtherUseForm decision = new()
        {
            Use = "Insurance",
            Compatible = true,
            Reason = "The same illness, the same people who look (6(4)).",
            Recipient = clinic,
        };
        await Signer.Refused(
            "reason.needed",
            () => server.Admin.DecideFurtherUse(project, decision with { Reason = " " })
        );
        await Signer.Refused(
            "recipient.unknown",
            () => server.Admin.DecideFurtherUse(project, decision with { Recipient = "nobody" })
        );
        (OverreadClient auditor, _) = await server.Person(project, "eve", "auditor");
        await Signer.Refused("access.role", () => auditor.DecideFurtherUse(project, decision));
        CharterView view = await server.Admin.DecideFurtherUse(project, decision);
        Assert.Equal(("Insurance", "Admin"), (Assert.Single(view.Decided).Use, view.Decided[0].By));
        Assert.NotEmpty(await Take("insurance", clinic));
        await Signer.Refused("release.use", () => Take("Insurance"));
        await Signer.Refused("release.use", () => Take("Insurance", testers));
        await server.Admin.DecideFurtherUse(project, decision with { Compatible = false, Reason = "It was not." });
        await Signer.Refused("release.use", () => Take("Insurance", clinic));

        // What was decided is on record, and after what is derived was built anew it holds.
        IDatabase database = server.App.Services.GetRequiredService<IDatabase>();
        await database.RebuildProjections();
        Assert.Empty((await database.Audit()).Faults);
        await Signer.Refused("release.use", () => Take("Insurance", clinic));
        Assert.Equal(2, (await server.Admin.ShowCharter(project)).Decided.Count);
        Assert.Equal(2, (await server.Events(project)).Count(e => e.Type == "FurtherUseDecided"));
    }

    [Fact]
    public async Task The_files_of_a_release_are_held_to_its_uses_one_by_one_and_a_decision_that_is_taken_back_ends_them()
    {
        await using DataScene scene = await DataScene.Play(2);
        Bundle bundle = await Bundle.Publish(scene.Server, scene.Project, "1.0.0");
        await Lay(scene.Server, scene.Project, Charter with { Destinations = [] });
        OverreadClient lead = scene.Server.Admin;
        Task<DataAccess> Open(string purpose) =>
            lead.OpenReleaseData(scene.Project, bundle.Id, new() { Purpose = purpose });
        await Signer.Refused("release.use", () => Open("Insurance"));
        Assert.Equal(2, (await Open("Training")).Files);
        FurtherUseForm decision = new()
        {
            Use = "Insurance",
            Compatible = true,
            Reason = "The same illness.",
        };
        await lead.DecideFurtherUse(scene.Project, decision);
        DataAccess access = await Open("Insurance");
        using Overread.Ledger.Bundles.BundleFolder folder = new(bundle.Folder);
        Overread.Ledger.Bundles.BundleDataFile file = Overread.Ledger.Bundles.BundleDataList.Read(folder)[0];
        Task<byte[]> Get() =>
            lead.GetReleaseFile(scene.Project, bundle.Id, file.Item, file.File, access.Access).Bytes();
        Assert.NotEmpty(await Get());
        await lead.DecideFurtherUse(scene.Project, decision with { Compatible = false, Reason = "It was not." });
        await Signer.Refused("release.use", Get);
    }

    [Fact]
    public async Task A_release_goes_to_stated_countries_and_readers_work_from_them()
    {
        await using TestServer server = await TestServer.Start();
        (string project, Bundle bundle) = await Released(server);
        await Lay(server, project, Charter with { Uses = [] });
        Task<byte[]> Take(string? recipient) =>
            server.Admin.DownloadRelease(project, bundle.Id, "Training", recipient: recipient).Bytes();
        await Signer.Refused("release.destination", () => Take(null));
        string nowhere = await Recipient(server, project, Clinic("Nowhere", null));
        await Signer.Refused("release.destination", () => Take(nowhere));
        string far = await Recipient(server, project, Clinic("Far", "US"));
        await Signer.Refused("release.destination", () => Take(far));
        await Signer.Refused("recipient.form", () => server.Admin.AddRecipient(project, Clinic("Bad", "Germany")));
        string near = await Recipient(server, project, Clinic("Near", "CH"));
        Assert.NotEmpty(await Take(near));
        RecordEvent taken = (await server.Events(project)).First(e => e.Type == "ReleaseDownloaded");
        Assert.Equal(
            "CH adequacy 2000/518/EC",
            JsonNode.Parse(taken.Payload!.Value.GetRawText())!["event"]!["transfer"] is { } t
                ? $"{t["country"]} {t["instrument"]} {t["reference"]}"
                : ""
        );

        // The pictures themselves: who works from elsewhere is shown none.
        await server.References(project, 1);
        (OverreadClient ben, string person) = await server.Person(project, "ben", "reader");
        await server
            .Admin.Raw()
            .Put(
                $"api/projects/{project}/fitness",
                new
                {
                    Rules = new { Countries = (string[])["DE", "CH"], Agreements = Array.Empty<string>() },
                    Reason = "44.",
                }
            );
        await Signer.Refused("work.country", () => ben.NextRead(project));
        object Register(string? country) =>
            new
            {
                Profession = (string?)null,
                Specialty = (string?)null,
                Years = (string?)null,
                Licence = (object?)null,
                Conflicts = (string?)null,
                Agreements = Array.Empty<string>(),
                Country = country,
            };
        await server.Admin.Raw().Put($"api/projects/{project}/register/{person}", Register("US"));
        await Signer.Refused("work.country", () => ben.NextRead(project));
        await server.Admin.Raw().Put($"api/projects/{project}/register/{person}", Register("CH"));
        Assert.NotNull(await ben.NextRead(project));
    }

    [Fact]
    public async Task Health_data_are_released_under_a_named_assessment_or_a_reason_why_there_is_none()
    {
        await using TestServer server = await TestServer.Start();
        (string project, Bundle silent) = await Released(server);
        Assert.StartsWith(
            "unknown, because",
            silent.Json("charter.json")["impactAssessment"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
        async Task<(string State, bool Ready)> Preflight()
        {
            ReleasePreflightView view = await server.Admin.ReleasePreflight(project);
            return (view.Checks.Single(c => c.Id == "charter").State, view.Ready);
        }

        Task Publish(string version) =>
            server.Admin.PublishRelease(project, new() { Name = "test", Version = version });
        Assert.Equal(("look", true), await Preflight());
        DisclosurePolicy strict = new()
        {
            NeedsRecipient = false,
            RefusesWithdrawn = false,
            RefusesRecalled = false,
            NeedsCharter = true,
        };
        await server.Admin.SetDisclosurePolicy(project, strict);
        Assert.Equal(("stop", false), await Preflight());
        await Signer.Refused("release.charter", () => Publish("1.1.0"));

        await Lay(server, project, Charter with { ImpactAssessment = null });
        Assert.Equal(("stop", false), await Preflight());
        await Signer.Refused("release.impact-assessment", () => Publish("1.1.0"));
        await Lay(server, project, Charter with { ImpactAssessment = null, NoImpactAssessment = "Phantoms alone." });
        Assert.Equal(("good", true), await Preflight());
        Bundle reasoned = await Bundle.Publish(server, project, "1.1.0");
        Assert.Equal(
            "none, because: Phantoms alone.",
            reasoned.Json("charter.json")["impactAssessment"]!.GetValue<string>()
        );
        Assert.Contains("none, because: Phantoms alone.", reasoned.Text("datasheet.md"), StringComparison.Ordinal);
        await Lay(server, project, Charter);
        Bundle named = await Bundle.Publish(server, project, "1.2.0");
        Assert.Equal("DPIA 2026-4", named.Json("charter.json")["impactAssessment"]!.GetValue<string>());
        Assert.Contains("10 years (device)", named.Text("datasheet.md"), StringComparison.Ordinal);
        JsonNode said = JsonNode.Parse(named.Json("audit/release-event.json")["payload"]!.GetValue<string>())!;
        Assert.Equal("DPIA 2026-4", said["event"]!["charter"]!["impactAssessment"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_release_is_kept_for_its_years_whoever_asks_and_after_them_a_person_destroys_it()
    {
        HandClock clock = new();
        await using TestServer server = await TestServer.Start(more: o => o with { Time = clock });
        (string project, Bundle bundle) = await Released(server);
        Task Erase(string reason = "The years are over.") =>
            server.Admin.EraseRelease(project, bundle.Id, new() { Reason = reason });
        async Task<KeptRelease> Kept() => Assert.Single((await server.Admin.ShowKeeping(project)).Releases);
        Assert.Equal((null, true), ((await Kept()).Until, (await Kept()).Kept));
        await Signer.Refused("release.kept", () => Erase());

        DateOnly today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        await Lay(server, project, Charter);
        await Signer.Refused("release.kept", () => Erase());
        Assert.Null((await Kept()).Until);
        // Neither the years nor what they run from can be made shorter, by nobody.
        await Signer.Refused("charter.shortened", () => Lay(server, project, Charter with { Keeping = null }));
        await Signer.Refused(
            "charter.shortened",
            () =>
                Lay(
                    server,
                    project,
                    Charter with
                    {
                        Keeping = new() { Kind = "other", Years = 10 },
                    }
                )
        );
        string placed = today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await Lay(
            server,
            project,
            Charter with
            {
                Keeping = new()
                {
                    Kind = "implant",
                    Years = 15,
                    LastPlaced = placed,
                },
            }
        );
        Assert.Equal($"{today.Year + 15}{placed[4..]}", (await Kept()).Until);

        // What was read is evidence: a subject in a kept release goes by a recorded decision alone.
        (OverreadClient steward, _) = await server.Person(project, "sam", "steward");
        ErasureForm erasure = new()
        {
            Subject = "A",
            Reason = "Asked for.",
            KeepReleases = "They are evidence.",
        };
        await Signer.Refused("erasure.kept", () => steward.EraseSubject(project, erasure));
        Assert.Equal(
            "erased",
            (await steward.EraseSubject(project, erasure with { DespiteKeeping = "A court." })).Decision
        );
        Assert.Contains(
            (await server.Events(project)).Where(e => e.Type == "SubjectErased"),
            e => e.Payload!.Value.GetRawText().Contains("A court.", StringComparison.Ordinal)
        );

        // Fifteen years later, and a day.
        clock.Jump((15 * 366) * 86_400);
        await server.Admin.SignIn("admin@test.example");
        Assert.False((await Kept()).Kept);
        Assert.True(Directory.Exists(bundle.Folder));
        await Signer.Refused("reason.needed", () => Erase(" "));
        await Erase();
        Assert.Equal("erased", (await Kept()).State);
        for (int i = 0; i < 100 && Directory.Exists(bundle.Folder); i++)
        {
            await Task.Delay(50);
        }

        Assert.False(Directory.Exists(bundle.Folder));
        await Signer.Refused("release.erased", () => Erase());
        await Signer.Refused(
            "release.erased",
            () => server.Admin.DownloadRelease(project, bundle.Id, "Training").Bytes()
        );
        await Signer.Refused("release.erased", () => server.Admin.ShowRelease(project, bundle.Id));
        await Signer.Refused(
            "release.taken",
            () => server.Admin.PublishRelease(project, new() { Name = "test", Version = "1.0.0" })
        );
        Assert.Contains((await server.Admin.ListReleases(project))[0].Notices, n => n.Kind == "destroyed");
        // The record holds, and misses nothing.
        Assert.Empty(StoreAudit.Run(server.Data, fast: false, null, CancellationToken.None).Faults);
    }

    [Fact]
    public async Task What_lies_in_quarantine_too_long_is_listed_and_goes_when_a_person_says_so()
    {
        HandClock clock = new();
        await using TestServer server = await TestServer.Start(more: o => o with { Time = clock });
        string project = await server.Project(1);
        await Lay(server, project, Charter with { QuarantineDays = 30 });
        (OverreadClient steward, _) = await server.Person(project, "sam", "steward");
        string batch = await Gate.Receive(steward, project, [("0.dcm", ScreenImage.Create("RONALD"))]);
        async Task<QuarantinedBatch?> Waiting() =>
            (await server.Admin.ShowKeeping(project)).Quarantine.SingleOrDefault();
        Assert.Equal((0, false), ((await Waiting())!.Days, (await Waiting())!.Over));
        clock.Jump(30 * 86_400);
        await server.Admin.SignIn("admin@test.example");
        await steward.SignIn("sam@test.example");
        Assert.Equal((batch, 30, true), ((await Waiting())!.Id, (await Waiting())!.Days, (await Waiting())!.Over));
        // Nothing went by itself.
        string raw = Path.Combine(server.Data, "quarantine", batch);
        Assert.True(Directory.Exists(raw));
        await Gate.DecideBatch(steward, project, batch, "reject", "Kept for 30 days.");
        Assert.Null(await Waiting());
        Assert.False(Directory.Exists(raw));
    }
}
