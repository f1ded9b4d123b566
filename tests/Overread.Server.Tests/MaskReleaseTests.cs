using System.Text.Json.Nodes;
using Overread.Cli.Server;
using Overread.Client;
using Overread.Client.Model;
using Overread.Dicom;
using Overread.Dicom.Phantoms;
using Overread.Dicom.Segmentations;

namespace Overread.Server.Tests;

/// <summary>Masks from the first stroke to the release: painted on a stack, compared, decided, and read again from what went out.</summary>
public class MaskReleaseTests
{
    private const int Side = 64;

    [Fact]
    public async Task Masks_of_two_readers_are_compared_decided_and_go_out_as_tables_coco_and_dicom()
    {
        await using TestServer server = await TestServer.Start();
        (string project, DicomFile[] slices) = await Project(server, 2);
        foreach ((string name, int shift) in new[] { ("ann", 0), ("ben", 2) })
        {
            (OverreadClient reader, _) = await server.Person(project, name, "reader");
            for (
                WorkView? work = await reader.NextRead(project);
                work is not null;
                work = await reader.NextRead(project)
            )
            {
                string id = work.Read.Id;
                // A stack is painted in three strokes, the last of which erases one picture again; on the loop both differ.
                ClientEvent[] strokes =
                    Pictures(work).Length == 4
                        ?
                        [
                            ReadEvents.Marked(id + "-1", "MarkDrawn", Mark(work, (0, Square(8 + shift)))),
                            Stroke(id + "-2", work, (1, Square(8 + shift)), (2, Square(8 + shift)), (3, "0 1")),
                            Stroke(id + "-3", work, (3, "")),
                        ]
                        : [ReadEvents.Marked(id + "-1", "MarkDrawn", Mark(work, (shift, "100 5 500 7")))];
                await reader.Append(id, work.Read.Revision, [.. strokes, ReadEvents.Submitted(id + "-s")]);
            }
        }

        // Each square has 20 × 20 pixels, 18 × 20 of them in common, on three pictures: IoU 360 / 440.
        AgreementView agreement = await server.Admin.ShowAgreement(project);
        CoefficientRow near = agreement.Coefficients.Single(c => c.Entry == "mean-nearness");
        Assert.Equal(360.0 / 440, near.Value!.Value, 9);
        Assert.Equal(0.5, agreement.Coefficients.Single(c => c.Entry == "matched-f1").Value!.Value, 9);

        (OverreadClient judge, _) = await server.Person(project, "cid", "adjudicator");
        DisputeRow dispute = Assert.Single(await judge.ListDisputes(project, state: "open"));
        DisputeView shown = await judge.ShowDispute(project, dispute.Item);
        ReaderRead taken = shown.Readers.Single(r => ((MaskRegion)r.Read.Marks[0].Geometry).Parts[0].Frame == 2);
        await judge.DecideDispute(
            project,
            dispute.Item,
            new()
            {
                Id = "decision-0001",
                Field = "lesion",
                Answer = new() { State = AnswerState.Present },
                Marks = taken.Read.Marks,
                TakenFrom = taken.Reader,
                Reason = "The loop shows it there.",
            }
        );

        Bundle bundle = await Bundle.Publish(server, project, "1.0.0", f => f with { CarryData = true });
        List<Dictionary<string, string>> drawn = bundle.Table("labels/individual/marks.csv");
        Assert.Equal(["1200", "1200", "12", "12"], drawn.Select(r => r["area"]).OrderByDescending(a => a.Length));
        List<Dictionary<string, string>> middle = bundle.Table("labels/consensus/marks.csv");
        Dictionary<string, string> stack = middle.Single(r => r["pictures"] == "3");
        Assert.Equal(
            ("mask", "10", "8", "18", "20", "1080"),
            (stack["kind"], stack["x"], stack["y"], stack["width"], stack["height"], stack["area"])
        );
        Assert.EndsWith("/2: 100 5 500 7", middle.Single(r => r["pictures"] == "1")["runs"], StringComparison.Ordinal);

        Coco(bundle);
        await Foreign(bundle);
        Segmentation(bundle, slices);
        await Converted(bundle);
    }

    [Fact]
    public async Task What_cannot_be_painted_is_refused_and_named_and_nothing_is_saved()
    {
        await using TestServer server = await TestServer.Start();
        (string project, _) = await Project(server, 1);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        WorkView work = (await reader.NextRead(project))!;
        string read = work.Read.Id;
        async Task Refused(string word, ClientEvent stroke, int revision)
        {
            OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
                reader.Append(read, revision, stroke)
            );
            Assert.Equal(("read.invalid", 422), (refused.Code, refused.Status));
            Assert.Contains(word, refused.Message, StringComparison.Ordinal);
        }

