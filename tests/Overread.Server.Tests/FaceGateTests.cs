using System.Text.Json.Nodes;
using Overread.Cli;
using Overread.Cli.Server;
using Overread.Dicom;
using Overread.Dicom.Geometry;
using Overread.Dicom.Phantoms;
using Overread.Dicom.Pixels;

namespace Overread.Server.Tests;

/// <summary>Faces at the gate: a cut is proposed with pictures, a person decides, approval carries it out and marks it.</summary>
public class FaceGateTests
{
    private static readonly HeadPhantom Head = new(
        new HeadPhantomOptions
        {
            Size = 96,
            SliceSpacing = 6,
            Seed = 5,
        }
    );

    internal static List<(string Name, byte[] Bytes)> Files { get; } =
    [.. Head.Files.Select((file, i) => ($"head-{i:000}.dcm", Bytes(file)))];

    [Fact]
    public async Task An_accepted_cut_is_carried_out_and_marked_and_its_pictures_are_destroyed()
    {
        await using TestServer server = await TestServer.Start();
        (string project, ApiClient steward, ApiClient lead) = await Team(server);
        (string batch, string entry, JsonNode face) = await Held(steward, project);
        Assert.True(face["hasCut"]!.GetValue<bool>());
        Assert.Equal("proposed", face["state"]!.GetValue<string>());
        Assert.True(face["skinLeft"]!.GetValue<double>() < 0.01);
        string address = face["address"]!.GetValue<string>().TrimStart('/');
        byte[] before = await steward.GetBytes(address + "before");
        byte[] after = await steward.GetBytes(address + "after");
        Assert.Equal("PNG", System.Text.Encoding.ASCII.GetString(before, 1, 3));
        Assert.NotEqual(before, after);

        await Refused("gate.faces", () => Gate.Decide(steward, project, batch, entry, "approve", "Fine."));
        JsonNode saved = await Choose(steward, project, batch, entry, face, 0, "accepted");
        Assert.Equal(1, saved["revision"]!.GetValue<int>());
        await Gate.Decide(steward, project, batch, entry, "approve", "Before and after were looked at.");
        // Another choice takes the approval back.
        Assert.Equal(
            "hold",
            (await Choose(steward, project, batch, entry, face, 1, "accepted"))["decision"]!.GetValue<string>()
        );
        await Gate.Decide(steward, project, batch, entry, "approve", "Before and after were looked at.");
        Assert.Equal(1, (await Gate.DecideBatch(steward, project, batch))["approved"]!.GetValue<int>());
        await Refused("gate.", () => steward.GetBytes(address + "before"));

        int changed = 0;
        List<DicomFile> items = await Items(lead, project);
        Assert.Equal(Files.Count, items.Count);
        foreach (DicomFile file in items)
        {
            using (file)
            {
                Assert.Equal("NO", file.Dataset.GetText(Tags.RecognizableVisualFeatures));
                Assert.Contains("113102", Codes(file));
                changed += Check(file) ? 1 : 0;
            }
        }

        Assert.True(changed > 10, $"{changed}");
        string events = await Events(server, project);
        foreach (string name in new[] { "FacesSought", "FacesDecided", "FacesRemoved" })
        {
            Assert.Contains(name, events, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_kept_as_it_is_needs_a_reason_and_claims_nothing()
    {
        await using TestServer server = await TestServer.Start();
        (string project, ApiClient steward, ApiClient lead) = await Team(server);
        (string batch, string entry, JsonNode face) = await Held(steward, project);
        await Refused("reason.needed", () => Choose(steward, project, batch, entry, face, 0, "kept"));
        await Choose(steward, project, batch, entry, face, 0, "kept", "A phantom: nobody's face.");
        await Refused("gate.faces-moved", () => Choose(steward, project, batch, entry, face, 0, "accepted"));
        await Gate.Decide(steward, project, batch, entry, "approve", "See the series.");
        await Gate.DecideBatch(steward, project, batch);
        foreach (DicomFile file in await Items(lead, project))
        {
            using (file)
            {
                Assert.False(file.Dataset.Contains(Tags.RecognizableVisualFeatures));
                Assert.DoesNotContain("113102", Codes(file));
                Assert.False(Check(file));
            }
        }
    }

    [Fact]
    public async Task A_series_without_a_cut_says_why_and_is_kept_with_the_reason_of_the_approval()
    {
        await using TestServer server = await TestServer.Start();
        (string project, ApiClient steward, _) = await Team(server);
        string batch = await Gate.Receive(steward, project, Files.Take(3));
        string entry = (await Gate.Entries(steward, project, batch))[0]!["id"]!.GetValue<string>();
        JsonNode face = (await Gate.Entry(steward, project, batch, entry))!["faces"]![0]!;
        Assert.Equal("TooFewSlices", face["problem"]!.GetValue<string>());
        await Refused("gate.no-cut", () => Choose(steward, project, batch, entry, face, 0, "accepted"));
        JsonNode decided = (await Gate.Decide(steward, project, batch, entry, "approve", "Neck alone."))!;
        Assert.Equal("kept", decided["faces"]![0]!["state"]!.GetValue<string>());
        Assert.Equal("Neck alone.", decided["faces"]![0]!["reason"]!.GetValue<string>());
        await Refused(
            "gate.face",
            () => Choose(steward, project, batch, entry, JsonNode.Parse("""{"series":"other"}""")!, 1, "kept", "x")
        );
    }

    /// <summary>True where voxels are missing from a slice; all others are the source's, and none of them is of the brain.</summary>
    private static bool Check(DicomFile file)
    {
        double at = file.Dataset.GetNumbers(Tags.ImagePositionPatient)[2];
        int index = Enumerable.Range(0, Head.SliceCount).MinBy(i => Math.Abs(Head.Plane(i).Origin.Z - at));
        SlicePlane plane = Head.Plane(index);
        Assert.Equal(plane, SlicePlane.Read(file.Dataset));
        PixelFrame was = Frame(Head.Slice(index));
        PixelFrame now = Frame(file);
        bool changed = false;
        for (int i = 0; i < was.Facts.Pixels; i++)
        {
            if (was.Sample(i) != now.Sample(i))
            {
                changed = true;
                Assert.Equal(24, now.Sample(i));
                Assert.False(Head.IsBrain(plane.ToPatient(i % was.Facts.Columns, i / was.Facts.Columns)));
            }
        }

        return changed;
    }

    private static PixelFrame Frame(DicomFile file)
    {
        Assert.True(PixelData.TryOpen(file, out PixelData pixels, out _));
        Assert.True(pixels.TryDecode(0, out PixelFrame frame, out _));
        return frame;
    }

    private static async Task<(string Batch, string Entry, JsonNode Face)> Held(ApiClient steward, string project)
    {
        string batch = await Gate.Receive(steward, project, Files);
        JsonNode entry = (await Gate.Entries(steward, project, batch))[0]!;
        Assert.Equal("hold", entry["decision"]!.GetValue<string>());
        string id = entry["id"]!.GetValue<string>();
        return (batch, id, Assert.Single((await Gate.Entry(steward, project, batch, id))!["faces"]!.AsArray())!);
    }

    internal static async Task<JsonNode> Choose(
        ApiClient steward,
        string project,
        string batch,
        string entry,
        JsonNode face,
        int revision,
        string state,
        string? reason = null
    ) =>
        (
            await steward.Put(
                $"api/projects/{project}/batches/{batch}/entries/{entry}/faces",
                new
                {
                    revision,
                    choices = new[]
                    {
                        new
                        {
                            series = face["series"]!.GetValue<string>(),
                            state,
                            reason,
                        },
                    },
                }
            )
        )!;

    private static async Task Refused(string code, Func<Task> action)
    {
        CommandFailedException refused = await Assert.ThrowsAsync<CommandFailedException>(action);
        Assert.Contains(code, refused.Message, StringComparison.Ordinal);
    }

    private static async Task<List<DicomFile>> Items(ApiClient lead, string project)
    {
        string item = (await lead.Get($"api/projects/{project}/items?take=10"))!["rows"]![0]!["id"]!.GetValue<string>();
        JsonNode facts = (await lead.Get($"api/projects/{project}/items/{item}"))!;
        List<DicomFile> files = [];
        foreach (JsonNode? file in facts["series"]![0]!["files"]!.AsArray())
        {
            byte[] bytes = await lead.GetBytes($"api/projects/{project}/files/{file!["id"]!.GetValue<string>()}");
            files.Add(DicomFile.Read(bytes));
        }

        return files;
    }

    private static async Task<string> Events(TestServer server, string project)
    {
        (ApiClient auditor, _) = await server.Person(project, "auditor", "auditor");
        return await auditor.GetText($"api/record/events?project={project}&take=1000");
    }

    private static async Task<(string Project, ApiClient Steward, ApiClient Lead)> Team(TestServer server)
    {
        string project = await server.Project(1);
        (ApiClient steward, _) = await server.Person(project, "steward", "steward");
        (ApiClient lead, _) = await server.Person(project, "lead", "lead");
        return (project, steward, lead);
    }

    private static IEnumerable<string?> Codes(DicomFile file) =>
        file.Dataset.GetItems(Tags.DeidentificationMethodCodeSequence).Select(item => item.GetText(Tags.CodeValue));

    private static byte[] Bytes(DicomFile file)
    {
        using MemoryStream stream = new();
        file.Write(stream);
        return stream.ToArray();
    }
}
