using System.Text.Json;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>What a controller has to be able to say: what is done with data, what became of them in a breach, what is held of a person.</summary>
public sealed class AccountabilityTests
{
    private static async Task<(string Project, Bundle Bundle, OverreadClient Reader, string Person)> Played(
        TestServer server
    )
    {
        string project = await server.Project(1);
        await server.Admin.AddReferences(project, "item,subject\na1,A\na2,A\nother-one,B\n");
        (OverreadClient reader, string person) = await server.Person(project, "ann", "reader");
        while (await TestServer.ReadNext(reader, project, _ => "present") is not null) { }
        await server.Admin.ComputeConsensus(project, new());
        return (project, await Bundle.Publish(server, project, "1.0.0"), reader, person);
    }

    private static ProcessingRow Row(ProcessingSheet sheet, string title) => sheet.Rows.Single(r => r.Title == title);

    [Fact]
    public async Task The_sheet_of_processing_is_computed_and_what_nobody_said_is_unknown()
    {
        await using TestServer server = await TestServer.Start();
        (string project, Bundle bundle, _, _) = await Played(server);
        ProcessingSheet before = await server.Admin.ShowProcessing(project);
        string[] unknown =
        [
            "Controller",
            "Data protection officer",
            "Whom the data are about",
            "Transfers to other countries",
            "How long releases are kept",
            "How long what is received lies in quarantine",
            "Measures beside those of the platform",
            "Processors",
            "Impact assessment",
        ];
        Assert.Equal(unknown.Order(), before.Rows.Where(r => !r.Known).Select(r => r.Title).Order());
        Assert.All(
            before.Rows.Where(r => !r.Known),
            r => Assert.StartsWith("Unknown, because", Assert.Single(r.Said), StringComparison.Ordinal)
        );
        Assert.Equal(["No recipient is registered, and nobody has taken a release."], Row(before, "Recipients").Said);
        Assert.Contains("3 de-identified items of 2 pseudonymous subjects", Row(before, "Categories of data").Said[0]);
        Assert.Equal(["To nothing outside of it."], Row(before, "What the server connects to").Said);

        string clinic = Assert
            .Single(
                await server.Admin.AddRecipient(
                    project,
                    new()
                    {
                        Name = "A Clinic",
                        Address = "dpo@clinic.example",
                        Agreement = "DUA 7",
                        Country = "US",
                    }
                )
            )
            .Id;
        await server.Admin.DownloadRelease(project, bundle.Id, "Training", recipient: clinic).Bytes();
        ProcessingSheet given = await server.Admin.ShowProcessing(project);
        Assert.Equal(["A Clinic, under DUA 7: 1 times, for Training."], Row(given, "Recipients").Said);
        // A transfer that nobody laid down is said as one.
        Assert.Contains(
            "A Clinic (US) was given releases",
            Assert.Single(Row(given, "Transfers to other countries").Said)
        );

        ProjectCharter charter = new()
        {
            Uses =
            [
                new()
                {
                    Name = "Training",
                    Basis = "Consent",
                    Condition = "Explicit consent",
                },
            ],
            Destinations =
            [
                new()
                {
                    Country = "US",
                    Instrument = "clauses",
                    Reference = "2021/914",
                },
            ],
            ImpactAssessment = "DPIA 2026-4",
            Keeping = new() { Kind = "implant", Years = 15 },
            QuarantineDays = 30,
            Controller = "A Hospital, 1 Street",
            Officer = "dpo@hospital.example",
            DataSubjects = "Adult outpatients.",
            Security = "A locked room.",
            Processors = [],
        };
        await server.Admin.SetCharter(project, new() { Charter = charter, Reason = "A test." });
        ProcessingSheet after = await server.Admin.ShowProcessing(project);
        Assert.All(after.Rows, r => Assert.True(r.Known, r.Title));
        Assert.Equal(["US: clauses, 2021/914."], Row(after, "Transfers to other countries").Said);
        Assert.Equal(["None, as somebody stated."], Row(after, "Processors").Said);
        Assert.Contains(
            Row(after, "Purposes, with their basis").Said,
            s => s == "Training. Basis: Consent; condition: Explicit consent."
        );
        Assert.Contains("15 years (implant)", Row(after, "How long releases are kept").Said[0]);
        Assert.Contains("0 of 2 members have a second factor.", Row(after, "Measures of the platform").Said);
        Assert.Contains("No backup was ever made.", Row(after, "Measures of the platform").Said);
    }

