using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Overread.Client;
using Overread.Client.Model;
using Overread.Dicom;

namespace Overread.Server.Tests;

/// <summary>What was made of images passes the gate with them, waits where they are not there, and is not for readers.</summary>
public class CompanionGateTests
{
    [Fact]
    public async Task Objects_of_every_kind_lie_with_their_images_and_pass_with_them()
    {
        await using DicomWebTests.Scene scene = await DicomWebTests.Scene.Start();
        (TestServer server, string project, OverreadClient steward) = (scene.Server, scene.Project, scene.Steward);
        byte[] image = ScreenImage.Create("RONALD", modality: "CT", bodyPart: "KNEE");
        string[] bare =
        [
            CompanionObjects.KeyObjects,
            CompanionObjects.Presentation,
            CompanionObjects.Segmentation,
            CompanionObjects.Dose,
            CompanionObjects.Plan,
            CompanionObjects.Waveform,
        ];
        string batch = await Gate.Receive(
            steward,
            project,
            [
                ("report.dcm", CompanionObjects.ReportOf(image, "Nodule seen by RONALD, 12 mm.")),
                ("image.dcm", image),
                ("contours.dcm", CompanionObjects.StructuresOf(image, "Bladder RONALD")),
                .. bare.Select((c, i) => ($"{i}.dcm", CompanionObjects.Of(image, c, 20 + i))),
            ]
        );
        EntryView entry = await Gate.Entry(steward, project, batch);
        Assert.Equal(9, entry.Files);
        Assert.Null(entry.Decision);
        ImagingEntryDetail detail = await Gate.Images(steward, project, batch, entry.Id);
        Assert.Equal(
            ["dose", "key-objects", "plan", "presentation", "report", "segmentation", "structures", "waveform"],
            detail.Companions.Select(c => c.Object).Order(StringComparer.Ordinal)
        );
        Assert.All(detail.Companions, c => Assert.Equal(("kept", 1), (c.State, c.Images)));
        CompanionView report = detail.Companions.Single(c => c.Object == "report");
        Assert.True(report.Removed + report.Changed > 5 && report.Elements.Count > 20, "header of the report");
        string words = await Text(scene, report.Text);
        Assert.Contains("Finding: ", words, StringComparison.Ordinal);
        Assert.Contains("12 mm", words, StringComparison.Ordinal);
        Assert.DoesNotContain("RONALD", words, StringComparison.OrdinalIgnoreCase);

        // One is left out; taking it back and saying what nobody could mean is refused.
        CompanionView dose = detail.Companions.Single(c => c.Object == "dose");
        DecideCompanionsSaved saved = await Say(steward, project, batch, detail, dose.File, "dropped");
        Assert.Equal((1, 0), (saved.Revision, saved.Undecided));
        await Fails("gate.companions-moved", () => Say(steward, project, batch, detail, dose.File, "kept"));
        detail = await Gate.Images(steward, project, batch, entry.Id);
        await Fails("gate.companion", () => Say(steward, project, batch, detail, dose.File, "open"));
        await Gate.Decide(steward, project, batch, entry.Id, "approve", "Looked at.");
        Assert.Equal(1, (await Gate.DecideBatch(steward, project, batch)).Approved);

        ItemRow item = Assert.Single((await server.Admin.ListItems(project)).Rows);
        List<DicomFile> instances = await Instances(scene);
        Assert.Equal(8, instances.Count);
        DicomFile picture = instances.Single(f => f.Dataset.Contains(Tags.PixelData));
        foreach (DicomFile other in instances.Where(f => f != picture))
        {
            // The same study and patient as the image, and the reference leads to it.
            Assert.Equal(picture.Dataset.GetText(Tags.StudyInstanceUid), other.Dataset.GetText(Tags.StudyInstanceUid));
            Assert.Equal(picture.Dataset.GetText(Tags.PatientId), other.Dataset.GetText(Tags.PatientId));
            Assert.Contains(picture.SopInstanceUid, References(other.Dataset));
        }

        DicomFile contours = instances.Single(f => f.SopClassUid == CompanionObjects.Structures);
        Dataset roi = contours.Dataset.GetItems(new Tag(0x30060020))[0];
        Assert.Equal("Bladder", roi.GetText(new Tag(0x30060026)));
        Assert.Single((await server.Admin.ShowItem(project, item.Id)).Series);
        // Rendering a study draws its pictures and stumbles over nothing beside them.
        string study = $"studies/{picture.Dataset.GetText(Tags.StudyInstanceUid)}";
        (HttpStatusCode drawn, List<(string Type, byte[] Bytes)> pictures) = await scene.Parts(
            study + "/rendered",
            "multipart/related; type=\"image/png\""
        );
        Assert.Equal((HttpStatusCode.OK, 1), (drawn, pictures.Count));
    }

