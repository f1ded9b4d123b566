using Overread.Client;
using Overread.Client.Model;
using Overread.Dicom;

namespace Overread.Server.Tests;

/// <summary>Places that are blanked in every picture of one device and size: kept once, laid on all that wait and all that come.</summary>
public class StencilTests
{
    [Fact]
    public async Task Places_kept_once_are_laid_on_what_waits_and_on_what_comes()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
        string batch = await Gate.Receive(
            steward,
            project,
            [("a.dcm", Image(1, "HELLO")), ("b.dcm", Image(2, "HELLO")), ("c.dcm", Image(3, "HELLO", "OTHER"))]
        );
        IReadOnlyList<EntryView> entries = await Gate.Entries(steward, project, batch);
        List<ImagingEntryDetail> details = [];
        foreach (EntryView entry in entries)
        {
            details.Add(await Gate.Images(steward, project, batch, entry.Id));
        }

        Assert.All(details, d => Assert.All(d.Boxes, b => Assert.Equal("proposed", b.State)));
        List<ImagingEntryDetail> same = [.. details.Where(d => d.Images[0].Stencil == "ACME Sono 9, US, 320 × 240")];
        Assert.Equal(2, same.Count);
        string file = same[0].Images[0].File;
        await Fails("stencil.empty", () => Keep(steward, project, batch, same[0], file));
        await Gate.Boxes(steward, project, batch, same[0], "accepted");
        await Fails("gate.boxes-moved", () => Keep(steward, project, batch, same[0], file));
        StencilLaid laid = await Keep(steward, project, batch, same[0] with { Revision = 1 }, file);
        Assert.Equal((1, 1), (laid.Entries, laid.Images));

        // The other of the device is blanked without a further word, the other device is not touched.
        ImagingEntryDetail twin = await Gate.Images(steward, project, batch, same[1].Id!);
        Assert.All(twin.Boxes, b => Assert.Equal("accepted", b.State));
        Assert.Contains(twin.Boxes, b => b.Origin == "stencil");
        ImagingEntryDetail other = Assert.Single(details, d => !same.Contains(d));
        Assert.All(
            (await Gate.Images(steward, project, batch, other.Id!)).Boxes,
            b => Assert.Equal(("text", "proposed"), (b.Origin, b.State))
        );

        // What comes later under the stencil needs no decision of its own; a text beside the known places does.
        string later = await Gate.Receive(
            steward,
            project,
            [("d.dcm", Image(4, "MEDAL")), ("e.dcm", Image(5, "HELLO", at: (40, 180)))]
        );
        List<EntryView> known = [.. await Gate.Entries(steward, project, later)];
        EntryView plain = Assert.Single(known, e => e.Risk < 0.5);
        EntryView odd = Assert.Single(known, e => e.Risk >= 0.5);
        Assert.Equal(0, plain.Undecided);
        Assert.Contains(plain.RiskReasons, r => r.Contains("stencil", StringComparison.Ordinal));
        Assert.True(odd.Undecided > 0);
        Assert.Equal(1, (await Gate.DecideBatch(steward, project, later)).Approved);
        string item = Assert.Single((await server.Admin.ListItems(project)).Rows).Id;
        string kept = (await server.Admin.ShowItem(project, item)).Series[0].Files[0].Id;
        using MemoryStream bytes = new(await server.Admin.GetFile(project, kept).Bytes());
        using DicomFile read = DicomFile.Read(bytes.ToArray());
        Assert.True(read.Dataset.TryGet(Tags.PixelData, out Element? pixels));
        byte[] values = pixels.ReadBytes().ToArray();
        Assert.All(
            same[0].Boxes,
            b =>
            {
                for (int y = b.Top; y < b.Top + b.Height; y++)
                {
                    Assert.True(
                        values.AsSpan(y * 320 + b.Left, b.Width).ContainsAnyExcept(values[y * 320 + b.Left]) is false
                    );
                }
            }
        );

        StencilView listed = Assert.Single(await steward.ListStencils(project));
        Assert.Equal((laid.Stencil, "ACME Sono 9", 320), (listed.Id, listed.Device, listed.Columns));
        await Fails("reason.needed", () => steward.ForgetStencil(project, listed.Id, new() { Reason = " " }));
        Assert.Empty(await steward.ForgetStencil(project, listed.Id, new() { Reason = "New software." }));
        await Fails("stencil.unknown", () => steward.ForgetStencil(project, listed.Id, new() { Reason = "Again." }));
        string after = await Gate.Receive(steward, project, [("f.dcm", Image(6, "HELLO"))]);
        Assert.True((await Gate.Entry(steward, project, after)).Undecided > 0);
    }

    [Fact]
    public async Task A_stencil_needs_a_device_and_nobody_can_invent_one()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
        string batch = await Gate.Receive(steward, project, [("a.dcm", Image(7, "HELLO", ""))]);
        ImagingEntryDetail detail = await Gate.Images(
            steward,
            project,
            batch,
            (await Gate.Entry(steward, project, batch)).Id
        );
        Assert.Null(detail.Images[0].Stencil);
        string file = detail.Images[0].File;
        await Gate.Boxes(steward, project, batch, detail, "accepted");
        await Fails("stencil.device", () => Keep(steward, project, batch, detail with { Revision = 1 }, file));
        await Fails("gate.box", () => Keep(steward, project, batch, detail with { Revision = 1 }, "nothing"));
        GateBox invented = new()
        {
            Id = "invented",
            File = file,
            Frame = 0,
            Reach = "image",
            Left = 1,
            Top = 1,
            Width = 2,
            Height = 2,
            Origin = "stencil",
            State = "accepted",
        };
        await Fails(
            "gate.box",
            () => Gate.Boxes(steward, project, batch, detail with { Revision = 1 }, "accepted", invented)
        );
    }

    private static Task<StencilLaid> Keep(
        OverreadClient steward,
        string project,
        string batch,
        ImagingEntryDetail entry,
        string file
    ) => steward.KeepStencil(project, batch, entry.Id!, new() { File = file, Revision = entry.Revision });

    private static async Task Fails(string code, Func<Task> act) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<OverreadProblemException>(act)).Code);

    private static byte[] Image(int study, string word, string model = "Sono 9", (int X, int Y)? at = null)
    {
        using DicomFile file = DicomFile.Read(ScreenImage.Create("S" + study, word, modality: "US"));
        file.Dataset.Set(Tags.Manufacturer, Vr.LO, "ACME");
        if (model.Length > 0)
        {
            file.Dataset.Set(new Tag(0x00081090), Vr.LO, model);
        }

        if (at is { } place && file.Dataset.TryGet(Tags.PixelData, out Element? stored))
        {
            // The word stands once more, elsewhere.
            byte[] pixels = stored.ReadBytes().ToArray();
            byte[] copy = [.. pixels];
            for (int y = 0; y < 40; y++)
            {
                copy.AsSpan((20 + y) * 320 + 16, 140).CopyTo(pixels.AsSpan((place.Y + y) * 320 + place.X, 140));
            }

            file.Dataset.Set(new Element(Tags.PixelData, stored.Vr, pixels));
        }

        using MemoryStream bytes = new();
        file.Write(bytes);
        return bytes.ToArray();
    }
}
