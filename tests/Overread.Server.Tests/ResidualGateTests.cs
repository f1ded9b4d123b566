using Overread.Client;
using Overread.Client.Model;
using Overread.Dicom;

namespace Overread.Server.Tests;

/// <summary>A value of the source that is still in the output holds its entry until a person has said of each what becomes of it.</summary>
public class ResidualGateTests
{
    private static readonly Tag Distance = new(0x00181110);
    private const string Finding = "PatientID in DistanceSourceToDetector";

    [Fact]
    public async Task An_element_in_which_a_name_is_still_found_is_taken_out_or_kept_for_a_reason()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
        string batch = await Gate.Receive(steward, project, [("a.dcm", Image(1)), ("b.dcm", Image(2))]);
        IReadOnlyList<EntryView> entries = await Gate.Entries(steward, project, batch);
        Assert.All(entries, e => Assert.Equal("hold", e.Decision));
        ImagingEntryDetail detail = await Gate.Images(steward, project, batch, entries[0].Id);
        GateResidual found = Assert.Single(detail.Residuals, r => r.Finding == Finding);
        Assert.Equal((true, "open"), (found.CanRemove, found.State));
        await Fails(
            "gate.residuals",
            () => Gate.Decide(steward, project, batch, entries[0].Id, "approve", "Looked at.")
        );

        await Fails("reason.needed", () => Say(steward, project, batch, detail, "kept"));
        await Fails("gate.residual", () => Say(steward, project, batch, detail, "gone"));
        DecideResidualsSaved saved = await Say(steward, project, batch, detail, "removed");
        Assert.Equal(1, saved.Revision);
        await Fails("gate.residuals-moved", () => Say(steward, project, batch, detail, "open"));
        await Gate.Decide(steward, project, batch, entries[0].Id, "approve", "The element goes.");

        ImagingEntryDetail other = await Gate.Images(steward, project, batch, entries[1].Id);
        await Say(steward, project, batch, other, "kept", "A distance, not the person.");
        await Gate.Decide(steward, project, batch, entries[1].Id, "approve", "Kept for a reason.");
        Assert.Equal(2, (await Gate.DecideBatch(steward, project, batch)).Approved);

        List<string> parts = [];
        foreach (ItemRow item in (await server.Admin.ListItems(project)).Rows)
        {
            string file = (await server.Admin.ShowItem(project, item.Id)).Series[0].Files[0].Id;
            using Stream stream = await server.Admin.GetFile(project, file);
            using MemoryStream bytes = new();
            await stream.CopyToAsync(bytes);
            using DicomFile read = DicomFile.Read(bytes.ToArray());
            Assert.True(read.Dataset.Contains(Distance));
            parts.Add(read.Dataset.GetText(Distance) is { Length: > 0 } distance ? distance : "none");
        }

        Assert.Single(parts, "none");
        Assert.Single(parts, p => p.StartsWith("4471903", StringComparison.Ordinal));
        IReadOnlyList<RecordEvent> events = await server.Events(project);
        Assert.Equal(2, events.Count(e => e.Type == "ResidualsDecided"));
        RecordEvent removed = Assert.Single(events, e => e.Type == "ResidualsRemoved");
        Assert.Contains("DistanceSourceToDetector", removed.Payload!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_among_the_bytes_of_the_pixels_is_found_and_cannot_be_taken_out()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
        using DicomFile file = DicomFile.Read(Image(3));
        file.Dataset.Set(Tags.PatientName, Vr.PN, "QUILLFEATHER^A");
        file.Dataset.Remove(Distance);
        Assert.True(file.Dataset.TryGet(Tags.PixelData, out Element? stored));
        byte[] pixels = stored.ReadBytes().ToArray();
        "QUILLFEATHER"u8.CopyTo(pixels.AsSpan(3000));
        file.Dataset.Set(new Element(Tags.PixelData, Vr.OB, pixels));
        using MemoryStream bytes = new();
        file.Write(bytes);
        string batch = await Gate.Receive(steward, project, [("a.dcm", bytes.ToArray())]);
        EntryView entry = await Gate.Entry(steward, project, batch);
        ImagingEntryDetail detail = await Gate.Images(steward, project, batch, entry.Id);
        GateResidual found = Assert.Single(detail.Residuals);
        Assert.Equal(("PatientName in PixelData", false), (found.Finding, found.CanRemove));
        await Fails("gate.residual", () => Say(steward, project, batch, detail, "removed"));
    }

    private static Task<DecideResidualsSaved> Say(
        OverreadClient steward,
        string project,
        string batch,
        ImagingEntryDetail entry,
        string state,
        string? reason = null
    ) =>
        steward.DecideResiduals(
            project,
            batch,
            entry.Id!,
            new()
            {
                Revision = entry.ResidualRevision,
                Choices =
                [
                    .. entry.Residuals.Select(r => new ResidualChoice
                    {
                        Finding = r.Finding,
                        State = state,
                        Reason = reason,
                    }),
                ],
            }
        );

    private static async Task Fails(string code, Func<Task> act) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<OverreadProblemException>(act)).Code);

    private static byte[] Image(int study)
    {
        using DicomFile file = DicomFile.Read(ScreenImage.Create("R" + study, modality: "CT", bodyPart: "KNEE"));
        file.Dataset.Set(Tags.PatientId, Vr.LO, "4471903" + study);
        // A number like any other, and the record number of somebody.
        file.Dataset.Set(Distance, Vr.DS, "4471903" + study + ".5");
        using MemoryStream bytes = new();
        file.Write(bytes);
        return bytes.ToArray();
    }
}
