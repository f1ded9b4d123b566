using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Overread.Server.Tests;

/// <summary>The committed description of the API is complete: whoever makes a client of it has to ask nobody.</summary>
public class ApiDescriptionTests
{
    private static readonly JsonObject Document = JsonNode
        .Parse(File.ReadAllText(Path.Combine(DocsTests.Root, "docs/openapi.json")))!
        .AsObject();

    public static TheoryData<string> Operations => [.. All().Select(o => $"{o.Method.ToUpperInvariant()} {o.Path}")];

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operation_says_what_it_is_takes_gives_and_refuses(string operation)
    {
        (string method, string path, JsonObject described) = All()
            .Single(o => $"{o.Method.ToUpperInvariant()} {o.Path}" == operation);
        Assert.Matches("^[a-z]+(-[a-z]+)*$", described["operationId"]?.GetValue<string>());
        string summary = described["summary"]?.GetValue<string>() ?? "";
        Assert.Matches(@"^[A-Z][^\n]{10,}\.$", summary);
        Assert.NotEmpty(described["tags"]?.AsArray() ?? []);
        foreach (string name in Regex.Matches(path, @"\{(\w+)\}").Select(m => m.Groups[1].Value))
        {
            Assert.Contains(
                described["parameters"]!.AsArray(),
                p => p!["in"]!.GetValue<string>() == "path" && p["name"]!.GetValue<string>() == name
            );
        }

        if (described["requestBody"] is { } body)
        {
            Assert.All(body["content"]!.AsObject(), media => Assert.True(IsSchema(media.Value!["schema"]), media.Key));
        }

        KeyValuePair<string, JsonNode?>[] answers =
        [
            .. described["responses"]!.AsObject().Where(r => r.Key.StartsWith('2')),
        ];
        Assert.NotEmpty(answers);
        foreach ((string status, JsonNode? answer) in answers)
        {
            JsonObject content = answer!["content"]?.AsObject() ?? [];
            Assert.True(
                status == "204" ? content.Count == 0 : content.Count > 0,
                $"{operation} answers {status} with nothing"
            );
            Assert.All(content, media => Assert.True(IsSchema(media.Value!["schema"]), media.Key));
        }

        foreach (
            (string status, JsonNode? answer) in described["responses"]!.AsObject().Where(r => !r.Key.StartsWith('2'))
        )
        {
            JsonNode problem = Resolve(answer!);
            JsonNode schema = problem["content"]!["application/problem+json"]!["schema"]!;
            Assert.Equal("#/components/schemas/Problem", schema["allOf"]![0]!["$ref"]!.GetValue<string>());
            Assert.NotEmpty(schema["allOf"]![1]!["properties"]!["code"]!["enum"]!.AsArray());
        }

        Assert.NotNull(described["responses"]!["500"]);
    }

    [Fact]
    public void Operation_ids_are_unique() =>
        Assert.Empty(
            All()
                .GroupBy(o => o.Operation["operationId"]!.GetValue<string>())
                .Where(g => g.Count() > 1)
                .Select(g => g.Key)
        );

    [Fact]
    public void Every_reference_leads_to_a_component_and_no_schema_is_anonymous()
    {
        foreach (Match reference in Regex.Matches(Document.ToJsonString(), "\"\\$ref\":\"#/([^\"]+)\""))
        {
            JsonNode? at = Document;
            foreach (string part in reference.Groups[1].Value.Split('/'))
            {
                at = at?[part];
            }

            Assert.True(at is not null, reference.Groups[1].Value);
        }

        Assert.DoesNotContain(
            Document["components"]!["schemas"]!.AsObject(),
            s => s.Key.Contains("Anonymous", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Every_code_that_is_described_is_given_somewhere_and_every_refusal_of_a_feature_is_described()
    {
        HashSet<string> described =
        [
            .. Document["components"]!["responses"]!
                .AsObject()
                .SelectMany(r =>
                    r.Value!["content"]!["application/problem+json"]!["schema"]!["allOf"]![1]!["properties"]!["code"]![
                        "enum"
                    ]!.AsArray()
                )
                .Select(c => c!.GetValue<string>()),
        ];
        HashSet<string> given = [];
        HashSet<string> literals = [];
        foreach (
            string file in Directory.EnumerateFiles(
                Path.Combine(DocsTests.Root, "src"),
                "*.cs",
                SearchOption.AllDirectories
            )
        )
        {
            string path = file.Replace('\\', '/');
            if (path.Contains("/obj/", StringComparison.Ordinal))
            {
                continue;
            }

            string text = File.ReadAllText(file);
            literals.UnionWith(
                Regex.Matches(text, "(?<!Problems\\([^;\n]*)\"([a-z]+\\.[a-z-]+)\"").Select(m => m.Groups[1].Value)
            );
            if (
                path.Contains("/Overread.Server/Features/", StringComparison.Ordinal)
                || path.Contains("/Overread.Server/Modalities/", StringComparison.Ordinal)
            )
            {
                given.UnionWith(
                    Regex
                        .Matches(text, "new RefusedException\\(\\s*new(?: Refusal)?\\(\\s*\"([a-z]+\\.[a-z-]+)\"")
                        .Select(m => m.Groups[1].Value)
                );
            }
        }

        Assert.Empty(described.Except(literals));
        Assert.Empty(given.Except(described).Except(OfJobs));
    }

    // Refusals that a job ends with: they are in the job's problem, not in an answer.
    private static readonly string[] OfJobs =
    [
        "intake.scanner",
        "release.data-lost",
        "release.empty",
        "release.lost",
        "release.moved-meanwhile",
        "release.untimed",
        "release.untrue",
        "release.unverified",
    ];

    private static IEnumerable<(string Path, string Method, JsonObject Operation)> All() =>
        Document["paths"]!
            .AsObject()
            .SelectMany(p => p.Value!.AsObject().Select(m => (p.Key, m.Key, m.Value!.AsObject())));

    private static bool IsSchema(JsonNode? schema) =>
        schema is JsonObject { Count: > 0 } o
        && (o.ContainsKey("$ref") || o.ContainsKey("type") || o.ContainsKey("oneOf"));

    private static JsonNode Resolve(JsonNode response) =>
        response["$ref"]?.GetValue<string>() is { } reference
            ? Document["components"]!["responses"]![reference.Split('/')[^1]]!
            : response;
}
