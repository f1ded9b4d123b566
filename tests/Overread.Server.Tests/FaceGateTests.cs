using System.Text.Json;
using Overread.Client;
using Overread.Client.Model;
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
        (string project, OverreadClient steward, OverreadClient lead) = await Team(server);
        (string batch, string entry, FaceView face) = await Held(steward, project);
        Assert.True(face.HasCut);
        Assert.Equal("proposed", face.State);
        Assert.True(face.SkinLeft < 0.01);
        byte[] before = await steward.Raw().GetBytes(face.Address + "before");
        byte[] after = await steward.Raw().GetBytes(face.Address + "after");
        Assert.Equal("PNG", System.Text.Encoding.ASCII.GetString(before, 1, 3));
        Assert.NotEqual(before, after);

        await Refused("gate.faces", () => Gate.Decide(steward, project, batch, entry, "approve", "Fine."));
        DecideFacesSaved saved = await Choose(steward, project, batch, entry, face.Series, 0, "accepted");
        Assert.Equal(1, saved.Revision);
        await Gate.Decide(steward, project, batch, entry, "approve", "Before and after were looked at.");
        // Another choice takes the approval back.
        saved = await Choose(steward, project, batch, entry, face.Series, 1, "accepted");
        Assert.Equal("hold", saved.Decision);
        await Gate.Decide(steward, project, batch, entry, "approve", "Before and after were looked at.");
        Assert.Equal(1, (await Gate.DecideBatch(steward, project, batch)).Approved);
        await Refused("gate.unknown", () => steward.ShowFacePicture(project, batch, entry, face.Series, "before"));

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
        IReadOnlyList<RecordEvent> events = await server.Events(project);
        foreach (string name in new[] { "FacesSought", "FacesDecided", "FacesRemoved" })
        {
            Assert.Contains(events, e => e.Type == name);
        }
    }

    [Fact]
    public async Task What_is_kept_as_it_is_needs_a_reason_and_claims_nothing()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward, OverreadClient lead) = await Team(server);
        (string batch, string entry, FaceView face) = await Held(steward, project);
        await Refused("reason.needed", () => Choose(steward, project, batch, entry, face.Series, 0, "kept"));
        await Choose(steward, project, batch, entry, face.Series, 0, "kept", "A phantom: nobody's face.");
        await Refused("gate.faces-moved", () => Choose(steward, project, batch, entry, face.Series, 0, "accepted"));
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
        (string project, OverreadClient steward, _) = await Team(server);
        string batch = await Gate.Receive(steward, project, Files.Take(3));
        string entry = (await Gate.Entry(steward, project, batch)).Id;
        FaceView face = (await Gate.Images(steward, project, batch, entry)).Faces[0];
        Assert.Equal("TooFewSlices", face.Problem);
        await Refused("gate.no-cut", () => Choose(steward, project, batch, entry, face.Series, 0, "accepted"));
        EntryDetail decided = await Gate.Decide(steward, project, batch, entry, "approve", "Neck alone.");
        face = Assert.IsType<ImagingEntryDetail>(decided).Faces[0];
        Assert.Equal(("kept", "Neck alone."), (face.State, face.Reason));
        await Refused("gate.face", () => Choose(steward, project, batch, entry, "other", 1, "kept", "x"));
    }

    [Fact]
    public async Task A_head_that_calls_itself_a_knee_is_held_all_the_same()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward, _) = await Team(server);
        List<(string, byte[])> knee = [];
        foreach ((string name, byte[] bytes) in Files)
        {
            using DicomFile file = DicomFile.Read(bytes);
            file.Dataset.Set(Tags.BodyPartExamined, "KNEE");
            foreach (Tag said in new[] { Tags.StudyDescription, Tags.SeriesDescription, Tags.ProtocolName })
            {
                file.Dataset.Set(said, "Knie links");
            }

            knee.Add((name, Bytes(file)));
        }

        string batch = await Gate.Receive(steward, project, knee);
        EntryView entry = await Gate.Entry(steward, project, batch);
        Assert.Equal("hold", entry.Decision);
        ImagingEntryDetail detail = await Gate.Images(steward, project, batch, entry.Id);
        Assert.Contains(detail.RiskReasons, reason => reason.StartsWith("A skull is in it", StringComparison.Ordinal));
        Assert.True(Assert.Single(detail.Faces).HasCut);
    }

    [Theory]
    [InlineData("ct", "A skull is in it")]
    [InlineData("OT", "A skull is in it")]
    [InlineData("a series for each slice", "A skull is in it")]
    [InlineData("no positions", "Its header names a region without a face")]
    [InlineData("no scale", "Its header names a region without a face")]
    public async Task A_head_under_a_false_name_is_held_however_its_series_is_written(string kind, string reason)
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward, _) = await Team(server);
        List<(string, byte[])> knee = [];
        foreach ((string name, byte[] bytes) in Files)
        {
            using DicomFile file = DicomFile.Read(bytes);
            file.Dataset.Set(Tags.BodyPartExamined, "KNEE");
            foreach (Tag said in new[] { Tags.StudyDescription, Tags.SeriesDescription, Tags.ProtocolName })
            {
                file.Dataset.Set(said, "Knie links");
            }

            switch (kind)
            {
                case "ct" or "OT":
                    file.Dataset.Set(Tags.Modality, kind);
                    break;
                case "a series for each slice":
                    file.Dataset.Set(Tags.SeriesInstanceUid, $"1.2.3.{knee.Count + 1}");
                    break;
                case "no positions":
                    file.Dataset.Remove(Tags.ImagePositionPatient);
                    break;
                default:
                    file.Dataset.Remove(Tags.RescaleIntercept);
                    file.Dataset.Remove(Tags.RescaleSlope);
                    break;
            }

            knee.Add((name, Bytes(file)));
        }

        string batch = await Gate.Receive(steward, project, knee);
        EntryView entry = await Gate.Entry(steward, project, batch);
        Assert.Equal("hold", entry.Decision);
        Assert.Contains(entry.RiskReasons, said => said.StartsWith(reason, StringComparison.Ordinal));
        // Approving the batch does not reach it.
        await Refused("gate.undecided", () => Gate.DecideBatch(steward, project, batch));
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

    private static async Task<(string Batch, string Entry, FaceView Face)> Held(OverreadClient steward, string project)
    {
        string batch = await Gate.Receive(steward, project, Files);
        EntryView entry = await Gate.Entry(steward, project, batch);
        Assert.Equal("hold", entry.Decision);
        return (batch, entry.Id, Assert.Single((await Gate.Images(steward, project, batch, entry.Id)).Faces));
    }

    internal static Task<DecideFacesSaved> Choose(
        OverreadClient steward,
        string project,
        string batch,
        string entry,
        string series,
        int revision,
        string state,
        string? reason = null
    )
    {
        FaceChoice choice = new()
        {
            Series = series,
            State = state,
            Reason = reason,
        };
        return steward.DecideFaces(project, batch, entry, new() { Revision = revision, Choices = [choice] });
    }

    private static async Task Refused(string code, Func<Task> action)
    {
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(action);
        Assert.Equal(code, refused.Code);
    }

    private static async Task<List<DicomFile>> Items(OverreadClient lead, string project)
    {
        ItemRow item = Assert.Single((await lead.ListItems(project, take: 10)).Rows);
        List<DicomFile> files = [];
        foreach (FileView file in (await lead.ShowItem(project, item.Id)).Series[0].Files)
        {
            files.Add(DicomFile.Read(await lead.GetFile(project, file.Id).Bytes()));
        }

        return files;
    }

    private static async Task<(string Project, OverreadClient Steward, OverreadClient Lead)> Team(TestServer server)
    {
        string project = await server.Project(1);
        (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
        (OverreadClient lead, _) = await server.Person(project, "lead", "lead");
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