    [Fact]
    public async Task A_breach_names_who_saw_and_took_whose_data_and_what_is_not_known()
    {
        HandClock clock = new();
        await using TestServer server = await TestServer.Start(more: o => o with { Time = clock });
        (string project, Bundle bundle, _, _) = await Played(server);
        clock.Pass(3600);
        await server.Admin.SignIn("admin@test.example");
        string from = clock.GetUtcNow().ToString("O");
        (OverreadClient mal, string person) = await server.Person(project, "mal", "lead");
        string item = (await mal.ListItems(project)).Rows.Single(r => r.Title == "a1").Id;
        await mal.ShowItem(project, item);
        await mal.ListItemReads(project, item);
        await mal.DownloadRelease(project, bundle.Id, "To look").Bytes();
        clock.Pass(3600);
        await server.Admin.SignIn("admin@test.example");
        string to = clock.GetUtcNow().ToString("O");
        (OverreadClient lee, _) = await server.Person(project, "lee", "lead");
        await lee.ShowItem(project, item);

        string known = clock.GetUtcNow().ToString("O");
        clock.Pass(10 * 3600);
        await server.Admin.SignIn("admin@test.example");
        Dossier dossier = await server.Admin.ShowBreach(project, from, to, known, "mal@test.example");
        Assert.Equal(["shown", "shown", "taken"], dossier.Timeline.Where(r => r.Kind != "door").Select(r => r.Kind));
        Assert.All(dossier.Timeline, r => Assert.Equal(person, r.Person));
        Assert.Contains(
            dossier.Timeline,
            r => r.Kind == "door" && r.What.Contains("signed in", StringComparison.Ordinal)
        );
        Assert.Equal(["A", "B"], dossier.Subjects.Select(s => s.Subject));
        Assert.Equal((2, 1), (dossier.Subjects[0].Shown, dossier.Subjects[0].Taken));
        Assert.Equal((0, 1), (dossier.Subjects[1].Shown, dossier.Subjects[1].Taken));
        Assert.Equal(["mal"], dossier.Subjects[0].By);
        Assert.Equal(3, dossier.Records);
        Assert.Equal(62, dossier.HoursLeft);
        Assert.Contains(dossier.Unknown, u => u.Contains("What became of what was taken", StringComparison.Ordinal));

        // Of one patient, by everybody; nothing before the span counts, and what came after is another's.
        Dossier ofB = await server.Admin.ShowBreach(project, from, subject: "B");
        Assert.Equal("taken", Assert.Single(ofB.Timeline, r => r.Kind != "door").Kind);
        Assert.Null(ofB.NotifyBy);
        Dossier all = await server.Admin.ShowBreach(project, from);
        Assert.Contains(all.Timeline, r => r.Who == "lee" && r.Kind == "shown");
        Dossier late = await server.Admin.ShowBreach(project, to, person: "mal@test.example");
        Assert.Empty(late.Timeline);
        clock.Pass(80 * 3600);
        await server.Admin.SignIn("admin@test.example");
        Assert.True((await server.Admin.ShowBreach(project, known: known)).HoursLeft < 0);
        await Signer.Refused("people.unknown", () => server.Admin.ShowBreach(project, person: "nobody"));
        await Signer.Refused("subjects.unknown", () => server.Admin.ShowBreach(project, subject: "C"));
        await Signer.Refused("breach.time", () => server.Admin.ShowBreach(project, from: "yesterday"));
        (OverreadClient reader, _) = await server.Person(project, "rob", "reader");
        await Signer.Refused("access.role", () => reader.ShowBreach(project));
    }

