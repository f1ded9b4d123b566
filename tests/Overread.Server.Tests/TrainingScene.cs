using System.Globalization;
using System.Text.Json.Nodes;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>A project whose readers have to pass a test, with items in the order in which they were added.</summary>
internal sealed class TrainingScene : IAsyncDisposable
{
    private TrainingScene(TestServer server, string project, OverreadClient reader, string person)
    {
        Server = server;
        Project = project;
        Reader = reader;
        Person = person;
    }

    public TestServer Server { get; }
    public string Project { get; }
    public OverreadClient Reader { get; }
    public string Person { get; }
    public string Root => $"api/projects/{Project}";
    public RawApi Lead => Server.Admin.Raw();

    /// <summary>The items' ids by title.</summary>
    public Dictionary<string, string> Items { get; } = [];

    /// <summary>A word that stands in reference answers and reasons alone.</summary>
    public const string Secret = "xyzzy-reference";

    public static async Task<TrainingScene> Start(int items, HandClock? clock = null, int readers = 1)
    {
        TestServer server = await TestServer.Start(more: o =>
            o with
            {
                Time = clock ?? TimeProvider.System,
                RequestsPerSecond = 100_000,
            }
        );
        string project = (
            await server.Admin.OpenProject(
                new()
                {
                    Name = "Training",
                    Purpose = "Testing",
                    LegalBasis = "None needed",
                    Template = "",
                }
            )
        ).Id;
        await server.Admin.SaveProtocolDraft(project, Protocol(readers));
        await server.Admin.PublishProtocol(project);
        await server.References(project, items);
        (OverreadClient ann, string person) = await server.Person(project, "ann", "reader");
        TrainingScene scene = new(server, project, ann, person);
        for (int from = 0; from < items; from += 500)
        {
            JsonNode page = (await scene.Lead.Get($"{scene.Root}/items?take=500&skip={from}"))!;
            foreach (JsonNode? row in page["rows"]!.AsArray())
            {
                scene.Items[(string)row!["title"]!] = (string)row["id"]!;
            }
        }

        return scene;
    }

    private static ProtocolBody Protocol(int readers) =>
        new()
        {
            Title = "Training",
            Fields =
            [
                new()
                {
                    Id = "nodule",
                    Title = "Nodule",
                    Kind = FieldKind.Finding,
                    Required = true,
                },
                new()
                {
                    Id = "size",
                    Title = "Size",
                    Kind = FieldKind.Number,
                    Unit = "mm",
                    When = new() { Field = "nodule", Is = ["present"] },
                    Match = new() { Measure = "difference", Threshold = 2 },
                },
                new()
                {
                    Id = "note",
                    Title = "Note",
                    Kind = FieldKind.Text,
                },
            ],
            Guideline = "Look.",
            Policy = TestServer.Policy(readers),
        };

    public static string Title(int i) => "case-" + i.ToString("0000", CultureInfo.InvariantCulture);

    /// <summary>Every other item has a nodule.</summary>
    public static bool IsPresent(int i) => i % 2 == 0;

    public async Task<string> Set(object form) => (string)(await Lead.Post(Root + "/training/sets", form))!["id"]!;

    public Task<string> Module() => Set(new { Purpose = "practice", Title = "First cases" });

    public Task<string> Bank(int items = 10, int attempts = 2, int? validDays = 90, double mark = 0.6) =>
        Set(
            new
            {
                Purpose = "test",
                Title = "Nodules",
                Test = new
                {
                    Qualification = "nodules",
                    Items = items,
                    PassMarks = new { nodule = mark },
                    Attempts = attempts,
                    CoolingHours = 24,
                    ValidDays = validDays,
                    Confidence = 0.9,
                },
            }
        );

    /// <summary>States the right answers of items, by their numbers.</summary>
    public async Task Cases(string set, IEnumerable<int> numbers)
    {
        foreach (int i in numbers)
        {
            await Lead.Put($"{Root}/training/sets/{set}/cases/{Items[Title(i)]}", Case(i));
        }
    }

    public static object Case(int i) =>
        new
        {
            Answers = Answers(IsPresent(i), 10, Secret),
            Reason = $"{Secret}: it is so.",
            Difficulty = i % 3,
        };

    public static JsonObject Answers(bool present, double size = 10, string? note = null)
    {
        JsonObject answers = new() { ["nodule"] = new JsonObject { ["state"] = present ? "present" : "absent" } };
        if (present)
        {
            answers["size"] = new JsonObject { ["state"] = "present", ["value"] = size };
        }

        if (note is not null)
        {
            answers["note"] = new JsonObject { ["state"] = "present", ["value"] = note };
        }

        return answers;
    }

    public Task Demand() =>
        Lead.Put(
            Root + "/fitness",
            new
            {
                Rules = new
                {
                    Qualification = "nodules",
                    Licence = false,
                    Agreements = (string[])[],
                    DevelopersApart = false,
                    SitesApart = false,
                },
                Reason = "A test.",
            }
        );

    public async Task<JsonNode> Begin(string set) =>
        (await Reader.Raw().Post($"{Root}/training/sets/{set}/attempts", new { }))!;

    /// <summary>Answers a test to its end.</summary>
    /// <param name="attempt">The test as it was begun.</param>
    /// <param name="right">True to answer an item rightly.</param>
    /// <param name="seen">Told of each answer but the last.</param>
    public async Task<JsonNode> Answer(JsonNode attempt, Func<int, bool> right, Func<JsonNode, Task>? seen = null)
    {
        for (int n = 0; attempt["item"] is { } item; n++)
        {
            if (seen is not null)
            {
                await seen(attempt);
            }

            int number = int.Parse(((string)item["title"]!)[5..], CultureInfo.InvariantCulture);
            bool say = IsPresent(number) == right(n);
            attempt = (
                await Reader
                    .Raw()
                    .Post(
                        $"{Root}/training/attempts/{(string)attempt["id"]!}/answers",
                        new { Item = (string)item["id"]!, Answers = Answers(say) }
                    )
            )!;
        }

        return attempt;
    }

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();
}
