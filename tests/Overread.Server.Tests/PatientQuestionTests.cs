using System.Text;
using Overread.Client;
using Overread.Client.Model;
using Overread.Dicom;

namespace Overread.Server.Tests;

/// <summary>
/// Who is who is asked at the gate, within a batch and against everybody who passed before, and decided by a steward. The
/// vault alone knows names and numbers.
/// </summary>
public class PatientQuestionTests
{
    [Fact]
    public async Task A_number_near_one_that_passed_before_waits_for_a_decision_and_the_vault_alone_knows_why()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward) = await Team(server);
        string first = await Gate.Receive(steward, project, [("a.dcm", Image("PIDROE", 1))]);
        Assert.Equal("settled", (await Gate.Entry(steward, project, first)).Patient);
        Assert.Equal(1, (await Gate.DecideBatch(steward, project, first)).Approved);

        string vault = Path.Combine(server.Data, "vault");
        string crosswalk = Assert.Single(Directory.GetFiles(vault, $"project-{project}-*.crosswalk"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(crosswalk));
        }

        Assert.Contains("PIDROE", await File.ReadAllTextAsync(crosswalk), StringComparison.Ordinal);

        string second = await Gate.Receive(steward, project, [("b.dcm", Image("pid-roe", 2))]);
        EntryView entry = await Gate.Entry(steward, project, second);
        Assert.Equal("asked", entry.Patient);
        Assert.DoesNotContain(entry.RiskReasons, r => r.Contains("roe", StringComparison.OrdinalIgnoreCase));
        await Fails("gate.undecided", () => Gate.DecideBatch(steward, project, second));
        await Fails("gate.patients", () => Gate.Decide(steward, project, second, entry.Id, "approve", "Looked at."));

        PatientsView view = await steward.ShowPatients(project, second);
        PatientQuestion finding = Assert.Single(view.Findings);
        Assert.Equal("near-numbers", finding.Kind);
        Assert.Equal(["Case", "Punctuation"], finding.Rules!.Split(", "));
        Assert.Equal(["same", "different"], finding.Answers);
        Assert.Equal(["PIDROE", "pid-roe"], new[] { finding.One.Number, finding.Other.Number });
        Assert.Empty(finding.One.Entries);
        Assert.Equal(entry.Id, Assert.Single(finding.Other.Entries).Id);

        view = await steward.DecidePatients(
            project,
            second,
            finding.Id,
            new() { Decision = "same", Reason = "ROE is ROE" }
        );
        Assert.Equal((0, 1), (view.Open, view.Changed));
        Assert.Equal("changed", (await Gate.Entry(steward, project, second)).Patient);
        await Fails("gate.patients", () => Gate.Decide(steward, project, second, entry.Id, "approve", "Looked at."));
        await Prepare(steward, project, second);
        EntryView made = await Gate.Entry(steward, project, second);
        Assert.NotEqual(entry.Id, made.Id);
        Assert.Equal("settled", made.Patient);
        Assert.Equal(1, (await Gate.DecideBatch(steward, project, second)).Approved);

        IReadOnlyList<ItemRow> items = (await steward.ListItems(project)).Rows;
        Assert.Equal(2, items.Count);
        Assert.Single(items.Select(i => i.Subject).Distinct());
        Assert.All(
            await server.Events(project),
            e => Assert.DoesNotContain("roe", e.Payload?.ToString() ?? "", StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    public async Task Two_numbers_told_apart_keep_their_pseudonyms_and_a_decision_can_be_taken_back()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward) = await Team(server);
        string batch = await Gate.Receive(
            steward,
            project,
            [("a.dcm", Image("0071", 1)), ("b.dcm", Image("71", 2)), ("c.dcm", Image("88", 3))]
        );
        PatientQuestion finding = Assert.Single((await steward.ShowPatients(project, batch)).Findings);
        Assert.Equal("LeadingZeros", finding.Rules);
        Assert.Equal(1, (await Gate.DecideBatch(steward, project, batch)).Approved);
        Assert.Equal(["asked", "asked"], (await Gate.Entries(steward, project, batch)).Select(e => e.Patient));

        PatientsView view = await steward.DecidePatients(project, batch, finding.Id, new() { Decision = "different" });
        Assert.Equal((0, 0), (view.Open, view.Changed));
        Assert.Equal("different", Assert.Single(view.Findings).Decided);
        view = await steward.DecidePatients(project, batch, finding.Id, new() { Decision = "open" });
        Assert.Equal(1, view.Open);
        Assert.Null(Assert.Single(view.Findings).Decided);
        await Fails("patients.unchanged", () => Prepare(steward, project, batch));
        await Fails(
            "patients.decision",
            () => steward.DecidePatients(project, batch, finding.Id, new() { Decision = "first" })
        );
        await Fails(
            "patients.unknown",
            () => steward.DecidePatients(project, batch, "0011223344556677", new() { Decision = "same" })
        );
        await steward.DecidePatients(project, batch, finding.Id, new() { Decision = "different" });
        Assert.Equal(2, (await Gate.DecideBatch(steward, project, batch)).Approved);
        Assert.Equal(3, (await steward.ListItems(project)).Rows.Select(i => i.Subject).Distinct().Count());
    }

    [Fact]
    public async Task A_study_of_two_patients_waits_until_it_is_said_whose_it_is_and_becomes_one_item()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward) = await Team(server);
        string batch = await Gate.Receive(
            steward,
            project,
            [("a.dcm", Image("PIDROE", 1)), ("b.dcm", Image("OTHER5", 1)), ("c.dcm", Image("THIRD7", 3))]
        );
        IReadOnlyList<EntryView> entries = await Gate.Entries(steward, project, batch);
        Assert.Equal(2, entries.Count(e => e.Patient == "of-two"));
        Assert.Equal(1, (await Gate.DecideBatch(steward, project, batch)).Approved);

        PatientQuestion finding = Assert.Single((await steward.ShowPatients(project, batch)).Findings);
        Assert.Equal("study-of-two", finding.Kind);
        Assert.Equal(["same", "different", "first", "second"], finding.Answers);
        PatientsView view = await steward.DecidePatients(project, batch, finding.Id, new() { Decision = "different" });
        Assert.Equal(1, view.Open);
        view = await steward.DecidePatients(project, batch, finding.Id, new() { Decision = "second" });
        Assert.Equal((0, 2), (view.Open, view.Changed));
        // What somebody rejected does not come back because it is made again.
        await Gate.Decide(steward, project, batch, finding.One.Entries[0].Id, "reject", "Consent withdrawn.");
        await Prepare(steward, project, batch);
        EntryView entry = await Gate.Entry(steward, project, batch);
        Assert.Equal("hold", entry.Decision);
        await Fails("gate.undecided", () => Gate.DecideBatch(steward, project, batch));
        await Gate.Decide(steward, project, batch, entry.Id, "approve", "It was the other half.");
        Assert.Equal((2, "settled"), (entry.Files, entry.Patient));
        Assert.Equal(2, (await steward.ShowBatch(project, batch)).Entries);
        Assert.Equal(1, (await Gate.DecideBatch(steward, project, batch)).Approved);
        IReadOnlyList<ItemRow> items = (await steward.ListItems(project)).Rows;
        Assert.Equal(2, items.Select(i => i.Subject).Distinct().Count());

        // The second's own number stands for itself elsewhere: his next study bears the pseudonym that this one has.
        PatientSide whose = finding.Other;
        string next = await Gate.Receive(steward, project, [("d.dcm", Image(whose.Number, 9))]);
        Assert.Equal(1, (await Gate.DecideBatch(steward, project, next)).Approved);
        items = (await steward.ListItems(project)).Rows;
        Assert.Equal((3, 2), (items.Count, items.Select(i => i.Subject).Distinct().Count()));
    }

    [Fact]
    public async Task A_study_whose_other_half_passed_before_under_another_patient_is_asked_and_given_to_one()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward) = await Team(server);
        string first = await Gate.Receive(steward, project, [("a.dcm", Image("ZED1", 1))]);
        Assert.Equal(1, (await Gate.DecideBatch(steward, project, first)).Approved);
        string second = await Gate.Receive(steward, project, [("b.dcm", Image("QUX22", 1))]);
        Assert.Equal("of-two", (await Gate.Entry(steward, project, second)).Patient);
        await Fails("gate.undecided", () => Gate.DecideBatch(steward, project, second));
        PatientQuestion asked = Assert.Single((await steward.ShowPatients(project, second)).Findings);
        string answer = asked.One.Number == "ZED1" ? "first" : "second";
        PatientsView view = await steward.DecidePatients(project, second, asked.Id, new() { Decision = answer });
        Assert.Equal((0, 1), (view.Open, view.Changed));
        Assert.Equal("split", Assert.Single(view.Findings).Decided);
        await Prepare(steward, project, second);
        Assert.Equal(1, (await Gate.DecideBatch(steward, project, second)).Approved);
        Assert.Single((await server.Admin.ListItems(project)).Rows.Select(i => i.Subject).Distinct());
    }

    [Fact]
    public async Task What_people_did_to_the_pictures_is_kept_when_entries_are_prepared_again()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward) = await Team(server);
        string batch = await Gate.Receive(
            steward,
            project,
            [("a.dcm", Image("12 34", 1, "NAME")), ("b.dcm", Image("1234", 2))]
        );
        EntryView named = (await Gate.Entries(steward, project, batch)).First(e => e.Undecided > 0);
        ImagingEntryDetail detail = await Gate.Images(steward, project, batch, named.Id);
        GateBox drawn = detail.Boxes[0] with
        {
            Id = "hand1",
            Origin = "hand",
            State = "accepted",
            Left = 100,
            Top = 100,
        };
        await Gate.Boxes(steward, project, batch, detail, "accepted", drawn);

        PatientQuestion finding = Assert.Single((await steward.ShowPatients(project, batch)).Findings);
        await steward.DecidePatients(project, batch, finding.Id, new() { Decision = "same" });
        PatientsView view = await steward.ShowPatients(project, batch);
        Assert.Equal(1, view.Changed);
        string changed = (await Gate.Entries(steward, project, batch)).Single(e => e.Patient == "changed").Id;
        await Prepare(steward, project, batch);

        IReadOnlyList<EntryView> entries = await Gate.Entries(steward, project, batch);
        Assert.DoesNotContain(entries, e => e.Id == changed);
        Assert.All(entries, e => Assert.Equal(("settled", 0), (e.Patient, e.Undecided)));
        List<GateBox> boxes = [];
        foreach (EntryView entry in entries)
        {
            boxes.AddRange((await Gate.Images(steward, project, batch, entry.Id)).Boxes);
        }

        Assert.Equal(detail.Boxes.Count + 1, boxes.Count);
        Assert.Contains(boxes, b => b is { Origin: "hand", Left: 100, Top: 100, State: "accepted" });
        await Gate.ApproveAll(steward, project, batch);
        Assert.Single((await steward.ListItems(project)).Rows.Select(i => i.Subject).Distinct());
        Assert.Contains(await server.Events(project), e => e.Type == "EntriesPreparedAgain");
    }

    [Fact]
    public async Task Merges_come_by_file_all_or_none()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward) = await Team(server);
        string batch = await Gate.Receive(steward, project, [("a.dcm", Image("OLD1", 1)), ("b.dcm", Image("NEW2", 2))]);
        await Fails(
            "patients.file",
            () => Send(steward, project, batch, "action,id,to_id\nmerge,OLD1,NEW2\nmerge,,NEW2\n")
        );
        await Fails(
            "patients.file",
            () => Send(steward, project, batch, "action,id,to_id\nsame,OLD1,NEW2\ndifferent,NEW2,OLD1\n")
        );
        await Fails(
            "patients.file",
            () => Send(steward, project, batch, $"action,id,to_id\nmerge,{new string('7', 65)},NEW2\n")
        );
        Assert.Equal(0, (await steward.ShowPatients(project, batch)).Changed);
        PatientsView view = await Send(steward, project, batch, "action,id,to_id\nmerge,OLD1,NEW2\n");
        Assert.Equal(1, view.Changed);
        await Fails("patients.merges", () => Send(steward, project, batch, "action,id,to_id\nmerge,NEW2,OLD1\n"));
        await Prepare(steward, project, batch);
        Assert.Equal(2, (await Gate.DecideBatch(steward, project, batch)).Approved);
        Assert.Single((await steward.ListItems(project)).Rows.Select(i => i.Subject).Distinct());
        RecordEvent taken = Assert.Single(await server.Events(project), e => e.Type == "PatientDecisionsTaken");
        Assert.DoesNotContain("OLD1", taken.Payload!.ToString(), StringComparison.Ordinal);
    }

    private static async Task<PatientsView> Send(OverreadClient steward, string project, string batch, string text)
    {
        using MemoryStream body = new(Encoding.UTF8.GetBytes(text));
        return await steward.TakePatientDecisions(project, batch, body);
    }

    private static async Task Prepare(OverreadClient steward, string project, string batch) =>
        await steward.WaitForJob<PrepareResult>(await steward.PrepareAgain(project, batch));

    private static async Task Fails(string code, Func<Task> act) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<OverreadProblemException>(act)).Code);

    private static async Task<(string Project, OverreadClient Steward)> Team(TestServer server)
    {
        string project = await server.Project(1);
        (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
        return (project, steward);
    }

    private static byte[] Image(string patient, int study, string word = "")
    {
        using DicomFile file = DicomFile.Read(
            ScreenImage.Create("ROE" + study, word, modality: "CT", bodyPart: "CHEST")
        );
        file.Dataset.Set(Tags.PatientId, Vr.LO, patient);
        file.Dataset.Set(Tags.PatientName, Vr.PN, "ROE^N" + patient.Sum(c => c));
        file.Dataset.Set(Tags.StudyInstanceUid, Vr.UI, $"1.2.3.4.5.{study}");
        file.Dataset.Set(Tags.SeriesInstanceUid, Vr.UI, $"1.2.3.4.7.{study}.{patient.Sum(c => c)}");
        file.Dataset.Set(Tags.SopInstanceUid, Vr.UI, $"1.2.3.4.6.{study}.{patient.Sum(c => c)}");
        using MemoryStream bytes = new();
        file.Write(bytes);
        return bytes.ToArray();
    }
}