    [Fact]
    public async Task A_patient_is_given_all_that_is_held_of_them_and_nothing_of_others()
    {
        await using TestServer server = await TestServer.Start();
        (string project, Bundle bundle, _, _) = await Played(server);
        await server.Admin.DownloadRelease(project, bundle.Id, "Training").Bytes();
        SubjectHoldings held = await server.Admin.ShowHeldOfSubject(project, "A");
        Assert.Equal(["a1", "a2"], held.Items.Select(i => i.Title));
        HashSet<string> items = [.. held.Items.Select(i => i.Id)];
        Assert.Equal(2, held.Reads.Count);
        Assert.All(held.Reads, r => Assert.Contains(r.Read.Item, items));
        Assert.All(held.Reads, r => Assert.Equal(AnswerState.Present, r.Read.Answers["nodule"].State));
        Assert.Contains(held.Labels, l => l is { Field: "nodule", Label: "present" });
        Assert.All(held.Labels, l => Assert.Contains(l.Item, items));
        Assert.Equal(("1.0.0", 2), (Assert.Single(held.Releases).Version, held.Releases[0].Items));
        Assert.Equal("Training", Assert.Single(held.Given).Purpose);
        string text = JsonSerializer.Serialize(held);
        Assert.DoesNotContain("other-one", text, StringComparison.Ordinal);
        // What shows answers says so first.
        Assert.Contains(
            (await server.Events(project)).Where(e => e.Type == "AnswersSeen"),
            e => e.Payload!.Value.GetRawText().Contains("\"subject\"", StringComparison.Ordinal)
        );
        await Signer.Refused("subjects.unknown", () => server.Admin.ShowHeldOfSubject(project, "C"));
        (OverreadClient rob, _) = await server.Person(project, "rob", "reader");
        await Signer.Refused("access.role", () => rob.ShowHeldOfSubject(project, "A"));
    }

    [Fact]
    public async Task A_reader_is_given_all_that_is_held_of_them_and_nothing_of_others()
    {
        await using TestServer server = await TestServer.Start();
        (string project, _, OverreadClient ann, string person) = await Played(server);
        (OverreadClient bob, _) = await server.Person(project, "bob-other", "reader");
        await server.References(project, 1);
        await TestServer.ReadNext(bob, project, _ => "absent");
        await ann.IssueToken(
            new()
            {
                Name = "mine",
                Scopes = ["read"],
                ExpiresInDays = 1,
            }
        );
        ReaderHoldings held = await ann.ShowHeldOfMe();
        Assert.Equal((person, "ann", "ann@test.example"), (held.Account.Id, held.Account.Name, held.Account.Email));
        HeldMembership membership = Assert.Single(held.Memberships);
        Assert.Equal((project, "reader", false), (membership.Project, membership.Roles, membership.Left));
        Assert.Single(held.Sessions);
        Assert.Equal("mine", Assert.Single(held.Tokens).Name);
        Assert.Null(held.Tokens[0].Token);
        Assert.Equal(["a1", "a2", "other-one"], held.Reads.Select(r => r.Title).Order());
        Assert.Equal(3, Assert.Single(held.Releases).Items);
        // Every event that the record has of them is in it, and no other.
        IReadOnlyList<RecordEvent> all = (await server.Admin.ListEvents(take: 1000)).Events;
        HashSet<long> mine =
        [
            .. (await server.Admin.ListEvents(actor: person, take: 1000)).Events.Select(e => e.Seq),
            .. all.Where(e => e.Stream == "person/" + person).Select(e => e.Seq),
        ];
        Assert.Equal(mine.Order(), held.Events.Select(e => e.Seq));
        Assert.True(mine.Count > 10);
        Assert.DoesNotContain("bob-other", JsonSerializer.Serialize(held), StringComparison.Ordinal);
        // By a program of theirs too.
        using OverreadClient program = new(
            new Uri(server.Url),
            new OverreadClientOptions { Token = await ann.Token("read") }
        );
        Assert.Equal(3, (await program.ShowHeldOfMe()).Reads.Count);
    }
}
