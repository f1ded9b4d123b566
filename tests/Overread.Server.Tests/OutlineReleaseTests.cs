using System.Text.Json.Nodes;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>Outlines from the first corner to the release.</summary>
public class OutlineReleaseTests
{
    [Fact]
    public async Task Outlines_of_two_readers_meet_in_the_middle_and_go_out_as_tables_and_coco()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Project(server, 2);
        foreach ((string name, double shift) in new[] { ("ann", 0.0), ("ben", 2.0) })
        {
            (OverreadClient reader, _) = await server.Person(project, name, "reader");
            WorkView work = (await reader.NextRead(project))!;
            await reader.Append(
                work.Read.Id,
                work.Read.Revision,
                ReadEvents.Marked(
                    $"{work.Read.Id}-a",
                    "MarkDrawn",
                    Outline(work, 4 + shift, 4, 24 + shift, 4, 24 + shift, 24, 4 + shift, 24)
                ),
                ReadEvents.Submitted($"{work.Read.Id}-s")
            );
        }

        Bundle bundle = await Bundle.Publish(server, project, "1.0.0");
        List<Dictionary<string, string>> drawn = bundle.Table("labels/individual/marks.csv");
        Assert.Equal(
            ["4 4 24 4 24 24 4 24", "6 4 26 4 26 24 6 24"],
            drawn.Select(r => r["points"]).Order(StringComparer.Ordinal)
        );
        Assert.All(drawn, r => Assert.Equal(("polygon", "400", "20"), (r["kind"], r["area"], r["width"])));

        // Between 4 and 6 lies 5: the same square, one pixel further than the first.
        Dictionary<string, string> middle = Assert.Single(bundle.Table("labels/consensus/marks.csv"));
        double[] places = [.. middle["points"].Split(' ').Select(double.Parse)];
        double[] x = [.. places.Where((_, i) => i % 2 == 0)];
        Assert.Equal((5.0, 25.0), (Math.Round(x.Min(), 6), Math.Round(x.Max(), 6)));
        Assert.Equal(400, double.Parse(middle["area"]), 3);

        JsonNode annotation = Assert.Single(bundle.Json("exports/coco.json")["annotations"]!.AsArray())!;
        JsonArray polygon = Assert.Single(annotation["segmentation"]!.AsArray())!.AsArray();
        Assert.Equal(places, polygon.Select(p => (double)p!));
        Assert.Equal(400, (double)annotation["area"]!, 3);
        Assert.Equal([5.0, 4.0, 20.0, 20.0], annotation["bbox"]!.AsArray().Select(p => Math.Round((double)p!, 6)));

        JsonNode indexed = Assert.Single((await ForeignLibraries.Read(bundle))["coco"]!.AsArray())!;
        Assert.True((bool)indexed["inside"]!);
        Assert.NotNull(indexed["category"]);
        Assert.Equal((double)indexed["area"]!, (double)indexed["shoelace"]!, 6);
    }

    [Fact]
    public async Task What_goes_around_nothing_or_leaves_the_picture_is_refused_and_named()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Project(server, 1);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        WorkView work = (await reader.NextRead(project))!;
        foreach (
            (double[] numbers, string word) in new (double[], string)[]
            {
                ([1, 1, 9, 9], "3 to 1000 corners"),
                ([1, 1, 5, 5, 9, 9], "goes around something"),
                ([1, 1, 9, 1, 9, -20], "outside"),
            }
        )
        {
            OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
                reader.Append(
                    work.Read.Id,
                    work.Read.Revision,
                    ReadEvents.Marked($"{work.Read.Id}-x", "MarkDrawn", Outline(work, numbers))
                )
            );
            Assert.Equal(("read.invalid", 422), (refused.Code, refused.Status));
            Assert.Contains(word, refused.Message, StringComparison.Ordinal);
        }

        Assert.Empty((await reader.ShowRead(project, work.Read.Id)).Read.Marks);
    }

    private static Mark Outline(WorkView work, params double[] numbers) =>
        new()
        {
            Id = "outline-00001",
            Field = "spot",
            Geometry = new PolygonRegion
            {
                File = work.Item.Series[0].Files[0].Id,
                Frame = 0,
                Points = [.. numbers.Chunk(2).Select(p => new PolygonPoint { X = p[0], Y = p[1] })],
            },
        };

    private static async Task<string> Project(TestServer server, int readers)
    {
        string project = (
            await server.Admin.OpenProject(
                new()
                {
                    Name = "Outlines",
                    Purpose = "Testing",
                    LegalBasis = "None needed",
                }
            )
        ).Id;
        await server.Admin.Publish(
            project,
            new()
            {
                Title = "Outlines",
                Fields =
                [
                    new()
                    {
                        Id = "spot",
                        Title = "Spot",
                        Kind = FieldKind.Polygons,
                    },
                ],
                Guideline = "Look.",
                Policy = TestServer.Policy(readers),
            }
        );
        string me = (await server.Admin.ShowSession()).Person!.Id;
        await server.Admin.SetMember(project, me, new() { Roles = [Role.Lead, Role.Steward] });
        string batch = await Gate.Receive(server.Admin, project, [("a.dcm", ScreenImage.Create("A", modality: "CR"))]);
        await Gate.ApproveAll(server.Admin, project, batch);
        return project;
    }
}
