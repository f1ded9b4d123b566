using System.Text.Json.Nodes;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary><c>overread model</c>, as a site's script calls it, against a running server.</summary>
public sealed class ModelCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("overread-model-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_script_lists_models_sends_predictions_in_and_prints_what_they_did_to_readers()
    {
        await using TestServer server = await TestServer.Start();
        string project = await ModelPlay.Project(server, 2, 1, ShowingPolicy.AtOnce);
        string token = await server.Admin.Token("read", "write", "admin");
        (int code, string said) = await Run("list");
        Assert.Equal((0, "[]"), (code, said.Replace("\n", "", StringComparison.Ordinal).Trim()));

        string predictions = Path.Combine(_folder, "predictions.jsonl");
        await File.WriteAllTextAsync(
            predictions,
            ModelPlay.Line("case-0000", "nodule", "present", 0.9) + ModelPlay.Line("case-0001", "nodule", "absent", 0.8)
        );
        // A model that nobody registered suggests nothing, and the line is named.
        (code, said) = await Run("suggest", predictions);
        Assert.NotEqual(0, code);
        Assert.Contains("predictions.jsonl:1: ", said, StringComparison.Ordinal);
        Assert.Contains("Nothing was saved.", said, StringComparison.Ordinal);

        await ModelPlay.Approved(server, project);
        JsonNode model = Assert.Single(JsonNode.Parse((await Run("list")).Said)!.AsArray())!;
        Assert.Equal(ModelPlay.Hash, model["model"]!["sha256"]!.GetValue<string>());
        Assert.Equal("approved", model["state"]!.GetValue<string>());

        string bad = Path.Combine(_folder, "bad.jsonl");
        await File.WriteAllTextAsync(
            bad,
            await File.ReadAllTextAsync(predictions) + ModelPlay.Line("case-0009", "nodule", "maybe")
        );
        (code, said) = await Run("suggest", bad);
        Assert.NotEqual(0, code);
        Assert.Contains("bad.jsonl:3: ", said, StringComparison.Ordinal);
        (code, said) = await Run("suggest", predictions);
        Assert.True(code == 0, said);
        JsonNode taken = JsonNode.Parse(said)!;
        Assert.Equal((2, 2), (taken["suggestions"]!.GetValue<int>(), taken["items"]!.GetValue<int>()));

        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        while (await reader.NextRead(project) is { } work)
        {
            string read = work.Read.Id;
            ShownSuggestion shown = Assert.Single((await reader.ShowSuggestions(read)).Suggestions);
            await reader.Append(
                read,
                1,
                new ClientEvent
                {
                    Id = read + "-answer",
                    At = "2026-01-01T00:00:00.000Z",
                    Type = "AnswerGiven",
                    Field = "nodule",
                    Answer = shown.Answer,
                    Origin = "suggestion",
                    Suggestion = shown.Id,
                }
            );
            await reader.Append(read, 2, ReadEvents.Submitted(read + "-submit"));
        }

        JsonNode report = Assert.Single(JsonNode.Parse((await Run("report")).Said)!["models"]!.AsArray())!;
        Assert.Equal(("net", "1.0"), (report["model"]!.GetValue<string>(), report["version"]!.GetValue<string>()));
        Assert.Equal(2, report["answers"]!.GetValue<int>());
        (code, said) = await Words("report");
        Assert.True(code == 0, said);
        Assert.Contains($"net 1.0 ({ModelPlay.Hash})", said, StringComparison.Ordinal);
        Assert.Contains(report["sentence"]!.GetValue<string>(), said, StringComparison.Ordinal);

        (code, said) = await DataScene.Run(
            "dotnet",
            [Tool, "model", "list", "--project", "none such", "--server", server.Url, "--token", token]
        );
        Assert.NotEqual(0, code);
        Assert.Contains("You are in no project none such.", said, StringComparison.Ordinal);

        async Task<(int Code, string Said)> Run(string verb, params string[] more) =>
            await Words(verb, [.. more, "--json"]);

        Task<(int Code, string Said)> Words(string verb, params string[] more) =>
            DataScene.Run(
                "dotnet",
                [Tool, "model", verb, .. more, "--project", project, "--server", server.Url, "--token", token]
            );
    }

    private static string Tool => Path.Combine(AppContext.BaseDirectory, "overread.dll");
}
