using System.Text;
using System.Text.Json.Nodes;
using Overread.Client;
using Overread.Client.Model;
using Overread.Ledger.Bundles;

namespace Overread.Server.Tests;

/// <summary>
/// One project with everything a regulator asks about: files refused and duplicated, a head, blanked text, a sampled review,
/// a rejection, references, a dispute, a reopened read, a withdrawn and a flagged item; released.
/// </summary>
internal sealed class RegulatorCampaign : IAsyncDisposable
{
    public const int Images = 12;
    public const int References = 4;
    private readonly TestServer _server;

    private RegulatorCampaign(TestServer server, string project, string batch)
    {
        _server = server;
        Project = project;
        Batch = batch;
    }

    public string Project { get; }
    public string Batch { get; }
    public TestServer Server => _server;
    public string Zip { get; private set; } = "";
    public string Withdrawn { get; private set; } = "";

    public static async Task<RegulatorCampaign> Play()
    {
        TestServer server = await TestServer.Start();
        string project = await server.Project(2);
        (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
        string batch = await Intake(server, steward, project);
        RegulatorCampaign campaign = new(server, project, batch);
        await server.References(project, References);
        await campaign.ReadAll();
        campaign.Zip = await CampaignTests.Release(server, project);
        return campaign;
    }

    public byte[] Bytes(string path)
    {
        using BundleArchive bundle = new(File.OpenRead(Zip));
        using Stream stream = bundle.Open(path);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public string Text(string path) => Encoding.UTF8.GetString(Bytes(path));

    public JsonNode Json(string path) => JsonNode.Parse(Text(path))!;

    /// <summary>Rows of a table by column name. Cells of these tables hold no line breaks.</summary>
    public List<Dictionary<string, string>> Rows(string path)
    {
        string[] lines = Text(path).TrimEnd('\n').Split('\n');
        string[] header = lines[0].Split(',');
        return
        [
            .. lines.Skip(1).Select(l => Cells(l)).Select(c => header.Zip(c).ToDictionary(p => p.First, p => p.Second)),
        ];
    }

    /// <summary>The disclosed events by their place in the record.</summary>
    public Dictionary<long, JsonNode> Events() =>
        Text("audit/events.jsonl")
            .TrimEnd('\n')
            .Split('\n')
            .Select(l => JsonNode.Parse(l)!)
            .ToDictionary(
                e => e["seq"]!.GetValue<long>(),
                e => JsonNode.Parse(e["payload"]!.GetValue<string>())!["event"]!
            );

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task<string> Intake(TestServer server, OverreadClient steward, string project)
    {
        List<(string, byte[])> files =
        [
            .. Enumerable
                .Range(0, Images)
                .Select(i =>
                    ($"{i}.dcm", ScreenImage.Create(new string('A', i + 1), modality: i % 2 == 0 ? "CR" : "US"))
                ),
            ("again.dcm", ScreenImage.Create("A", modality: "CR")),
            ("no-image.bin", "Nothing to see."u8.ToArray()),
        ];
        string batch = await Gate.Receive(steward, project, files.Concat(FaceGateTests.Files));
        await steward.DrawSample(project, batch, new() { Size = 5 });
        bool first = true;
        foreach (EntryView entry in await Gate.Entries(steward, project, batch))
        {
            string id = entry.Id;
            ImagingEntryDetail detail = await Gate.Images(steward, project, batch, id);
            if (entry.Decision == "hold")
            {
                string face = detail.Faces[0].Series;
                await FaceGateTests.Choose(steward, project, batch, id, face, 0, "kept", "The face is what is read.");
                await Gate.Decide(steward, project, batch, id, "approve", "Looked at whole.");
                continue;
            }

            if (entry.Sampled && first)
            {
                first = false;
                await steward.MarkLeak(project, batch, id, new() { Found = true });
                await Gate.Decide(steward, project, batch, id, "reject", "Something was missed.");
                continue;
            }

            // A box drawn by hand in what was sampled would be a leak of its own.
            GateBox[] more = entry.Sampled
                ? []
                : [GateTests.Box("drawn", detail.Images[0].File, 0, "image", 5, 5, 20, 20)];
            await Gate.Boxes(steward, project, batch, detail, "accepted", more);
            await Gate.Decide(steward, project, batch, id, "approve");
        }

        await Gate.DecideBatch(steward, project, batch);
        return batch;
    }

    private async Task ReadAll()
    {
        (OverreadClient ann, _) = await _server.Person(Project, "ann", "reader");
        (OverreadClient bob, _) = await _server.Person(Project, "bob", "reader");
        int n = 0;
        List<string> reads = [];
        while (await TestServer.ReadNext(ann, Project, title => title.EndsWith('2') ? "absent" : "present") is { } read)
        {
            reads.Add(read);
        }

        IReadOnlyList<ItemRow> items = (await _server.Admin.ListItems(Project, take: 1000)).Rows;
        string reopened = (await ann.ShowRead(Project, reads[0])).Item.Id;
        Withdrawn = items.First(r => r.Kind == "reference" && r.Id != reopened).Id;
        string flagged = items.First(r => r.Kind == "dicom").Id;
        await Bulk(Withdrawn, "withdraw", "Consent was taken back.");
        await Bulk(flagged, "flag", "Looks rotated.");
        await Bulk(flagged, "unflag", "It is as it was taken.");
        await Reopen(ann, reads[0]);
        while (await TestServer.ReadNext(bob, Project, _ => n++ % 3 == 0 ? "absent" : "present") is not null) { }
        (OverreadClient judge, _) = await _server.Person(Project, "judge", "adjudicator");
        IReadOnlyList<DisputeRow> open = await judge.ListDisputes(Project, state: "open");
        foreach ((DisputeRow dispute, int i) in open.Select((d, i) => (d, i)).Take(open.Count - 1))
        {
            await judge.DecideDispute(
                Project,
                dispute.Item,
                new()
                {
                    Id = $"decision-{i:0000}",
                    Field = "nodule",
                    Answer = new() { State = AnswerState.Uncertain },
                    Reason = "Neither can be said.",
                }
            );
        }
    }

    private async Task Reopen(OverreadClient reader, string read)
    {
        await _server.Admin.ReopenRead(read, new() { Reason = "Wrong side." });
        await reader.Append(
            read,
            4,
            ReadEvents.Answered(read + "-b", "nodule", AnswerState.NotAssessed),
            ReadEvents.Submitted(read + "-t", 9)
        );
    }

    private Task<BulkResult> Bulk(string item, string action, string reason) =>
        _server.Admin.ChangeItems(
            Project,
            new()
            {
                Items = [item],
                Action = action,
                Reason = reason,
            }
        );

    private static List<string> Cells(string line)
    {
        List<string> cells = [""];
        bool quoted = false;
        foreach (char c in line)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                cells.Add("");
            }
            else
            {
                cells[^1] += c;
            }
        }

        return cells;
    }
}
