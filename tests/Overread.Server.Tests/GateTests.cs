using Overread.Client;
using Overread.Client.Model;
using Overread.Dicom;
using Overread.Dicom.Pixels;
using SkiaSharp;
using BatchReport = Overread.Client.Model.BatchReport;

namespace Overread.Server.Tests;

/// <summary>What the gate does with boxes, heads, photos, samples and decisions, over HTTP.</summary>
public class GateTests
{
    private static readonly Tag ImageType = new(0x00080008);

    [Fact]
    public async Task Approved_boxes_are_blanked_in_their_frames_alone_and_the_object_says_so()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward, OverreadClient lead) = await Team(server);
        string batch = await Gate.Receive(steward, project, [("a.dcm", ScreenImage.Create("RONALD", "", frames: 3))]);
        string entry = (await Gate.Entry(steward, project, batch)).Id;
        ImagingEntryDetail detail = await Gate.Images(steward, project, batch, entry);
        string file = detail.Images[0].File;
        await Gate.Boxes(
            steward,
            project,
            batch,
            detail,
            "dismissed",
            Box("one", file, frame: 1, "frame", 100, 100, 20, 10),
            Box("all", file, frame: 0, "image", 10, 10, 30, 30)
        );
        await Gate.Decide(
            steward,
            project,
            batch,
            entry,
            "approve",
            seen: new Dictionary<string, IReadOnlyList<int>> { [file] = [0, 1, 2] }
        );
        GateOutcome outcome = await Gate.DecideBatch(steward, project, batch);
        Assert.Equal(1, outcome.Approved);

        using DicomFile clean = await Download(lead, project, file);
        byte[] pixels = Pixels(clean);
        byte[] source = Pixels(DicomFile.Read(ScreenImage.Create("RONALD", "", frames: 3)));
        for (int frame = 0; frame < 3; frame++)
        {
            for (int y = 0; y < ScreenImage.Height; y++)
            {
                for (int x = 0; x < ScreenImage.Width; x++)
                {
                    int at = (((frame * ScreenImage.Height) + y) * ScreenImage.Width) + x;
                    bool inOne = frame == 1 && x is >= 100 and < 120 && y is >= 100 and < 110;
                    bool inAll = x is >= 10 and < 40 && y is >= 10 and < 40;
                    Assert.True(pixels[at] == (inOne || inAll ? 0 : source[at]), $"frame {frame}, {x}, {y}");
                }
            }
        }

        Assert.Equal("NO", clean.Dataset.GetText(Tags.BurnedInAnnotation));
        Assert.Equal("DERIVED", clean.Dataset.GetTexts(ImageType)[0]);
        Assert.Contains(clean.Dataset.GetItems(Tags.DeidentificationMethodCodeSequence), IsCleanPixels);
        IReadOnlyList<RecordEvent> events = await server.Events(project);
        Assert.Contains(events, e => e.Type == "PixelsBlanked");
        Assert.Contains(events, e => e.Type == "BoxesMarked");
    }

    [Fact]
    public async Task Clean_pixels_are_claimed_only_of_what_a_person_has_had_on_screen_whole()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward, OverreadClient lead) = await Team(server);
        string batch = await Gate.Receive(steward, project, [("a.dcm", ScreenImage.Create("RONALD", "", frames: 3))]);
        string entry = (await Gate.Entry(steward, project, batch)).Id;
        ImagingEntryDetail detail = await Gate.Images(steward, project, batch, entry);
        string file = detail.Images[0].File;
        await Gate.Boxes(steward, project, batch, detail, "dismissed", Box("b", file, 0, "image", 10, 10, 30, 30));
        await Gate.Decide(
            steward,
            project,
            batch,
            entry,
            "approve",
            seen: new Dictionary<string, IReadOnlyList<int>> { [file] = [0, 1] }
        );
        await Gate.DecideBatch(steward, project, batch);
        using DicomFile clean = await Download(lead, project, file);
        Assert.Equal(0, Pixels(clean)[(20 * ScreenImage.Width) + 20]);
        Assert.NotEqual("NO", clean.Dataset.GetText(Tags.BurnedInAnnotation));
        Assert.DoesNotContain(clean.Dataset.GetItems(Tags.DeidentificationMethodCodeSequence), IsCleanPixels);
    }

    [Fact]
    public async Task Text_that_the_window_hides_is_proposed_too_and_a_person_can_bring_it_to_light()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward, _) = await Team(server);
        string batch = await Gate.Receive(
            steward,
            project,
            [("a.dcm", ScreenImage.Create("HARTMAN", "HARTMAN", window: 3000))]
        );
        string entry = (await Gate.Entry(steward, project, batch)).Id;
        ImagingEntryDetail detail = await Gate.Images(steward, project, batch, entry);
        Assert.Contains(detail.Boxes, box => box.Left <= 20 && box.Width >= 160);
        string frame = detail.Images[0].Address + "0";
        using SKBitmap usual = SKBitmap.Decode(await steward.Raw().GetBytes(frame));
        using SKBitmap every = SKBitmap.Decode(await steward.Raw().GetBytes(frame + "?every=true"));
        Assert.Single(usual.Pixels.Distinct());
        Assert.True(every.Pixels.Distinct().Count() > 30);
    }

    [Fact]
    public async Task What_an_ultrasound_shows_beside_its_scan_regions_is_told()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward, _) = await Team(server);
        using DicomFile image = DicomFile.Read(ScreenImage.Create("HARTMAN"));
        Dataset region = new(image.Dataset);
        foreach ((uint tag, int at) in ((uint, int)[])[(0x18, 50), (0x1A, 55), (0x1C, 269), (0x1E, 224)])
        {
            region.Set(new Element(new Tag(0x00186000 | tag), Vr.UL, BitConverter.GetBytes(at)));
        }

        image.Dataset.Set(Tags.SequenceOfUltrasoundRegions, region);
        using MemoryStream stream = new();
        image.Write(stream);
        string batch = await Gate.Receive(steward, project, [("a.dcm", stream.ToArray())]);
        string entry = (await Gate.Entry(steward, project, batch)).Id;
        ImagingEntryDetail detail = await Gate.Images(steward, project, batch, entry);
        Assert.Equal(
            (ScreenImage.Width * ScreenImage.Height) - (220 * 170),
            detail.Images[0].Outside.Sum(box => box.Width * box.Height)
        );
    }

    [Fact]
    public async Task Text_in_the_pixels_is_proposed_and_nothing_passes_before_a_person_says_what_to_do_about_it()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward, _) = await Team(server);
        string batch = await Gate.Receive(
            steward,
            project,
            [("a.dcm", ScreenImage.Create("HARTMAN", "HARTMAN")), ("b.dcm", ScreenImage.Create("ROTH", modality: "CR"))]
        );
        IReadOnlyList<EntryView> entries = await Gate.Entries(steward, project, batch);
        Assert.True(entries[0].Risk > entries[1].Risk);
        string entry = entries[0].Id;
        ImagingEntryDetail detail = await Gate.Images(steward, project, batch, entry);
        GateBox box = detail.Boxes.MaxBy(b => b.Width)!;
        Assert.DoesNotContain("HARTMAN", string.Join(' ', detail.Boxes), StringComparison.Ordinal);
        Assert.InRange(box.Left, 5, 20);
        Assert.InRange(box.Left + box.Width, 180, 200);
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            Gate.Decide(steward, project, batch, entry, "approve")
        );
        Assert.Equal("gate.proposals", refused.Code);
        GateOutcome outcome = await Gate.DecideBatch(steward, project, batch);
        Assert.Equal((1, 1), (outcome.Approved, outcome.Waiting));
        refused = await Assert.ThrowsAsync<OverreadProblemException>(() => Gate.DecideBatch(steward, project, batch));
        Assert.Equal("gate.undecided", refused.Code);
        await Gate.ApproveAll(steward, project, batch);
        BatchReport report = await steward.ShowBatchReport(project, batch);
        Assert.Equal(2, report.Outcome.Approved);
        Assert.True(report.Text.Accepted >= 1);
        Assert.Contains(report.Elements, e => e is { Keyword: "AccessionNumber", Action: "changed" });
        Assert.Equal(2, report.Risk.Patients);
        string bytes = await steward.Raw().GetText($"api/projects/{project}/batches/{batch}/report");
        Assert.DoesNotContain("ROTH", bytes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Heads_are_held_by_rule_and_pass_only_with_a_reason()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward, _) = await Team(server);
        string batch = await Gate.Receive(
            steward,
            project,
            [("a.dcm", ScreenImage.Create("RONALD", modality: "CT", bodyPart: "HEAD"))]
        );
        EntryView entry = await Gate.Entry(steward, project, batch);
        Assert.Equal("hold", entry.Decision);
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            Gate.DecideBatch(steward, project, batch)
        );
        Assert.Equal("gate.undecided", refused.Code);
        string id = entry.Id;
        refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            Gate.Decide(steward, project, batch, id, "approve")
        );
        Assert.Equal("reason.needed", refused.Code);
        await Gate.Decide(steward, project, batch, id, "approve", "Defaced at the source.");
        Assert.Equal(1, (await Gate.DecideBatch(steward, project, batch)).Approved);
    }

    [Fact]
    public async Task A_photo_is_blanked_without_loss_and_its_thumbnail_too()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward, OverreadClient lead) = await Team(server);
        using SkiaSharp.SKBitmap bitmap = new(200, 100);
        bitmap.Erase(SkiaSharp.SKColors.Orange);
        byte[] photo = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Jpeg, 90).ToArray();
        string batch = await Gate.Receive(steward, project, [("a.jpg", photo)]);
        string entry = (await Gate.Entry(steward, project, batch)).Id;
        ImagingEntryDetail detail = await Gate.Images(steward, project, batch, entry);
        string file = detail.Images[0].File;
        await Gate.Boxes(steward, project, batch, detail, "dismissed", Box("b", file, 0, "image", 50, 20, 60, 30));
        await Gate.Decide(steward, project, batch, entry, "approve");
        await Gate.DecideBatch(steward, project, batch);
        (Task<Stream> Answer, double Scale)[] served =
        [
            (lead.GetFile(project, file), 1.0),
            (lead.GetThumbnail(project, file), 0.8),
        ];
        foreach ((Task<Stream> answer, double scale) in served)
        {
            using SkiaSharp.SKBitmap picture = SkiaSharp.SKBitmap.Decode(await answer.Bytes());
            Assert.Equal(SkiaSharp.SKColors.Black, picture.GetPixel((int)(80 * scale), (int)(35 * scale)));
            Assert.InRange(picture.GetPixel((int)(20 * scale), (int)(35 * scale)).Red, 240, 255);
        }
    }

    [Fact]
    public async Task A_sampled_review_bounds_the_leak_rate_and_counts_what_people_found()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward, _) = await Team(server);
        string batch = await Gate.Receive(
            steward,
            project,
            Enumerable
                .Range(0, 12)
                .Select(i => ($"{i}.dcm", ScreenImage.Create(new string('A', i + 1), modality: "CR")))
        );
        BatchReport report = await steward.DrawSample(project, batch, new() { Size = 5 });
        Assert.Equal(1, report.Review.Bound);
        List<EntryView> sampled = [.. (await Gate.Entries(steward, project, batch)).Where(e => e.Sampled)];
        Assert.Equal(5, sampled.Count);
        foreach ((EntryView entry, int i) in sampled.Select((e, i) => (e, i)))
        {
            string id = entry.Id;
            if (i == 0)
            {
                await steward.MarkLeak(project, batch, id, new() { Found = true });
            }

            await Gate.Decide(
                steward,
                project,
                batch,
                id,
                i == 0 ? "reject" : "approve",
                i == 0 ? "Something was missed" : null
            );
        }

        GateOutcome outcome = await Gate.DecideBatch(steward, project, batch);
        Assert.Equal((11, 1), (outcome.Approved, outcome.Rejected));
        Assert.Equal((5, 1), (outcome.Reviewed, outcome.Leaks));
        // One of five, one-sided 95 %: the root of (1-p)^5 + 5p(1-p)^4 = .05.
        Assert.Equal(0.657408, outcome.LeakBound, 5);
    }

    [Fact]
    public async Task What_a_person_found_in_an_entry_keeps_it_until_somebody_says_what_became_of_that()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward, OverreadClient lead) = await Team(server);
        string batch = await Gate.Receive(
            steward,
            project,
            [("a.dcm", ScreenImage.Create("A", modality: "CR")), ("b.dcm", ScreenImage.Create("B", modality: "CR"))]
        );
        IReadOnlyList<EntryView> entries = await Gate.Entries(steward, project, batch);
        string found = entries[0].Id;
        await Gate.Decide(steward, project, batch, found, "approve");
        // It takes an approval of before back.
        await steward.MarkLeak(project, batch, found, new() { Found = true });
        Assert.Equal(1, (await Gate.DecideBatch(steward, project, batch)).Approved);
        Assert.Equal(found, (await Gate.Entry(steward, project, batch)).Id);
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            Gate.Decide(steward, project, batch, found, "approve")
        );
        Assert.Equal("reason.needed", refused.Code);
        await Gate.Decide(steward, project, batch, found, "approve", "It was a phantom's name.");
        Assert.Equal(1, (await Gate.DecideBatch(steward, project, batch)).Approved);
        Assert.Equal(2, (await lead.ListItems(project)).Rows.Count);
    }

    [Fact]
    public async Task What_another_steward_rejected_passes_for_a_reason_alone()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward, _) = await Team(server);
        string batch = await Gate.Receive(steward, project, [("a.dcm", ScreenImage.Create("A", modality: "CR"))]);
        string entry = (await Gate.Entry(steward, project, batch)).Id;
        await Gate.Decide(steward, project, batch, entry, "reject", "A name is in it.");
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            Gate.Decide(steward, project, batch, entry, "approve")
        );
        Assert.Equal("reason.needed", refused.Code);
        Assert.Equal("reject", (await Gate.Entry(steward, project, batch)).Decision);
    }

    [Fact]
    public async Task A_file_that_broke_off_on_its_way_is_told_of()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward, _) = await Team(server);
        string batch = await Gate.Send(steward, project, [("a.dcm", ScreenImage.Create("A", modality: "CR"))]);
        using MemoryStream half = new(new byte[700]);
        await steward.AppendUpload(project, batch, "half", half, 0, 1450, "half-file.dcm");
        using MemoryStream more = new(new byte[10]);
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            steward.AppendUpload(project, batch, "half", more, 700, 1_000_000, "half-file.dcm")
        );
        Assert.Equal("upload.total", refused.Code);
        await steward.WaitForJob<IntakeResult>(await steward.CloseBatch(project, batch));
        ShowGateDetail report = await steward.ShowBatch(project, batch);
        IntakeProblem problem = Assert.Single(report.Problems, p => p.Path == "half-file.dcm");
        Assert.Equal("refused", problem.Kind);
        Assert.Contains("700 of 1450 bytes", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Boxes_outside_the_picture_a_dropped_proposal_and_an_old_revision_are_refused()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward, _) = await Team(server);
        string batch = await Gate.Receive(steward, project, [("a.dcm", ScreenImage.Create("RONALD"))]);
        string entry = (await Gate.Entry(steward, project, batch)).Id;
        ImagingEntryDetail detail = await Gate.Images(steward, project, batch, entry);
        string file = detail.Images[0].File;
        foreach (
            GateBox wrong in new[]
            {
                Box("b", file, 0, "image", 300, 10, 30, 30),
                Box("b", file, 0, "image", -1, 10, 30, 30),
                Box("b", file, 0, "image", int.MaxValue, 10, 30, 30),
                Box("b", file, 1, "frame", 10, 10, 30, 30),
                Box("b", "other", 0, "image", 10, 10, 30, 30),
                Box("b", file, 0, "all", 10, 10, 30, 30),
            }
        )
        {
            OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
                Gate.Boxes(steward, project, batch, detail, "accepted", wrong)
            );
            Assert.Equal("gate.box", refused.Code);
        }

        await Gate.Boxes(steward, project, batch, detail, "accepted", Box("b", file, 0, "image", 1, 1, 5, 5));
        OverreadProblemException stale = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            Gate.Boxes(steward, project, batch, detail, "accepted")
        );
        Assert.Equal("gate.boxes-moved", stale.Code);
    }

    internal static GateBox Box(
        string id,
        string file,
        int frame,
        string reach,
        int left,
        int top,
        int width,
        int height
    ) =>
        new()
        {
            Id = id,
            File = file,
            Frame = frame,
            Reach = reach,
            Left = left,
            Top = top,
            Width = width,
            Height = height,
            Origin = "hand",
            State = "accepted",
        };

    private static bool IsCleanPixels(Dataset code) => code.GetText(Tags.CodeValue) == "113101";

    private static async Task<(string Project, OverreadClient Steward, OverreadClient Lead)> Team(TestServer server)
    {
        string project = await server.Project(1);
        (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
        (OverreadClient lead, _) = await server.Person(project, "lead", "lead");
        return (project, steward, lead);
    }

    private static async Task<DicomFile> Download(OverreadClient client, string project, string file) =>
        DicomFile.Read(await client.GetFile(project, file).Bytes());

    private static byte[] Pixels(DicomFile file)
    {
        Assert.True(PixelData.TryOpen(file, out PixelData pixels, out _));
        List<byte> all = [];
        for (int i = 0; i < pixels.Count; i++)
        {
            Assert.True(pixels.TryDecode(i, out PixelFrame frame, out _));
            all.AddRange(frame.Data.ToArray());
        }

        return [.. all];
    }
}
