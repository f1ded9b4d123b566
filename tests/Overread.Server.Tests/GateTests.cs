using System.Text.Json.Nodes;
using Overread.Cli;
using Overread.Cli.Server;
using Overread.Dicom;
using Overread.Dicom.Pixels;
using SkiaSharp;

namespace Overread.Server.Tests;

/// <summary>What the gate does with boxes, heads, photos, samples and decisions, over HTTP.</summary>
public class GateTests
{
    private static readonly Tag ImageType = new(0x00080008);

    [Fact]
    public async Task Approved_boxes_are_blanked_in_their_frames_alone_and_the_object_says_so()
    {
        await using TestServer server = await TestServer.Start();
        (string project, ApiClient steward, ApiClient lead) = await Team(server);
        string batch = await Gate.Receive(steward, project, [("a.dcm", ScreenImage.Create("RONALD", "", frames: 3))]);
        string entry = (await Gate.Entries(steward, project, batch))[0]!["id"]!.GetValue<string>();
        JsonNode detail = (await Gate.Entry(steward, project, batch, entry))!;
        string file = detail["images"]![0]!["file"]!.GetValue<string>();
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
            seen: new Dictionary<string, int[]> { [file] = [0, 1, 2] }
        );
        JsonNode outcome = await Gate.DecideBatch(steward, project, batch);
        Assert.Equal(1, outcome["approved"]!.GetValue<int>());

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
        string events = await Auditor(server, project);
        Assert.Contains("PixelsBlanked", events, StringComparison.Ordinal);
        Assert.Contains("BoxesMarked", events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clean_pixels_are_claimed_only_of_what_a_person_has_had_on_screen_whole()
    {
        await using TestServer server = await TestServer.Start();
        (string project, ApiClient steward, ApiClient lead) = await Team(server);
        string batch = await Gate.Receive(steward, project, [("a.dcm", ScreenImage.Create("RONALD", "", frames: 3))]);
        string entry = (await Gate.Entries(steward, project, batch))[0]!["id"]!.GetValue<string>();
        JsonNode detail = (await Gate.Entry(steward, project, batch, entry))!;
        string file = detail["images"]![0]!["file"]!.GetValue<string>();
        await Gate.Boxes(steward, project, batch, detail, "dismissed", Box("b", file, 0, "image", 10, 10, 30, 30));
        await Gate.Decide(
            steward,
            project,
            batch,
            entry,
            "approve",
            seen: new Dictionary<string, int[]> { [file] = [0, 1] }
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
        Assert.SkipUnless(File.Exists("/usr/bin/tesseract"), "tesseract is not installed");
        await using TestServer server = await TestServer.Start();
        (string project, ApiClient steward, _) = await Team(server);
        string batch = await Gate.Receive(
            steward,
            project,
            [("a.dcm", ScreenImage.Create("HARTMAN", "HARTMAN", window: 3000))]
        );
        string entry = (await Gate.Entries(steward, project, batch))[0]!["id"]!.GetValue<string>();
        JsonNode detail = (await Gate.Entry(steward, project, batch, entry))!;
        Assert.Contains(
            detail["boxes"]!.AsArray(),
            box => box!["left"]!.GetValue<int>() <= 20 && box["width"]!.GetValue<int>() >= 160
        );
        string frame = detail["images"]![0]!["address"]!.GetValue<string>() + "0";
        using SKBitmap usual = SKBitmap.Decode(await steward.GetBytes(frame));
        using SKBitmap every = SKBitmap.Decode(await steward.GetBytes(frame + "?every=true"));
        Assert.Single(usual.Pixels.Distinct());
        Assert.True(every.Pixels.Distinct().Count() > 30);
    }

    [Fact]
    public async Task What_an_ultrasound_shows_beside_its_scan_regions_is_told()
    {
        await using TestServer server = await TestServer.Start();
        (string project, ApiClient steward, _) = await Team(server);
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
        string entry = (await Gate.Entries(steward, project, batch))[0]!["id"]!.GetValue<string>();
        JsonNode detail = (await Gate.Entry(steward, project, batch, entry))!;
        JsonArray outside = detail["images"]![0]!["outside"]!.AsArray();
        Assert.Equal(
            (ScreenImage.Width * ScreenImage.Height) - (220 * 170),
            outside.Sum(box => box!["width"]!.GetValue<int>() * box["height"]!.GetValue<int>())
        );
    }

    [Fact]
    public async Task Text_in_the_pixels_is_proposed_and_nothing_passes_before_a_person_says_what_to_do_about_it()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/tesseract"), "tesseract is not installed");
        await using TestServer server = await TestServer.Start();
        (string project, ApiClient steward, _) = await Team(server);
        string batch = await Gate.Receive(
            steward,
            project,
            [("a.dcm", ScreenImage.Create("HARTMAN", "HARTMAN")), ("b.dcm", ScreenImage.Create("ROTH", modality: "CR"))]
        );
        JsonArray entries = await Gate.Entries(steward, project, batch);
        Assert.True(entries[0]!["risk"]!.GetValue<double>() > entries[1]!["risk"]!.GetValue<double>());
        string entry = entries[0]!["id"]!.GetValue<string>();
        JsonNode detail = (await Gate.Entry(steward, project, batch, entry))!;
        JsonNode box = detail["boxes"]!.AsArray().MaxBy(b => b!["width"]!.GetValue<int>())!;
        Assert.DoesNotContain("HARTMAN", detail["boxes"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.InRange(box["left"]!.GetValue<int>(), 5, 20);
        Assert.InRange(box["left"]!.GetValue<int>() + box["width"]!.GetValue<int>(), 180, 200);
        CommandFailedException refused = await Assert.ThrowsAsync<CommandFailedException>(() =>
            Gate.Decide(steward, project, batch, entry, "approve")
        );
        Assert.Contains("gate.proposals", refused.Message, StringComparison.Ordinal);
        JsonNode outcome = await Gate.DecideBatch(steward, project, batch);
        Assert.Equal((1, 1), (outcome["approved"]!.GetValue<int>(), outcome["waiting"]!.GetValue<int>()));
        refused = await Assert.ThrowsAsync<CommandFailedException>(() => Gate.DecideBatch(steward, project, batch));
        Assert.Contains("gate.undecided", refused.Message, StringComparison.Ordinal);
        await Gate.ApproveAll(steward, project, batch);
        JsonNode report = (await steward.Get($"api/projects/{project}/batches/{batch}/report"))!;
        Assert.Equal(2, report["outcome"]!["approved"]!.GetValue<int>());
        Assert.True(report["text"]!["accepted"]!.GetValue<int>() >= 1);
        Assert.Contains(
            report["elements"]!.AsArray(),
            e => e!["keyword"]!.GetValue<string>() == "AccessionNumber" && e["action"]!.GetValue<string>() == "changed"
        );
        Assert.Equal(2, report["risk"]!["patients"]!.GetValue<int>());
        Assert.DoesNotContain("ROTH", report.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Heads_are_held_by_rule_and_pass_only_with_a_reason()
    {
        await using TestServer server = await TestServer.Start();
        (string project, ApiClient steward, _) = await Team(server);
        string batch = await Gate.Receive(
            steward,
            project,
            [("a.dcm", ScreenImage.Create("RONALD", modality: "CT", bodyPart: "HEAD"))]
        );
        JsonNode entry = (await Gate.Entries(steward, project, batch))[0]!;
        Assert.Equal("hold", entry["decision"]!.GetValue<string>());
        CommandFailedException refused = await Assert.ThrowsAsync<CommandFailedException>(() =>
            Gate.DecideBatch(steward, project, batch)
        );
        Assert.Contains("gate.undecided", refused.Message, StringComparison.Ordinal);
        string id = entry["id"]!.GetValue<string>();
        refused = await Assert.ThrowsAsync<CommandFailedException>(() =>
            Gate.Decide(steward, project, batch, id, "approve")
        );
        Assert.Contains("reason.needed", refused.Message, StringComparison.Ordinal);
        await Gate.Decide(steward, project, batch, id, "approve", "Defaced at the source.");
        Assert.Equal(1, (await Gate.DecideBatch(steward, project, batch))["approved"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_photo_is_blanked_without_loss_and_its_thumbnail_too()
    {
        await using TestServer server = await TestServer.Start();
        (string project, ApiClient steward, ApiClient lead) = await Team(server);
        using SkiaSharp.SKBitmap bitmap = new(200, 100);
        bitmap.Erase(SkiaSharp.SKColors.Orange);
        byte[] photo = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Jpeg, 90).ToArray();
        string batch = await Gate.Receive(steward, project, [("a.jpg", photo)]);
        string entry = (await Gate.Entries(steward, project, batch))[0]!["id"]!.GetValue<string>();
        JsonNode detail = (await Gate.Entry(steward, project, batch, entry))!;
        string file = detail["images"]![0]!["file"]!.GetValue<string>();
        await Gate.Boxes(steward, project, batch, detail, "dismissed", Box("b", file, 0, "image", 50, 20, 60, 30));
        await Gate.Decide(steward, project, batch, entry, "approve");
        await Gate.DecideBatch(steward, project, batch);
        foreach ((string address, double scale) in new[] { ("", 1.0), ("/thumbnail", 0.8) })
        {
            string path = Path.GetTempFileName();
            await lead.Download($"api/projects/{project}/files/{file}{address}", path);
            using SkiaSharp.SKBitmap served = SkiaSharp.SKBitmap.Decode(path);
            File.Delete(path);
            Assert.Equal(SkiaSharp.SKColors.Black, served.GetPixel((int)(80 * scale), (int)(35 * scale)));
            Assert.InRange(served.GetPixel((int)(20 * scale), (int)(35 * scale)).Red, 240, 255);
        }
    }

    [Fact]
    public async Task A_sampled_review_bounds_the_leak_rate_and_counts_what_people_found()
    {
        await using TestServer server = await TestServer.Start();
        (string project, ApiClient steward, _) = await Team(server);
        string batch = await Gate.Receive(
            steward,
            project,
            Enumerable
                .Range(0, 12)
                .Select(i => ($"{i}.dcm", ScreenImage.Create(new string('A', i + 1), modality: "CR")))
        );
        JsonNode report = (await steward.Post($"api/projects/{project}/batches/{batch}/sample", new { size = 5 }))!;
        Assert.Equal(1, report["review"]!["bound"]!.GetValue<double>());
        List<JsonNode> sampled =
        [
            .. (await Gate.Entries(steward, project, batch)).Select(e => e!).Where(e => e["sampled"]!.GetValue<bool>()),
        ];
        Assert.Equal(5, sampled.Count);
        foreach ((JsonNode entry, int i) in sampled.Select((e, i) => (e, i)))
        {
            string id = entry["id"]!.GetValue<string>();
            if (i == 0)
            {
                await steward.Post($"api/projects/{project}/batches/{batch}/entries/{id}/leak", new { found = true });
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

        JsonNode outcome = await Gate.DecideBatch(steward, project, batch);
        Assert.Equal((11, 1), (outcome["approved"]!.GetValue<int>(), outcome["rejected"]!.GetValue<int>()));
        Assert.Equal((5, 1), (outcome["reviewed"]!.GetValue<int>(), outcome["leaks"]!.GetValue<int>()));
        // One of five, one-sided 95 %: the root of (1-p)^5 + 5p(1-p)^4 = .05.
        Assert.Equal(0.657408, outcome["leakBound"]!.GetValue<double>(), 5);
    }

    [Fact]
    public async Task Boxes_outside_the_picture_a_dropped_proposal_and_an_old_revision_are_refused()
    {
        await using TestServer server = await TestServer.Start();
        (string project, ApiClient steward, _) = await Team(server);
        string batch = await Gate.Receive(steward, project, [("a.dcm", ScreenImage.Create("RONALD"))]);
        string entry = (await Gate.Entries(steward, project, batch))[0]!["id"]!.GetValue<string>();
        JsonNode detail = (await Gate.Entry(steward, project, batch, entry))!;
        string file = detail["images"]![0]!["file"]!.GetValue<string>();
        foreach (
            JsonNode wrong in new[]
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
            CommandFailedException refused = await Assert.ThrowsAsync<CommandFailedException>(() =>
                Gate.Boxes(steward, project, batch, detail, "accepted", wrong)
            );
            Assert.Contains("gate.box,", refused.Message, StringComparison.Ordinal);
        }

        await Gate.Boxes(steward, project, batch, detail, "accepted", Box("b", file, 0, "image", 1, 1, 5, 5));
        CommandFailedException stale = await Assert.ThrowsAsync<CommandFailedException>(() =>
            Gate.Boxes(steward, project, batch, detail, "accepted")
        );
        Assert.Contains("gate.boxes-moved", stale.Message, StringComparison.Ordinal);
    }

    internal static JsonNode Box(
        string id,
        string file,
        int frame,
        string reach,
        int left,
        int top,
        int width,
        int height
    ) =>
        new JsonObject
        {
            ["id"] = id,
            ["file"] = file,
            ["frame"] = frame,
            ["reach"] = reach,
            ["left"] = left,
            ["top"] = top,
            ["width"] = width,
            ["height"] = height,
            ["origin"] = "hand",
            ["state"] = "accepted",
        };

    private static bool IsCleanPixels(Dataset code) => code.GetText(Tags.CodeValue) == "113101";

    private static async Task<(string Project, ApiClient Steward, ApiClient Lead)> Team(TestServer server)
    {
        string project = await server.Project(1);
        (ApiClient steward, _) = await server.Person(project, "steward", "steward");
        (ApiClient lead, _) = await server.Person(project, "lead", "lead");
        return (project, steward, lead);
    }

    private static async Task<string> Auditor(TestServer server, string project)
    {
        (ApiClient auditor, _) = await server.Person(project, "auditor", "auditor");
        return await auditor.GetText($"api/record/events?project={project}&take=1000");
    }

    private static async Task<DicomFile> Download(ApiClient client, string project, string file)
    {
        string path = Path.GetTempFileName();
        await client.Download($"api/projects/{project}/files/{file}", path);
        byte[] bytes = await File.ReadAllBytesAsync(path);
        File.Delete(path);
        return DicomFile.Read(bytes);
    }

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
