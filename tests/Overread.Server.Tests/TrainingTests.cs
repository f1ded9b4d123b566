using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Client.Model;
using Overread.Server.Access;

namespace Overread.Server.Tests;

/// <summary>Readers practise, are tested, and read once they have passed.</summary>
public sealed class TrainingTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Practice_shows_what_is_right_and_why_and_counts_as_no_read()
    {
        await using TrainingScene scene = await TrainingScene.Start(12);
        string set = await scene.Module();
        await scene.Cases(set, Enumerable.Range(0, 6));
        await Signer.Refused("access.role", () => scene.Reader.Raw().Get($"{scene.Root}/training/sets/{set}"));
        string address = $"{scene.Root}/training/sets/{set}/practice";
        HashSet<string> practised = [];
        for (int n = 0; n < 6; n++)
        {
            JsonNode shown = (await scene.Reader.Raw().Get(address))!;
            Assert.DoesNotContain(TrainingScene.Secret, shown.ToJsonString(), StringComparison.Ordinal);
            string item = (string)shown["item"]!["id"]!;
            int number = int.Parse(((string)shown["item"]!["title"]!)[5..]);
            Assert.True(practised.Add(item));
            // Sizes within 2 mm are right, within 4 mm near.
            double size =
                10
                + (
                    number == 0 ? 1.5
                    : number == 2 ? 3
                    : 9
                );
            JsonNode told = (
                await scene
                    .Reader.Raw()
                    .Post(
                        address,
                        new
                        {
                            Item = item,
                            Round = 1,
                            Answers = TrainingScene.Answers(
                                number != 5 && TrainingScene.IsPresent(number) || number == 5,
                                size
                            ),
                        }
                    )
            )!;
            Assert.Contains(TrainingScene.Secret, (string)told["reason"]!, StringComparison.Ordinal);
            JsonNode nodule = told["verdicts"]!.AsArray().Single(v => (string)v!["field"]! == "nodule")!;
            Assert.Equal(number == 5 ? "wrong" : "right", (string)nodule["verdict"]!);
            if (TrainingScene.IsPresent(number))
            {
                JsonNode of = told["verdicts"]!.AsArray().Single(v => (string)v!["field"]! == "size")!;
                Assert.Equal(
                    number == 0 ? "right"
                        : number == 2 ? "near"
                        : "wrong",
                    (string)of["verdict"]!
                );
            }
        }

        JsonNode done = (await scene.Reader.Raw().Get(address))!;
        Assert.Null(done["item"]);
        Assert.Equal(6, (int)done["position"]!["done"]!);
        Assert.NotNull((await scene.Reader.Raw().Get(address + "?round=2"))!["item"]);
        await Signer.Refused("training.case", () => scene.Reader.Raw().Get(address + "?round=3"));
        JsonNode mine = (await scene.Reader.Raw().Get(scene.Root + "/training"))!;
        Assert.Equal(6, (int)mine["modules"]![0]!["done"]!);

        // Nothing of it is a read, and the items are in nobody's queue.
        Assert.Empty(await scene.Reader.ListMyReads(scene.Project));
        HashSet<string> read = [];
        while (await scene.Reader.NextRead(scene.Project) is { } work)
        {
            Assert.Equal(6, work.Position.Of);
            read.Add(work.Item.Id);
            await scene.Reader.Append(
                work.Read.Id,
                1,
                ReadEvents.Answered(work.Read.Id + "-a", "nodule", "absent"),
                ReadEvents.Submitted(work.Read.Id + "-s")
            );
        }

        Assert.Equal(6, read.Count);
        Assert.Empty(read.Intersect(practised));
        await Signer.Refused(
            "item.training",
            () => scene.Lead.Post($"{scene.Root}/items/{practised.First()}/assign", new { Reader = scene.Person })
        );
        JsonNode agreement = (await scene.Lead.Get(scene.Root + "/agreement"))!;
        Assert.DoesNotContain(practised.First(), agreement.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sealed_test_tells_nothing_before_its_end_and_qualifies_whoever_passes()
    {
        HandClock clock = new();
        await using TrainingScene scene = await TrainingScene.Start(60, clock);
        string bank = await scene.Bank();
        await scene.Demand();
        await scene.Cases(bank, Enumerable.Range(0, 8));
        JsonNode lacking = Assert
            .IsType<OverreadProblemException>(await Record.ExceptionAsync(() => scene.Begin(bank)))
            .Details!;
        Assert.Equal("training.bank", (string)lacking["code"]!);
        Assert.Equal(2, (int)lacking["lacking"]!);
        await scene.Cases(bank, Enumerable.Range(8, 42));
        Assert.Contains(
            "Training",
            (await Assert.ThrowsAsync<OverreadProblemException>(() => scene.Reader.NextRead(scene.Project))).Next,
            StringComparison.Ordinal
        );
        await Signer.Refused(
            "training.keeper",
            async () =>
            {
                await scene.Server.Admin.SetMember(
                    scene.Project,
                    (string)(await scene.Lead.Get("api/session"))!["person"]!["id"]!,
                    new() { Roles = ["lead", "reader"] }
                );
                await scene.Lead.Post($"{scene.Root}/training/sets/{bank}/attempts", new { });
            }
        );

        JsonNode first = await scene.Begin(bank);
        await Signer.Refused("training.open", () => scene.Begin(bank));
        int walked = 0;
        JsonNode failed = await scene.Answer(
            first,
            n => n < 3,
            async shown =>
            {
                Assert.Null(shown["scores"]);
                Assert.Null(shown["passed"]);
                walked += await NothingIsTold(scene, bank, (string)shown["id"]!, (string)shown["item"]!["id"]!);
            }
        );
        output.WriteLine($"{walked} answers of routes looked through for a reference answer");
        Assert.False((bool)failed["passed"]!);
        Assert.Equal(3, (int)failed["scores"]![0]!["right"]!);
        Assert.Equal(10, (int)failed["scores"]![0]!["count"]!);
        await NothingIsTold(scene, bank, (string)failed["id"]!, scene.Items[TrainingScene.Title(0)]);
        await Slip(scene, bank, "training.cooling");
        await Slip("work.unqualified", () => scene.Reader.NextRead(scene.Project));

        await Days(scene, clock, 2);
        JsonNode second = await scene.Begin(bank);
        HashSet<string> drawn = [.. await Drawn(scene)];
        Assert.Equal(20, drawn.Count);
        JsonNode passed = await scene.Answer(second, _ => true);
        Assert.True((bool)passed["passed"]!);
        Assert.NotNull(await scene.Reader.NextRead(scene.Project));
        await Slip(scene, bank, "training.passed");
        JsonNode people = (await scene.Lead.Get(scene.Root + "/training/people"))!;
        JsonNode ann = people.AsArray().Single(p => (string)p!["person"]! == scene.Person)!;
        Assert.Equal("qualified", (string)ann["tests"]![0]!["state"]!);

        // A change of a definition calls for a test anew.
        await scene.Lead.Post(scene.Root + "/guidelines", new { Based = 0, Text = "# Nodules" });
        await scene.Reader.Raw().Post(scene.Root + "/guidelines/1/acknowledge", new { });
        Assert.NotNull(await scene.Reader.NextRead(scene.Project));
        await scene.Lead.Post(
            scene.Root + "/guidelines",
            new
            {
                Based = 1,
                Text = "# Nodules\nFrom 6 mm.",
                Changes = (object[])
                    [
                        new
                        {
                            Kind = "definition",
                            Words = "From 6 mm.",
                            Field = "nodule",
                        },
                    ],
            }
        );
        await Signer.Refused("work.guideline", () => scene.Begin(bank));
        await scene.Reader.Raw().Post(scene.Root + "/guidelines/2/acknowledge", new { });
        await Signer.Refused("work.qualification-expired", () => scene.Reader.NextRead(scene.Project));
        Assert.True((bool)(await scene.Answer(await scene.Begin(bank), _ => true))["passed"]!);
        Assert.NotNull(await scene.Reader.NextRead(scene.Project));

        // It ends with its days.
        await Days(scene, clock, 90);
        await Slip("work.qualification-expired", () => scene.Reader.NextRead(scene.Project));
        JsonNode third = await scene.Begin(bank);
        Assert.Equal(4, (int)third["number"]!);
        Assert.Equal(40, (await Drawn(scene)).ToHashSet().Count);
        Assert.False((bool)(await scene.Answer(third, _ => false))["passed"]!);
        await Days(scene, clock, 2);
        Assert.False((bool)(await scene.Answer(await scene.Begin(bank), _ => false))["passed"]!);
        await Days(scene, clock, 2);
        await Slip(scene, bank, "training.attempts");
        Assert.Contains("QualificationPassed", (await scene.Server.Events(scene.Project)).Select(e => e.Type));
    }

    private static async Task<IEnumerable<string>> Drawn(TrainingScene scene) =>
        (await scene.Lead.Get($"api/record/events?project={scene.Project}&type=TestDrawn&take=100"))!["events"]!
            .AsArray()
            .SelectMany(e => e!["payload"]!["event"]!["items"]!.AsArray().Select(i => (string)i!));

    // Of many requests that are to be refused, and of reading meanwhile, none slips.
    private Task Slip(TrainingScene scene, string bank, string code) => Slip(code, () => scene.Begin(bank));

    private async Task Slip(string code, Func<Task> ask)
    {
        int wanted = Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1" ? 2500 : 100;
        int slipped = 0;
        for (int n = 0; n < wanted; n++)
        {
            Exception? refusal = await Record.ExceptionAsync(ask);
            slipped += (refusal as OverreadProblemException)?.Code == code ? 0 : 1;
        }

        output.WriteLine($"{code}: {slipped} of {wanted} requests slipped");
        Assert.Equal(0, slipped);
    }

    private static async Task Days(TrainingScene scene, HandClock clock, int days)
    {
        clock.Pass(days * 24 * 3600);
        await scene.Reader.SignIn("ann@test.example");
        await scene.Server.Admin.SignIn("admin@test.example");
    }

    // Every address that gives the reader anything, with the ids in hand.
    private static async Task<int> NothingIsTold(TrainingScene scene, string set, string attempt, string item)
    {
        Dictionary<string, string> values = new()
        {
            ["project"] = scene.Project,
            ["set"] = set,
            ["attempt"] = attempt,
            ["item"] = item,
        };
        int answered = 0;
        foreach (
            RouteEndpoint route in scene
                .Server.App.Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(e =>
                    e.Metadata.GetMetadata<NeedsAction>() is not null
                    && e.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal)
                    && e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true
                )
        )
        {
            string path = values.Aggregate(
                route.RoutePattern.RawText!.TrimStart('/'),
                (a, v) => a.Replace($"{{{v.Key}}}", v.Value, StringComparison.Ordinal)
            );
            Exception? refused = await Record.ExceptionAsync(async () =>
            {
                string text = await scene.Reader.Raw().GetText(path);
                Assert.DoesNotContain(TrainingScene.Secret, text, StringComparison.Ordinal);
                Assert.DoesNotContain("\"verdict\"", text, StringComparison.Ordinal);
                answered++;
            });
            Assert.True(
                refused is null or OverreadProblemException or System.Text.Json.JsonException,
                $"{path}: {refused}"
            );
            if (refused is OverreadProblemException problem)
            {
                Assert.DoesNotContain(TrainingScene.Secret, problem.ToString(), StringComparison.Ordinal);
            }
        }

        return answered;
    }
}
