using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Overread.Cli;
using Overread.Cli.Server;
using Overread.Server.Composition;
using Overread.Text;

namespace Overread.Server.Tests;

/// <summary>Documents through the front door: received, held, blacked out, read, compared, released.</summary>
public class TextModalityTests
{
    // An emoji, a letter with a combining mark, both line ends, a family joined by zero-width joiners.
    private const string Letter =
        "Dear Dr. Zo\u0065\u0301 Vogelsang,\r\nthe 🫀 shows no effusion.\r\nSmall nodule, 👩‍👩‍👧 informed.\nRegards\r\n";

    private static readonly CodePoints Points = new(Letter);

    [Fact]
    public async Task A_document_is_held_read_blacked_out_compared_and_released_as_brat()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Project(server);
        (ApiClient steward, _) = await server.Person(project, "sam", "steward");
        string batch = await Gate.Receive(
            steward,
            project,
            [("letters/Zoé Vogelsang.txt", Encoding.UTF8.GetBytes(Letter))]
        );
        JsonNode entry = (await Gate.Entries(steward, project, batch)).Single()!;
        string id = entry["id"]!.GetValue<string>();
        Assert.Equal("document", entry["kind"]!.GetValue<string>());
        Assert.Equal("hold", entry["decision"]!.GetValue<string>());
        Assert.DoesNotContain("Vogelsang", entry["title"]!.GetValue<string>(), StringComparison.Ordinal);

        CommandFailedException unopened = await Assert.ThrowsAsync<CommandFailedException>(() =>
            Gate.Decide(steward, project, batch, id, "approve", "Read.")
        );
        Assert.Contains("Nobody has opened this document", unopened.Message, StringComparison.Ordinal);
        JsonNode detail = (await Gate.Entry(steward, project, batch, id))!;
        JsonNode document = detail["documents"]!.AsArray().Single()!;
        string file = document["file"]!.GetValue<string>();
        Assert.Equal(Points.Length, document["length"]!.GetValue<int>());
        Assert.Equal("mixed", document["lineEnds"]!.GetValue<string>());
        Assert.Equal(Letter, await Text(server, steward, document["address"]!.GetValue<string>()));

        (int start, int end) = Place("Zo\u0065\u0301 Vogelsang");
        string spans = $"api/projects/{project}/batches/{batch}/entries/{id}/spans";
        await Assert.ThrowsAsync<CommandFailedException>(() => Mark(steward, spans, 0, file, start, Points.Length + 1));
        await Mark(steward, spans, 0, file, start, end);
        CommandFailedException moved = await Assert.ThrowsAsync<CommandFailedException>(() =>
            Mark(steward, spans, 0, file, start, end)
        );
        Assert.Contains("Somebody else has changed these places", moved.Message, StringComparison.Ordinal);
        await Gate.Decide(
            steward,
            project,
            batch,
            id,
            "approve",
            "Read to the end.",
            new Dictionary<string, int[]> { [file] = [0] }
        );
        JsonNode outcome = await Gate.DecideBatch(steward, project, batch);
        Assert.Equal(1, outcome["approved"]!.GetValue<int>());
        Assert.Equal(0, outcome["leaks"]!.GetValue<int>());

        CodePoints black = new(
            Letter.Replace("Zo\u0065\u0301 Vogelsang", new string('█', end - start), StringComparison.Ordinal)
        );
        (int Start, int End) nodule = Place("Small nodule");
        (ApiClient ann, _) = await server.Person(project, "ann", "reader");
        (ApiClient bob, _) = await server.Person(project, "bob", "reader");
        string text = await Read(server, ann, project, black.Text, nodule.Start, nodule.End);
        Assert.Equal(text, await Read(server, bob, project, black.Text, nodule.Start + 6, nodule.End));