    [Fact]
    public async Task A_document_is_searched_and_passes_only_for_a_reason()
    {
        Assert.SkipUnless(HasPdfTools(), "pdftotext is not installed (package poppler-utils)");
        await using DicomWebTests.Scene scene = await DicomWebTests.Scene.Start();
        (TestServer server, string project, OverreadClient steward) = (scene.Server, scene.Project, scene.Steward);
        byte[] image = ScreenImage.Create("RONALD", modality: "CT", bodyPart: "KNEE");
        byte[] pdf = CompanionObjects.PdfOf("Report on Ronald of 2024-03-05");
        string batch = await Gate.Receive(
            steward,
            project,
            [
                ("image.dcm", image),
                ("letter.dcm", CompanionObjects.DocumentOf(image, pdf)),
                (
                    "page.dcm",
                    CompanionObjects.DocumentOf(image, CompanionObjects.PdfOf("Knee without a finding"), number: 4)
                ),
                (
                    "letter.xml.dcm",
                    CompanionObjects.DocumentOf(
                        image,
                        Encoding.UTF8.GetBytes("<ClinicalDocument><name id='PIDRONALD'>x</name></ClinicalDocument>"),
                        pdf: false,
                        number: 5
                    )
                ),
            ]
        );
        EntryView entry = await Gate.Entry(steward, project, batch);
        Assert.Equal(3, entry.Undecided);
        ImagingEntryDetail detail = await Gate.Images(steward, project, batch, entry.Id);
        Assert.All(detail.Companions, c => Assert.Equal(("open", "document"), (c.State, c.Object)));
        CompanionView letter = detail.Companions.Single(c =>
            c.Problem!.Contains("written date", StringComparison.Ordinal)
        );
        Assert.Contains("PatientName", letter.Problem!, StringComparison.Ordinal);
        Assert.DoesNotContain("onald", letter.Problem!, StringComparison.OrdinalIgnoreCase);
        Assert.Single(
            detail.Companions,
            c =>
                c.Problem
                == "A document that cannot be cleaned; nothing that its header says of somebody was found in its 3 words, which does not say that nobody is named."
        );
        Assert.Single(
            detail.Companions,
            c => c.Problem == "A document that cannot be cleaned; found in its text: PatientID, PatientName."
        );
        Assert.Contains("Report on Ronald", await Text(scene, letter.Text), StringComparison.Ordinal);
        Assert.StartsWith("%PDF", await Text(scene, letter.Document!), StringComparison.Ordinal);

        await Fails("gate.companions", () => Gate.Decide(steward, project, batch, entry.Id, "approve", "Looked at."));
        await Fails("reason.needed", () => Say(steward, project, batch, detail, letter.File, "kept"));
        await Say(
            steward,
            project,
            batch,
            detail,
            letter.File,
            "kept",
            "The person of that name is a part of the example."
        );
        foreach (CompanionView other in detail.Companions.Where(c => c.File != letter.File).ToList())
        {
            detail = await Gate.Images(steward, project, batch, entry.Id);
            await Say(steward, project, batch, detail, other.File, "dropped");
        }

        await Gate.Decide(steward, project, batch, entry.Id, "approve", "Looked at.");
        Assert.Equal(1, (await Gate.DecideBatch(steward, project, batch)).Approved);
        DicomFile passed = (await Instances(scene)).Single(f => !f.Dataset.Contains(Tags.PixelData));
        Assert.True(passed.Dataset.TryGet(Tags.EncapsulatedDocument, out Element? document));
        Assert.True(document.ReadBytes().Span.StartsWith(pdf), "the document as it came");
        Assert.Equal("application/pdf", passed.Dataset.GetText(Tags.MimeTypeOfEncapsulatedDocument));
        IReadOnlyList<RecordEvent> events = await server.Events(project);
        Assert.Single(events, e => e.Type == "CompanionsFound");
        Assert.Equal(3, events.Count(e => e.Type == "CompanionsDecided"));
        Assert.All(
            events.Where(e => e.Type == "CompanionsFound"),
            e => Assert.DoesNotContain("onald", e.Payload!.ToString(), StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    public async Task What_comes_without_its_images_waits_and_joins_them_later()
    {
        await using DicomWebTests.Scene scene = await DicomWebTests.Scene.Start();
        (TestServer server, string project, OverreadClient steward) = (scene.Server, scene.Project, scene.Steward);
        byte[] image = ScreenImage.Create("RONALD", modality: "CT", bodyPart: "KNEE");
        string first = await Gate.Receive(
            steward,
            project,
            [("report.dcm", CompanionObjects.ReportOf(image, "Nodule of 12 mm."))]
        );
        EntryView alone = await Gate.Entry(steward, project, first);
        Assert.Equal("hold", alone.Decision);
        ImagingEntryDetail detail = await Gate.Images(steward, project, first, alone.Id);
        Assert.Equal((true, null), (detail.IsAddition, detail.JoinsItem));
        await Fails("gate.alone", () => Gate.Decide(steward, project, first, alone.Id, "approve", "Looked at."));

        string second = await Gate.Receive(steward, project, [("image.dcm", image)]);
        Assert.Equal(1, (await Gate.ApproveAll(steward, project, second)).Approved);
        ItemRow item = Assert.Single((await server.Admin.ListItems(project)).Rows);
        Assert.Single(await Instances(scene));
        detail = await Gate.Images(steward, project, first, alone.Id);
        Assert.Equal(item.Title, detail.JoinsItem);
        await Gate.Decide(steward, project, first, alone.Id, "approve", "Its images are there.");
        Assert.Equal(1, (await Gate.DecideBatch(steward, project, first)).Approved);

        Assert.Single((await server.Admin.ListItems(project)).Rows);
        Assert.Equal(2, (await Instances(scene)).Count);
        RecordEvent joined = Assert.Single(await server.Events(project), e => e.Type == "CompanionsJoined");
        Assert.Equal(item.Id, joined.Item);
    }

    [Fact]
    public async Task A_dose_finds_its_images_by_way_of_a_plan_and_another_patient_never_does()
    {
        await using DicomWebTests.Scene scene = await DicomWebTests.Scene.Start();
        (TestServer server, string project, OverreadClient steward) = (scene.Server, scene.Project, scene.Steward);
        byte[] image = ScreenImage.Create("RONALD", modality: "CT", bodyPart: "KNEE");
        byte[] contours = OfStudy(CompanionObjects.StructuresOf(image, "Bladder"), "1.2.3.4.77");
        byte[] dose = OfStudy(
            CompanionObjects.Of(
                contours,
                CompanionObjects.Dose,
                6,
                (d, reference) => d.Set(new Element(Tags.ReferencedImageSequence, [reference]))
            ),
            "1.2.3.4.78"
        );
        byte[] stranger = CompanionObjects.StructuresOf(ScreenImage.Create("HAROLD"), "Bladder");
        using DicomFile file = DicomFile.Read(stranger);
        file.Dataset.Set(new Element(Tags.ReferencedImageSequence, [ReferenceTo(image)]));
        string batch = await Gate.Receive(
            steward,
            project,
            [("dose.dcm", dose), ("contours.dcm", contours), ("image.dcm", image), ("other.dcm", Written(file))]
        );
        IReadOnlyList<EntryView> entries = await Gate.Entries(steward, project, batch);
        Assert.Equal([1, 3], entries.Select(e => e.Files).Order());
        Assert.Equal("hold", entries.Single(e => e.Files == 1).Decision);
    }

    [Fact]
    public async Task Readers_get_no_companion_of_what_they_read_and_a_release_lists_it()
    {
        await using DicomWebTests.Scene scene = await DicomWebTests.Scene.Start();
        (TestServer server, string project, OverreadClient steward) = (scene.Server, scene.Project, scene.Steward);
        (OverreadClient reader, _) = await server.Person(project, "reader", "reader");
        byte[] image = ScreenImage.Create("RONALD", modality: "CT", bodyPart: "KNEE");
        string batch = await Gate.Receive(
            steward,
            project,
            [("image.dcm", image), ("report.dcm", CompanionObjects.ReportOf(image, "Nodule of 12 mm."))]
        );
        string report = Assert
            .Single(
                (await Gate.Images(steward, project, batch, (await Gate.Entry(steward, project, batch)).Id)).Companions
            )
            .File;
        await Gate.ApproveAll(steward, project, batch);
        Assert.Equal(2, (await Instances(scene)).Count);
        await reader.NextRead(project);
        scene.Http.DefaultRequestHeaders.Authorization = new("Bearer", await reader.Token("read"));
        Assert.Single(await Instances(scene));
        await Fails("file.unknown", () => reader.GetFile(project, report));
        while (await TestServer.ReadNext(reader, project, _ => "present") is not null) { }

        Bundle bundle = await Bundle.Publish(server, project, "1.0.0");
        string[] table = await File.ReadAllLinesAsync(Path.Combine(bundle.Folder, "exports", "companions.csv"));
        Assert.Equal(2, table.Length);
        Assert.Contains(report, table[1], StringComparison.Ordinal);
        Assert.DoesNotContain(
            report,
            await File.ReadAllTextAsync(Path.Combine(bundle.Folder, "items.csv")),
            StringComparison.Ordinal
        );
        using Stream stream = await server.Admin.GetFile(project, report);
        Assert.True(stream.ReadByte() >= 0);
    }

    private static Task<DecideCompanionsSaved> Say(
        OverreadClient steward,
        string project,
        string batch,
        ImagingEntryDetail entry,
        string file,
        string state,
        string? reason = null
    ) =>
        steward.DecideCompanions(
            project,
            batch,
            entry.Id!,
            new()
            {
                Revision = entry.CompanionRevision,
                Choices =
                [
                    new CompanionChoice
                    {
                        File = file,
                        State = state,
                        Reason = reason,
                    },
                ],
            }
        );

    private static async Task Fails(string code, Func<Task> act) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<OverreadProblemException>(act)).Code);

    private static async Task<List<DicomFile>> Instances(DicomWebTests.Scene scene)
    {
        List<DicomFile> files = [];
        foreach (JsonNode? row in (await scene.Json("instances"))!.AsArray())
        {
            string Value(string tag) => row![tag]!["Value"]![0]!.GetValue<string>();
            (HttpStatusCode status, List<(string Type, byte[] Bytes)> parts) = await scene.Parts(
                $"studies/{Value("0020000D")}/series/{Value("0020000E")}/instances/{Value("00080018")}",
                "multipart/related; type=\"application/dicom\"; transfer-syntax=*"
            );
            Assert.Equal(HttpStatusCode.OK, status);
            files.Add(DicomFile.Read(Assert.Single(parts).Bytes));
        }

        return files;
    }

    private static async Task<string> Text(DicomWebTests.Scene scene, string address)
    {
        using HttpResponseMessage answer = await scene.Http.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("default-src 'none'; sandbox", answer.Headers.GetValues("Content-Security-Policy").Single());
        return await answer.Content.ReadAsStringAsync();
    }

    private static IEnumerable<string> References(Dataset dataset) =>
        dataset.Elements.SelectMany(e =>
            e.Tag == Tags.ReferencedSopInstanceUid ? dataset.GetTexts(e.Tag) : (e.Items ?? []).SelectMany(References)
        );

    private static Dataset ReferenceTo(byte[] image)
    {
        using DicomFile file = DicomFile.Read(image);
        Dataset reference = new();
        reference.Set(Tags.ReferencedSopClassUid, Vr.UI, file.SopClassUid);
        reference.Set(Tags.ReferencedSopInstanceUid, Vr.UI, file.SopInstanceUid);
        return reference;
    }

    private static byte[] OfStudy(byte[] bytes, string study)
    {
        using DicomFile file = DicomFile.Read(bytes);
        file.Dataset.Set(Tags.StudyInstanceUid, Vr.UI, study);
        return Written(file);
    }

    private static byte[] Written(DicomFile file)
    {
        using MemoryStream stream = new();
        file.Write(stream);
        return stream.ToArray();
    }

    private static bool HasPdfTools()
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo("pdftotext", ["-v"]) { RedirectStandardError = true }
            )!;
            process.WaitForExit();
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