        int begin = work.Read.Revision;
        (int width, int height) = Size(work);
        foreach (
            (string runs, string word) in new[]
            {
                ("5 0", "whole numbers in turn"),
                ($"{(width * height) - 1} 2", "behind the last pixel"),
                ("", "something painted"),
            }
        )
        {
            await Refused(word, ReadEvents.Marked(read + "-x", "MarkDrawn", Mark(work, (0, runs))), begin);
        }

        await Refused("no such mark", Stroke(read + "-y", work, (0, "0 1")), begin);
        await reader.Append(read, begin, ReadEvents.Marked(read + "-1", "MarkDrawn", Mark(work, (0, "0 3"))));
        await Refused("withdraw the mark", Stroke(read + "-2", work, (0, "")), begin + 1);
        await Refused("parts", Stroke(read + "-2", work, (0, "0 4")) with { Parts = null }, begin + 1);

        // The same stroke sent twice changes nothing; one on what another window has changed since is a conflict.
        await reader.Append(read, begin + 1, Stroke(read + "-3", work, (1, "0 4")));
        await reader.Append(read, begin + 1, Stroke(read + "-3", work, (1, "0 4")));
        OverreadProblemException late = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            reader.Append(read, begin + 1, Stroke(read + "-4", work, (1, "0 9")))
        );
        Assert.Equal("read.conflict", late.Code);
        MaskRegion kept = (MaskRegion)(await reader.ShowRead(project, read)).Read.Marks.Single().Geometry;
        Assert.Equal(["0 3", "0 4"], kept.Parts.Select(p => p.Runs).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_mask_that_is_all_edge_is_released_and_read_by_the_loader_and_its_change_is_said_shortly()
    {
        await using TestServer server = await TestServer.Start();
        (string project, _) = await Project(server, 1);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        string specks = string.Join(' ', Enumerable.Repeat("1 1", 20_000));
        for (WorkView? work = await reader.NextRead(project); work is not null; work = await reader.NextRead(project))
        {
            string id = work.Read.Id;
            bool loop = Pictures(work).Length == 3;
            Mark mark = loop ? Mark(work, (0, specks), (1, specks), (2, specks)) : Mark(work, (0, "5 5"));
            await reader.Append(
                id,
                work.Read.Revision,
                ReadEvents.Marked(id + "-1", "MarkDrawn", mark),
                ReadEvents.Submitted(id + "-s")
            );
        }

        Bundle first = await Bundle.Publish(server, project, "1.0.0");
        string runs = first.Table("labels/consensus/marks.csv").Single(r => r["pictures"] == "3")["runs"];
        Assert.InRange(runs.Length, 200_000, 400_000);
        if (!File.Exists("/usr/bin/python3"))
        {
            Assert.Skip("There is no /usr/bin/python3 here.");
        }

        string program = Path.Combine(server.Data, "marks.py");
        await File.WriteAllTextAsync(
            program,
            """
            import sys
            sys.path.insert(0, sys.argv[1])
            sys.dont_write_bytecode = True
            import load
            print(max(len(m["runs"]) for marks in load.Release(sys.argv[1]).marks().values() for m in marks))
            """
        );
        (int code, string said) = await DataScene.Run("/usr/bin/python3", program, first.Folder);
        Assert.True(code == 0, said);
        Assert.Equal(runs.Length, int.Parse(said));
        Assert.Equal(
            "runs=sha256:",
            Overread.Server.Features.Releases.Metadata.PreviousRelease.MarksIn(
                "item,field,mark,runs\n" + $"i,f,m,{runs}\n"
            )[("i", "f")][..12]
        );
    }

    /// <summary>Every annotation decodes, by columns, to the pixels of the table.</summary>
    private static void Coco(Bundle bundle)
    {
        JsonNode coco = bundle.Json("exports/coco.json");
        JsonArray annotations = coco["annotations"]!.AsArray();
        Assert.Equal(4, annotations.Count);
        foreach (JsonNode? a in annotations)
        {
            int[] size = [.. a!["segmentation"]!["size"]!.AsArray().Select(n => (int)n!)];
            bool[] columns =
            [
                .. a["segmentation"]!["counts"]!.AsArray().SelectMany((n, i) => Enumerable.Repeat(i % 2 == 1, (int)n!)),
            ];
            Assert.Equal(size[0] * size[1], columns.Length);
            Assert.Equal((int)a["area"]!, columns.Count(p => p));
            if (size[0] != Side)
            {
                continue;
            }

            Assert.Equal([10, 8, 18, 20], a["bbox"]!.AsArray().Select(n => (int)n!));
            for (int i = 0; i < columns.Length; i++)
            {
                (int x, int y) = Math.DivRem(i, Side);
                Assert.Equal(x is >= 10 and < 28 && y is >= 8 and < 28, columns[i]);
            }
        }
    }

    /// <summary>The command that converts marks puts each segmentation on the images of the bundle, and finds the pixels of COCO.</summary>
    private static async Task Converted(Bundle bundle)
    {
        // Run lengths stand as numbers in the bundle, and packed in what the command writes.
        static IEnumerable<string> Painted(JsonNode coco) =>
            coco["annotations"]!
                .AsArray()
                .Select(a => a!["segmentation"]!["counts"]!)
                .Select(c =>
                    string.Join(
                        ' ',
                        c is JsonArray numbers
                            ? numbers.Select(n => (int)n!)
                            : Overread.Imaging.Coco.CocoRle.Unpack((string)c!)
                    )
                )
                .Order(StringComparer.Ordinal);
        List<string> found = [];
        foreach (string path in bundle.Paths.Where(p => p.StartsWith("exports/seg/", StringComparison.Ordinal)))
        {
            string images = Path.Combine(bundle.Folder, "data", path["exports/seg/".Length..^".dcm".Length]);
            string there = Path.Combine(Path.GetTempPath(), $"overread-{Guid.NewGuid():N}.json");
            (int code, string said) = await DataScene.Run(
                "dotnet",
                Path.Combine(AppContext.BaseDirectory, "overread.dll"),
                "marks",
                "convert",
                Path.Combine(bundle.Folder, path),
                "--image",
                images,
                "--to",
                "coco",
                "--out",
                there,
                "--strict"
            );
            Assert.True(code == 0, said);
            found.AddRange(Painted(JsonNode.Parse(await File.ReadAllTextAsync(there))!));
            File.Delete(there);
        }

        Assert.Equal(Painted(bundle.Json("exports/coco.json")), found.Order(StringComparer.Ordinal));
    }

    private static async Task Foreign(Bundle bundle)
    {
        JsonArray indexed = (await ForeignLibraries.Read(bundle))["coco"]!.AsArray();
        Assert.All(
            indexed,
            a =>
            {
                Assert.True((bool)a!["inside"]! && (bool)a["whole"]!);
                Assert.Equal((double)a["area"]!, (double)a["painted"]!);
            }
        );
    }

    /// <summary>The object of the stack names the images as they passed the gate, lies where they lie, and has the same pixels.</summary>
    private static void Segmentation(Bundle bundle, DicomFile[] slices)
    {
        string[] paths = [.. bundle.Paths.Where(p => p.StartsWith("exports/seg/", StringComparison.Ordinal))];
        Assert.Equal(2, paths.Length);
        int stacks = 0;
        foreach (string path in paths)
        {
            Assert.StartsWith("exports/seg/sub-", path, StringComparison.Ordinal);
            using DicomFile file = DicomFile.Read(Path.Combine(bundle.Folder, path));
            Assert.True(SegmentationFile.TryOpen(file, out SegmentationFile seg, out string problem), problem);
            SegmentFacts segment = Assert.Single(seg.Segments);
            Assert.Equal("Lesion: Solid", segment.Label);
            // What the adjudicator took is one reader's; the stack's is counted out of two.
            Assert.Equal(
                seg.Frames.Count == 1 ? ("MANUAL", null) : ("SEMIAUTOMATIC", "Majority of 2 readers' masks"),
                (segment.AlgorithmType, segment.AlgorithmName)
            );
            Assert.Equal(
                bundle.Table("labels/consensus/marks.csv").Single(r => r["mark"] == segment.TrackingId)["pictures"],
                seg.Frames.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)
            );
            int[] values = new int[seg.Rows * seg.Columns];
            Assert.True(seg.TryRead(0, values, out problem), problem);
            if (seg.Frames.Count == 1)
            {
                // The third frame of the loop: 5 pixels from the 100th on, and 7 after 500 free ones.
                Assert.Equal(3, seg.Frames[0].SourceFrame);
                Assert.Equal(
                    [.. Enumerable.Range(100, 5), .. Enumerable.Range(605, 7)],
                    Enumerable.Range(0, values.Length).Where(i => values[i] == 1)
                );
                continue;
            }

            stacks++;
            Assert.Equal(3, seg.Frames.Select(f => f.SourceInstance).Distinct().Count());
            for (int frame = 0; frame < 3; frame++)
            {
                Assert.True(seg.TryRead(frame, values, out problem), problem);
                for (int i = 0; i < values.Length; i++)
                {
                    (int y, int x) = Math.DivRem(i, Side);
                    Assert.Equal(x is >= 10 and < 28 && y is >= 8 and < 28 ? 1 : 0, values[i]);
                }

                Assert.Contains(
                    slices,
                    s =>
                        Math.Abs(
                            Overread.Dicom.Geometry.SlicePlane.Read(s.Dataset)!.Distance
                                - seg.Frames[frame].Plane!.Distance
                        ) < 1e-6
                );
            }
        }

        Assert.Equal(1, stacks);
    }

    /// <summary>20 × 20 pixels from a column on, in the rows from 8.</summary>
    private static string Square(int left) =>
        string.Join(' ', Enumerable.Range(0, 20).Select(y => y == 0 ? $"{(8 * Side) + left} 20" : $"{Side - 20} 20"));

    private static (string File, int Frame)[] Pictures(WorkView work) =>
        [
            .. work
                .Item.Series[0]
                .Files.SelectMany(f =>
                    Enumerable.Range(0, ((ImageContent)f.Content).Frames).Select(frame => (f.Id, frame))
                ),
        ];

    private static (int Width, int Height) Size(WorkView work)
    {
        ImageContent image = (ImageContent)work.Item.Series[0].Files[0].Content;
        return (image.Width, image.Height);
    }

    private static Mark Mark(WorkView work, params (int Picture, string Runs)[] parts) =>
        new()
        {
            Id = MarkId(work),
            Field = "lesion",
            Class = "solid",
            Geometry = Region(work, parts),
        };

    private static ClientEvent Stroke(string id, WorkView work, params (int Picture, string Runs)[] parts) =>
        ReadEvents.Marked(id, "MarkPartsRevised", Mark(work)) with
        {
            Mark = System.Text.Json.JsonSerializer.SerializeToElement(MarkId(work)),
            Parts = Region(work, parts),
        };

    private static string MarkId(WorkView work) => "mask-" + work.Read.Id;

    private static MaskRegion Region(WorkView work, (int Picture, string Runs)[] parts)
    {
        (string File, int Frame)[] pictures = Pictures(work);
        MaskPart[] sorted =
        [
            .. parts
                .Select(p => new MaskPart
                {
                    File = pictures[p.Picture].File,
                    Frame = pictures[p.Picture].Frame,
                    Runs = p.Runs,
                })
                .OrderBy(p => p.File, StringComparer.Ordinal)
                .ThenBy(p => p.Frame),
        ];
        (int width, int height) = Size(work);
        return new()
        {
            File = sorted.Length > 0 ? sorted[0].File : "",
            Width = width,
            Height = height,
            Parts = sorted,
        };
    }

    private static async Task<(string Project, DicomFile[] Slices)> Project(TestServer server, int readers)
    {
        string project = (
            await server.Admin.OpenProject(
                new()
                {
                    Name = "Masks",
                    Purpose = "Testing",
                    LegalBasis = "None needed",
                }
            )
        ).Id;
        await server.Admin.Publish(
            project,
            new()
            {
                Title = "Masks",
                Fields =
                [
                    new()
                    {
                        Id = "lesion",
                        Title = "Lesion",
                        Kind = FieldKind.Masks,
                        Options = [new() { Id = "solid", Title = "Solid" }],
                    },
                ],
                Guideline = "Look.",
                Policy = TestServer.Policy(readers),
            }
        );
        string me = (await server.Admin.ShowSession()).Person!.Id;
        await server.Admin.SetMember(project, me, new() { Roles = [Role.Lead, Role.Steward] });
        DicomFile[] slices = [.. new ChestCtPhantom(new() { Size = Side, Slices = 4 }).Slices];
        List<(string, byte[])> files = [("loop.dcm", ScreenImage.Create("LOOP", frames: 3))];
        foreach ((DicomFile slice, int i) in slices.Select((s, i) => (s, i)))
        {
            using MemoryStream bytes = new();
            slice.Write(bytes);
            files.Add(($"slice{i}.dcm", bytes.ToArray()));
        }

        string batch = await Gate.Receive(server.Admin, project, files);
        await Gate.ApproveAll(server.Admin, project, batch);
        return (project, slices);
    }
}