        string bundle = await CampaignTests.Release(server, project);
        Assert.Empty(VerifyCommand.Verify(bundle, null).Faults);
        using ZipArchive zip = ZipFile.OpenRead(bundle);
        CodePoints released = new(Entry(zip, ".txt", "exports/brat/"));
        Assert.Equal(black.Text, released.Text);
        Brat.Annotation annotation = Assert.Single(Brat.Read(Entry(zip, ".ann", "exports/brat/")));
        Assert.Equal("findings_lesion", annotation.Type);
        Assert.Equal((nodule.Start + 3, nodule.End), (annotation.Start, annotation.End));
        Assert.Equal("ll nodule", released.Slice(annotation.Start, annotation.End));
        Assert.DoesNotContain("exports/coco.json", zip.Entries.Select(e => e.FullName));
        Assert.Contains("1 held for a person", Entry(zip, "README.md", "privacy/"), StringComparison.Ordinal);
        foreach (ZipArchiveEntry one in zip.Entries)
        {
            using StreamReader reader = new(one.Open());
            Assert.DoesNotContain("Vogelsang", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        }

        Assert.Empty(StoreAudit.Run(server.Data, null, CancellationToken.None).Faults);
    }

    [Fact]
    public async Task What_is_no_plain_text_is_refused_with_its_reason()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Project(server);
        (ApiClient steward, _) = await server.Person(project, "sam", "steward");
        byte[] utf16 = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Letter)];
        string batch = await Gate.Receive(
            steward,
            project,
            [
                ("a.txt", utf16),
                ("b.txt", utf16),
                ("empty.txt", "\uFEFF \r\n"u8.ToArray()),
                ("latin.txt", [0x61, 0xE9, 0x62]),
                ("program.txt", [0x7F, 0x45, 0x4C, 0x46, 0x00, 0xFF]),
                ("large.txt", [.. Enumerable.Repeat((byte)'a', (4 << 20) + 1)]),
            ]
        );
        JsonNode shown = (await steward.Get($"api/projects/{project}/batches/{batch}"))!;
        Dictionary<string, string> problems = shown["problems"]!
            .AsArray()
            .ToDictionary(p => p!["path"]!.GetValue<string>(), p => p!["reason"]!.GetValue<string>());
        string held = Assert.Single(shown["gate"]!.AsArray())!["id"]!.GetValue<string>();
        Assert.Contains(
            "received before",
            problems.GetValueOrDefault("a.txt") ?? problems["b.txt"],
            StringComparison.Ordinal
        );
        Assert.Equal("The document is empty.", problems["empty.txt"]);
        Assert.Equal("The text is not valid UTF-8 (byte 1): save it as UTF-8.", problems["latin.txt"]);
        Assert.StartsWith("Binary:", problems["program.txt"], StringComparison.Ordinal);
        Assert.Equal("The document is larger than 4 MiB: divide it.", problems["large.txt"]);
        JsonNode document = (await Gate.Entry(steward, project, batch, held))!["documents"]!.AsArray().Single()!;
        Assert.Equal("utf-16le", document["encoding"]!.GetValue<string>());
        Assert.Equal(Letter, await Text(server, steward, document["address"]!.GetValue<string>()));
        await Assert.ThrowsAsync<CommandFailedException>(() =>
            steward.Put(
                $"api/projects/{project}/batches/{batch}/entries/{held}/boxes",
                new { revision = 0, boxes = Array.Empty<object>() }
            )
        );
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 3)]
    [InlineData(-1, 4)]
    [InlineData(0, 100_000)]
    public async Task A_span_that_does_not_lie_in_its_document_is_refused(int start, int end)
    {
        await using TestServer server = await TestServer.Start();
        string project = await Project(server);
        (ApiClient steward, _) = await server.Person(project, "sam", "steward");
        string batch = await Gate.Receive(steward, project, [("a.txt", Encoding.UTF8.GetBytes(Letter))]);
        string id = (await Gate.Entries(steward, project, batch)).Single()!["id"]!.GetValue<string>();
        await Gate.Entry(steward, project, batch, id);
        await Gate.ApproveAll(steward, project, batch);
        (ApiClient ann, _) = await server.Person(project, "ann", "reader");
        JsonNode work = (await ann.Post($"api/projects/{project}/work/next"))!;
        await Assert.ThrowsAsync<CommandFailedException>(() => Draw(ann, work, start, end));
    }

    private static async Task<string> Project(TestServer server)
    {
        string project = await server.Project(2);
        await server.Admin.Put(
            $"api/projects/{project}/protocols/draft",
            new
            {
                title = "Letters",
                fields = new object[]
                {
                    new
                    {
                        id = "findings",
                        title = "Findings",
                        kind = "spans",
                        options = new object[]
                        {
                            new { id = "lesion", title = "Lesion" },
                            new { id = "effusion", title = "Effusion" },
                        },
                        match = new { measure = "span-f1", threshold = 0.5 },
                    },
                },
                guideline = "Mark.",
                policy = new
                {
                    readers = 2,
                    agreement = "majority",
                    disputes = "adjudicator",
                    recheckShare = 0,
                },
            }
        );
        await server.Admin.Post($"api/projects/{project}/protocols/draft/publish");
        return project;
    }

    private static (int Start, int End) Place(string words)
    {
        int at = Letter.IndexOf(words, StringComparison.Ordinal);
        return (Points.OfUnits(at), Points.OfUnits(at + words.Length));
    }

    private static Task<JsonNode?> Mark(
        ApiClient steward,
        string address,
        int revision,
        string file,
        int start,
        int end
    ) =>
        steward.Put(
            address,
            new
            {
                revision,
                spans = new[]
                {
                    new
                    {
                        id = "s1",
                        file,
                        start,
                        end,
                    },
                },
            }
        );

    private static async Task<string> Read(
        TestServer server,
        ApiClient reader,
        string project,
        string expected,
        int start,
        int end
    )
    {
        JsonNode work = (await reader.Post($"api/projects/{project}/work/next"))!;
        JsonNode file = work["item"]!["series"]![0]!["files"]![0]!;
        Assert.Equal("text", file["content"]!["kind"]!.GetValue<string>());
        Assert.Equal(new CodePoints(expected).Length, file["content"]!["length"]!.GetValue<int>());
        string text = await Text(server, reader, file["url"]!.GetValue<string>());
        Assert.Equal(expected, text);
        await Draw(reader, work, start, end);
        return text;
    }

    private static Task<JsonNode?> Draw(ApiClient reader, JsonNode work, int start, int end)
    {
        string read = work["read"]!["id"]!.GetValue<string>();
        return reader.Post(
            $"api/reads/{read}/events",
            new
            {
                baseRevision = work["read"]!["revision"]!.GetValue<int>(),
                events = new object[]
                {
                    new
                    {
                        id = read + "-m",
                        type = "MarkDrawn",
                        mark = new
                        {
                            id = read + "-1",
                            field = "findings",
                            @class = "lesion",
                            geometry = new
                            {
                                kind = "span",
                                file = work["item"]!["series"]![0]!["files"]![0]!["id"]!.GetValue<string>(),
                                start,
                                end,
                            },
                        },
                    },
                    new
                    {
                        id = read + "-s",
                        type = "ReadSubmitted",
                        seconds = 5,
                    },
                },
            }
        );
    }

    private static async Task<string> Text(TestServer server, ApiClient client, string address)
    {
        string path = Path.Combine(server.Data, Path.GetRandomFileName());
        await client.Download(address.TrimStart('/'), path);
        byte[] bytes = await File.ReadAllBytesAsync(path);
        File.Delete(path);
        return new UTF8Encoding(false, true).GetString(bytes);
    }

    private static string Entry(ZipArchive zip, string ending, string folder)
    {
        ZipArchiveEntry entry = zip.Entries.Single(e =>
            e.FullName.Contains(folder, StringComparison.Ordinal)
            && e.FullName.EndsWith(ending, StringComparison.Ordinal)
        );
        using StreamReader reader = new(entry.Open(), Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
        return reader.ReadToEnd();
    }
}
