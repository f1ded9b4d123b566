using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>What readers are shown of models, when, and what the record and a release say of it.</summary>
public partial class SuggestionTests
{
    [Fact]
    public async Task Of_1000_reads_none_sees_a_byte_of_a_suggestion_before_its_first_answer_on_any_route()
    {
        const int Reads = 1000;
        await using TestServer server = await TestServer.Start(more: o => o with { RequestsPerSecond = 100_000 });
        string project = await ModelPlay.Project(
            server,
            Reads + 10,
            1,
            ShowingPolicy.AfterFirst,
            ShowingPolicy.OnRequest,
            ShowingPolicy.Never,
            null
        );
        await ModelPlay.Approved(server, project);
        // Marks that nothing else in the world says: a number and a word for each item.
        StringBuilder sent = new();
        for (int i = 0; i < Reads + 10; i++)
        {
            sent.Append(ModelPlay.Line(ModelPlay.Item(i), "nodule", "present", Score(i)))
                .Append(ModelPlay.Line(ModelPlay.Item(i), "grade", "high", Score(i)))
                .Append(ModelPlay.Line(ModelPlay.Item(i), "size", Number(i), Score(i)))
                .Append(ModelPlay.Line(ModelPlay.Item(i), "note", Word(i), Score(i)));
        }

        Assert.Equal(4 * (Reads + 10), (await server.Admin.UploadSuggestions(project, sent.ToString())).Suggestions);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        using HttpClient wire = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new(server.Url) };
        wire.DefaultRequestHeaders.Add("Cookie", reader.Cookie);
        wire.DefaultRequestHeaders.Add("X-Overread", "1");
        wire.Timeout = TimeSpan.FromSeconds(30);
        (string Method, string Path)[] routes = [.. Routes()];
        Assert.True(routes.Length > 100, $"{routes.Length} routes");
        int asked = 0;
        int leaks = 0;
        JsonNode work = JsonNode.Parse(await Ask(HttpMethod.Post, $"/api/projects/{project}/work/next", "{}"))!;
        foreach ((string method, string path) in routes)
        {
            string address = path.Replace("{project}", project, StringComparison.Ordinal)
                .Replace("{item}", (string)work["item"]!["id"]!, StringComparison.Ordinal)
                .Replace("{read}", (string)work["read"]!["id"]!, StringComparison.Ordinal)
                .Replace("{version}", "1", StringComparison.Ordinal);
            await Ask(new HttpMethod(method), Placeholder().Replace(address, "1"), "{}");
        }

        for (int i = 0; i < Reads; i++)
        {
            work = JsonNode.Parse(await Ask(HttpMethod.Post, $"/api/projects/{project}/work/next", "{}"))!;
            string read = (string)work["read"]!["id"]!;
            await Ask(HttpMethod.Post, $"/api/reads/{read}/suggestions", "{}");
            await Ask(HttpMethod.Post, $"/api/reads/{read}/suggestions", """{"field":"note"}""");
            await Ask(HttpMethod.Get, $"/api/projects/{project}/work/{read}");
            await Ask(HttpMethod.Post, $"/api/reads/{read}/events", Forged(read));
            await Ask(HttpMethod.Post, $"/api/reads/{read}/skip", """{"reason":"On to the next."}""");
        }

        Assert.Equal(0, leaks);
        Assert.True(asked > (6 * Reads) + 100, $"{asked} requests");

        // The test can fail: once they have answered for themselves, the same reader is shown the word of the item.
        work = JsonNode.Parse(await Ask(HttpMethod.Post, $"/api/projects/{project}/work/next", "{}"))!;
        string last = (string)work["read"]!["id"]!;
        await reader.Append(last, (int)work["read"]!["revision"]!, ModelPlay.Valued("own-answer", "note", "mine"));
        JsonNode shown = JsonNode.Parse(await Ask(HttpMethod.Post, $"/api/reads/{last}/suggestions", "{}"))!;
        Assert.Equal(1, leaks);
        Assert.Equal("note", (string?)Assert.Single(shown["suggestions"]!.AsArray())!["field"]);

        async Task<string> Ask(HttpMethod method, string path, string? body = null)
        {
            using HttpRequestMessage request = new(method, path)
            {
                Content =
                    method == HttpMethod.Get || body is null
                        ? null
                        : new StringContent(body, Encoding.UTF8, "application/json"),
            };
            using HttpResponseMessage answer = await wire.SendAsync(request);
            string text = await answer.Content.ReadAsStringAsync();
            asked++;
            leaks += Leaks(answer.Headers + text);
            return text;
        }
    }

    // Somebody who guesses at what was suggested learns nothing by it.
    private static string Forged(string read) =>
        $$"""{"baseRevision":1,"events":[{"id":"{{read}}-x","type":"AnswerGiven","field":"note","answer":{"state":"present","value":"x"},"origin":"suggestion","suggestion":"y"}]}""";

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();

    private static string Word(int i) => "zyz" + i.ToString("00000", CultureInfo.InvariantCulture) + "qx";

    private static double Number(int i) => 73_190_000.5 + i;

    private static double Score(int i) => 0.8675309 + (i * 1e-9);

    private static int Leaks(string text) =>
        text.Contains("zyz", StringComparison.Ordinal)
        || Planted().IsMatch(text)
        || text.Contains("0.86753", StringComparison.Ordinal)
        || text.Contains(ModelPlay.Hash, StringComparison.Ordinal)
            ? 1
            : 0;

    [GeneratedRegex(@"7319\d{4}\.5")]
    private static partial Regex Planted();

    // Every operation of the committed document but those that end the session or never end themselves.
    private static IEnumerable<(string Method, string Path)> Routes() =>
        from path in JsonNode.Parse(File.ReadAllText(Path.Combine(DocsTests.Root, "docs/openapi.json")))![
            "paths"
        ]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Key is "get" or "post" or "put" or "patch"
        where
            !path.Key.Contains("/jobs/{id}/events", StringComparison.Ordinal)
            && !path.Key.StartsWith("/api/session", StringComparison.Ordinal)
            && !path.Key.StartsWith("/api/account", StringComparison.Ordinal)
            && !path.Key.StartsWith("/api/setup", StringComparison.Ordinal)
        select (operation.Key.ToUpperInvariant(), path.Key);

    [Fact]
    public async Task What_is_shown_waits_for_what_the_protocol_says_of_the_field_and_what_was_taken_over_is_known()
    {
        await using TestServer server = await TestServer.Start();
        string project = await ModelPlay.Project(
            server,
            1,
            1,
            ShowingPolicy.AfterFirst,
            ShowingPolicy.OnRequest,
            ShowingPolicy.AtOnce,
            ShowingPolicy.Never
        );
        string model = await ModelPlay.Approved(server, project);
        await server.Admin.UploadSuggestions(
            project,
            ModelPlay.Line("case-0000", "nodule", "absent", 0.9)
                + ModelPlay.Line("case-0000", "grade", "high", 0.8)
                + ModelPlay.Line("case-0000", "size", 12.5, 0.7)
                + ModelPlay.Line("case-0000", "note", "a shadow", 0.6)
        );
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        WorkView work = (await reader.NextRead(project))!;
        string read = work.Read.Id;
        Assert.True(work.Suggests);
        ShownSuggestion size = Assert.Single((await reader.ShowSuggestions(read)).Suggestions);
        Assert.Equal(("size", "net", "1.0", ModelPlay.Hash), (size.Field, size.Model, size.Version, size.Sha256));
        Assert.Null(size.Score);
        await reader.Append(read, 1, ModelPlay.Valued("event-000-a1", "nodule", null));
        Assert.Equal(["size", "nodule"], Fields(await reader.ShowSuggestions(read)));
        Assert.Equal(
            ["size", "nodule", "grade"],
            Fields(await reader.ShowSuggestions(read, new() { Field = "grade" }))
        );
        ShownSuggestions all = await reader.ShowSuggestions(read, new() { Field = "note" });
        Assert.Equal(3, all.Suggestions.Count);

        // Shown events do not count as changes of the read, so what waits on a device is no conflict.
        string grade = all.Suggestions[2].Id;
        OverreadProblemException other = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            reader.Append(read, 2, ModelPlay.Valued("event-000-a2", "grade", "low", grade))
        );
        Assert.Equal("read.invalid", other.Code);
        await reader.Append(read, 2, ModelPlay.Valued("event-000-a3", "grade", "high", grade));
        Assert.Equal(3, (await reader.ShowRead(project, read)).Read.Suggestions.Count);
        await reader.Append(read, 3, ReadEvents.Submitted("event-000-s1"));
        Assert.Equal(3, (await reader.ShowSuggestions(read, new() { Field = "note" })).Suggestions.Count);

        (OverreadClient stranger, _) = await server.Person(project, "bob", "reader");
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            stranger.ShowSuggestions(read)
        );
        Assert.Equal("read.unknown", refused.Code);
        Assert.Equal(3, (await server.Events(project)).Count(e => e.Type == "SuggestionShown"));
        Assert.NotEmpty(model);
    }

    [Fact]
    public async Task A_score_is_shown_where_it_is_calibrated_or_the_protocol_says_so_and_nothing_of_a_retired_model()
    {
        await using TestServer server = await TestServer.Start();
        string project = await ModelPlay.Project(server, 2, 1, ShowingPolicy.AtOnce);
        ModelForm form = ModelPlay.Form();
        form = form with { Card = form.Card with { Calibration = "Isotonic, on 2,000 held-out items." } };
        string model = await ModelPlay.Approved(server, project, form);
        await server.Admin.UploadSuggestions(
            project,
            ModelPlay.Line("case-0000", "nodule", "absent", 0.9) + ModelPlay.Line("case-0001", "nodule", "absent", 0.9)
        );
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        string read = (await reader.NextRead(project))!.Read.Id;
        Assert.Equal(0.9, Assert.Single((await reader.ShowSuggestions(read)).Suggestions).Score);
        await reader.Append(read, 1, ReadEvents.Submitted("event-000-s1"));
        await server.Admin.RetireModel(project, model, new() { Reason = "Wrong too often." });
        WorkView next = (await reader.NextRead(project))!;
        Assert.False(next.Suggests);
        Assert.Empty((await reader.ShowSuggestions(next.Read.Id)).Suggestions);
    }

    [Fact]
    public async Task A_release_leads_from_each_answer_to_model_version_and_hash_and_a_changed_hash_does_not_verify()
    {
        await using TestServer server = await TestServer.Start();
        string project = await ModelPlay.Project(server, 4, 1);
        await ModelPlay.Approved(server, project);
        await server.Admin.UploadSuggestions(
            project,
            string.Concat(
                Enumerable.Range(0, 4).Select(i => ModelPlay.Line(ModelPlay.Item(i), "nodule", "absent", 0.5))
            )
        );
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        while (await reader.NextRead(project) is { } work)
        {
            string read = work.Read.Id;
            await reader.Append(read, 1, ReadEvents.Answered(read + "-a", "nodule", "present"));
            ShownSuggestion shown = Assert.Single((await reader.ShowSuggestions(read)).Suggestions);
            // Two of the four are taken over.
            if (work.Item.Title is "case-0001" or "case-0002")
            {
                ClientEvent taken = ReadEvents.Answered(read + "-b", "nodule", "absent") with
                {
                    Origin = "suggestion",
                    Suggestion = shown.Id,
                };
                await reader.Append(read, 2, taken);
                await reader.Append(read, 3, ReadEvents.Submitted(read + "-s"));
            }
            else
            {
                await reader.Append(read, 2, ReadEvents.Submitted(read + "-s"));
            }
        }

        Bundle bundle = await Bundle.Publish(server, project, "1.0.0");
        string[] rows = File.ReadAllLines(Path.Combine(bundle.Folder, "labels/individual/suggestions.csv"))[1..];
        Assert.Equal(4, rows.Length);
        Assert.All(rows, r => Assert.Contains($"net,1.0,{ModelPlay.Hash}", r, StringComparison.Ordinal));
        Assert.Equal(2, rows.Count(r => r.EndsWith("present,absent,true", StringComparison.Ordinal)));
        Assert.Equal(2, rows.Count(r => r.EndsWith("present,present,false", StringComparison.Ordinal)));
        Assert.Contains(ModelPlay.Hash, File.ReadAllText(Path.Combine(bundle.Folder, "models/models.csv")));
        JsonNode said = JsonNode.Parse(File.ReadAllText(Path.Combine(bundle.Folder, "statements.json")))!["statements"]!
            .AsArray()
            .Single(s => (string)s!["id"]! == "assistance.suggestions")!;
        Assert.Contains(
            $"readers of 4 reads were shown 4, by net 1.0 (SHA-256 {ModelPlay.Hash})",
            (string)said["text"]!,
            StringComparison.Ordinal
        );

        // In any file where it stands: the list of hashes finds it.
        string other = ModelPlay.Hash.Replace('9', '8');
        string[] files = bundle.FilesWith(ModelPlay.Hash);
        Assert.Contains(files, f => f.EndsWith("events.jsonl", StringComparison.Ordinal));
        foreach (string file in files)
        {
            byte[] before = await File.ReadAllBytesAsync(file);
            string text = await File.ReadAllTextAsync(file);
            await File.WriteAllTextAsync(file, text.Replace(ModelPlay.Hash, other, StringComparison.Ordinal));
            Assert.NotEmpty(Overread.Cli.Server.VerifyCommand.Verify(bundle.Folder, null).Faults);
            await File.WriteAllBytesAsync(file, before);
        }

        // And where somebody lists the changed table anew, the statement finds it against the events.
        MemoryBundle harmed = MemoryBundle.Of(new Overread.Ledger.Bundles.BundleFolder(bundle.Folder));
        harmed["labels/individual/suggestions.csv"] = harmed["labels/individual/suggestions.csv"]
            .Replace(ModelPlay.Hash, other, StringComparison.Ordinal);
        Assert.Contains(
            Overread.Ledger.Bundles.Statements.StatementBook.Of(harmed).Faults,
            f => f.Id == "assistance.suggestions"
        );
    }

    private static IEnumerable<string> Fields(ShownSuggestions view) => view.Suggestions.Select(s => s.Field);
}
