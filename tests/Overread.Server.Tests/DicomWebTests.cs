using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Overread.Client;
using Overread.Client.Model;
using Overread.Dicom;
using Overread.Dicom.Multipart;
using Overread.Dicom.Pixels;

namespace Overread.Server.Tests;

/// <summary>STOW-RS, QIDO-RS and WADO-RS as docs/conformance/dicomweb.md states them.</summary>
public class DicomWebTests
{
    private static readonly TransferSyntax Ls = TransferSyntax.JpegLsLossless;

    [Fact]
    public async Task Each_instance_is_answered_for_by_itself_and_only_good_ones_reach_quarantine()
    {
        await using Scene scene = await Scene.Start();
        byte[] good = ScreenImage.Create("RONALD");
        byte[] report = WithoutPixels(good);
        using HttpResponseMessage some = await scene.Store(
            "",
            good,
            Encoding.ASCII.GetBytes("this is no DICOM at all, but it is long enough to be looked at"),
            good[..(good.Length / 2)],
            report
        );
        Assert.Equal(HttpStatusCode.Accepted, some.StatusCode);
        Assert.Equal("application/dicom+json", some.Content.Headers.ContentType!.MediaType);
        JsonNode answer = JsonNode.Parse(await some.Content.ReadAsStringAsync())!;
        JsonNode stored = Assert.Single(answer["00081199"]!["Value"]!.AsArray())!;
        Assert.Null(stored["00081190"]);
        Assert.Equal(
            [0xC000, 0x0122],
            answer["00081198"]!["Value"]!.AsArray().Select(f => f!["00081197"]!["Value"]![0]!.GetValue<int>())
        );
        Assert.Single(answer["0008119A"]!["Value"]!.AsArray());

        using HttpResponseMessage other = await scene.Store("/1.2.3", good);
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        using HttpResponseMessage single = await scene.Http.PostAsync(
            scene.Root + "studies",
            new ByteArrayContent(ScreenImage.Create("HAROLD"))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/dicom") },
            }
        );
        Assert.Equal(HttpStatusCode.OK, single.StatusCode);
        using HttpResponseMessage text = await scene.Http.PostAsync(scene.Root + "studies", new StringContent("{}"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, text.StatusCode);
        // All of it is one batch, and two files of it are whole.
        string batch = Assert.Single(await scene.Steward.ListBatches(scene.Project)).Id;
        JobView job = await scene.Steward.CloseBatch(scene.Project, batch);
        Assert.Equal(2, (await scene.Steward.WaitForJob<IntakeResult>(job)).Entries);
    }

    [Fact]
    public async Task A_message_that_breaks_off_keeps_the_parts_that_came_whole()
    {
        await using Scene scene = await Scene.Start();
        byte[] message = Message("b", ScreenImage.Create("RONALD"), ScreenImage.Create("HAROLD"));
        using HttpResponseMessage response = await scene.Http.PostAsync(
            scene.Root + "studies",
            Content(message[..(message.Length - 5000)], "b")
        );
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        JsonNode answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Single(answer["00081199"]!["Value"]!.AsArray());
        Assert.Equal(0x0110, answer["0008119A"]!["Value"]![0]!["00081197"]!["Value"]![0]!.GetValue<int>());
    }

    [Fact]
    public async Task Storing_needs_the_role_and_a_token_that_may_write()
    {
        await using Scene scene = await Scene.Start();
        (OverreadClient reader, _) = await scene.Server.Person(scene.Project, "reader", "reader");
        foreach (
            (string token, string code) in new[]
            {
                (await scene.Steward.Token("read"), "access.scope"),
                (await reader.Token("read", "write"), "access.role"),
            }
        )
        {
            scene.Http.DefaultRequestHeaders.Authorization = new("Bearer", token);
            using HttpResponseMessage response = await scene.Store("", ScreenImage.Create("RONALD"));
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            Assert.Contains(code, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Searches_match_page_and_return_what_was_asked_for()
    {
        await using Scene scene = await Scene.Start();
        await scene.Pass(
            ScreenImage.Create("RONALD"),
            ScreenImage.Create("HAROLD"),
            ScreenImage.Create("ROTH", frames: 2)
        );
        JsonArray all = (await scene.Json("studies"))!.AsArray();
        Assert.Equal(3, all.Count);
        JsonNode first = all[0]!;
        string patient = Value(first, "00100020");
        string study = Value(first, "0020000D");
        Assert.Equal("US", Value(first, "00080061"));
        Assert.Equal("1", Value(first, "00201208"));
        Assert.Contains($"/dicomweb/studies/{study}", Value(first, "00081190"), StringComparison.Ordinal);
        Assert.Null(first["00280010"]);
        foreach (
            (string query, int count) in new[]
            {
                ($"studies?PatientID={patient}", 1),
                ($"studies?00100020={patient}", 1),
                (
                    $"studies?PatientID={patient[..4]}*",
                    all.Count(s => Value(s!, "00100020").StartsWith(patient[..4], StringComparison.Ordinal))
                ),
                ($"studies?PatientName={patient.ToLowerInvariant()}", 1),
                ($"studies?StudyInstanceUID={study},{Value(all[1]!, "0020000D")}", 2),
                ("studies?ModalitiesInStudy=CT", 0),
                ("studies?ModalitiesInStudy=US&limit=2", 2),
                ("studies?limit=2&offset=2", 1),
                ("studies?StudyDate=19000101-20991231", 3),
                ("studies?StudyDate=20990101-", 0),
                ("series?Modality=US", 3),
                ("instances?NumberOfFrames=2", 1),
                ($"studies/{study}/series", 1),
                ($"studies/{study}/instances", 1),
                ($"studies/{study}/series/1.2.3/instances", 0),
            }
        )
        {
            Assert.True(
                ((await scene.Json(query))?.AsArray().Count ?? 0) == count,
                $"{query}: {(await scene.Json(query))?.AsArray().Count ?? 0}, not {count}"
            );
        }

        Assert.NotNull((await scene.Json("studies?includefield=Rows&limit=1"))![0]!["00280010"]);
        Assert.NotNull((await scene.Json("studies?includefield=all&limit=1"))![0]!["00280100"]);
        using HttpResponseMessage paged = await scene.Http.GetAsync(scene.Root + "studies?limit=1");
        Assert.Contains("offset=1", string.Join(' ', paged.Headers.GetValues("Warning")), StringComparison.Ordinal);
        using HttpResponseMessage wrong = await scene.Http.GetAsync(scene.Root + "studies?NoSuchThing=1");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
    }

    [Fact]
    public async Task Instances_and_frames_come_as_stored_or_as_the_client_takes_them()
    {
        await using Scene scene = await Scene.Start();
        byte[] plain = ScreenImage.Create("RONALD", frames: 2);
        await scene.Pass(Compressed(plain));
        JsonNode row = (await scene.Json("instances"))![0]!;
        string address =
            $"studies/{Value(row, "0020000D")}/series/{Value(row, "0020000E")}/instances/{Value(row, "00080018")}";
        byte[] source = FramesOf(DicomFile.Read(plain)).SelectMany(f => f).ToArray();

        foreach (
            (string accept, string? syntax) in new (string, string?)[]
            {
                ("multipart/related; type=\"application/dicom\"; transfer-syntax=*", Ls.Uid),
                ("multipart/related; type=\"application/dicom\"", TransferSyntax.ExplicitLittleEndian.Uid),
                (
                    $"multipart/related; type=\"application/dicom\"; transfer-syntax={TransferSyntax.RleLossless.Uid}",
                    TransferSyntax.RleLossless.Uid
                ),
                ("multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.4.50", null),
                ("application/dicom", TransferSyntax.ExplicitLittleEndian.Uid),
                ("application/dicom; transfer-syntax=*", Ls.Uid),
                ("text/html", null),
            }
        )
        {
            (HttpStatusCode status, List<(string Type, byte[] Bytes)> parts) = await scene.Parts(address, accept);
            if (syntax is null)
            {
                Assert.Equal(HttpStatusCode.NotAcceptable, status);
                continue;
            }

            (string type, byte[] bytes) = Assert.Single(parts);
            Assert.Contains(syntax, type, StringComparison.Ordinal);
            using DicomFile file = DicomFile.Read(bytes);
            Assert.Equal(syntax, file.TransferSyntax.Uid);
            Assert.Equal(source, FramesOf(file).SelectMany(f => f));
        }

        (_, List<(string Type, byte[] Bytes)> both) = await scene.Parts(
            address + "/frames/2,1",
            "multipart/related; type=\"application/octet-stream\""
        );
        Assert.Equal(
            [.. source[(source.Length / 2)..], .. source[..(source.Length / 2)]],
            both.SelectMany(p => p.Bytes)
        );
        (_, List<(string Type, byte[] Bytes)> stored) = await scene.Parts(
            address + "/frames/1",
            "multipart/related; type=\"application/octet-stream\"; transfer-syntax=*"
        );
        Assert.StartsWith("image/jls", stored[0].Type, StringComparison.Ordinal);
        Assert.Equal([0xFF, 0xD8, 0xFF], stored[0].Bytes[..3]);
        (HttpStatusCode none, _) = await scene.Parts(address + "/frames/3", "*/*");
        Assert.Equal(HttpStatusCode.NotFound, none);
        (HttpStatusCode jpeg, _) = await scene.Parts(address + "/frames/1", "multipart/related; type=\"image/jp2\"");
        Assert.Equal(HttpStatusCode.NotAcceptable, jpeg);
    }

    [Fact]
    public async Task Metadata_leads_to_bulk_data_and_pictures_have_the_size_and_type_asked_for()
    {
        await using Scene scene = await Scene.Start();
        byte[] plain = ScreenImage.Create("RONALD");
        await scene.Pass(plain);
        JsonNode row = (await scene.Json("instances"))![0]!;
        string study = $"studies/{Value(row, "0020000D")}";
        string address = $"{study}/series/{Value(row, "0020000E")}/instances/{Value(row, "00080018")}";
        JsonNode metadata = Assert.Single((await scene.Json(study + "/metadata"))!.AsArray())!;
        Assert.Equal("YES", Value(metadata, "00120062"));
        string bulk = metadata["7FE00010"]!["BulkDataURI"]!.GetValue<string>();
        (_, List<(string Type, byte[] Bytes)> parts) = await scene.Parts(bulk, "*/*");
        Assert.Equal(FramesOf(DicomFile.Read(plain)).SelectMany(f => f), Assert.Single(parts).Bytes);
        foreach (
            (string path, string accept, string type, int width, int height) in new[]
            {
                ($"{address}/rendered", "image/png", "image/png", 320, 240),
                ($"{address}/rendered", "*/*", "image/jpeg", 320, 240),
                ($"{address}/rendered?viewport=160,160&window=128,256", "image/jpeg", "image/jpeg", 160, 120),
                ($"{address}/frames/1/rendered", "image/*", "image/jpeg", 320, 240),
                ($"{address}/thumbnail", "image/png", "image/png", 128, 96),
                ($"{study}/thumbnail", "*/*", "image/jpeg", 128, 96),
            }
        )
        {
            (HttpStatusCode status, List<(string Type, byte[] Bytes)> picture) = await scene.Parts(path, accept);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal(type, picture[0].Type);
            using SkiaSharp.SKBitmap bitmap = SkiaSharp.SKBitmap.Decode(picture[0].Bytes);
            Assert.Equal((width, height), (bitmap.Width, bitmap.Height));
        }

        Assert.Equal(HttpStatusCode.NotAcceptable, (await scene.Parts($"{address}/rendered", "video/mp4")).Status);
    }

    [Fact]
    public async Task A_reader_gets_assigned_items_alone_and_every_look_is_in_the_record()
    {
        await using Scene scene = await Scene.Start();
        await scene.Pass(ScreenImage.Create("RONALD"), ScreenImage.Create("HAROLD"));
        (OverreadClient reader, string id) = await scene.Server.Person(scene.Project, "reader", "reader");
        string all = (await scene.Json("studies"))!.ToJsonString();
        scene.Http.DefaultRequestHeaders.Authorization = new("Bearer", await reader.Token("read"));
        Assert.Null(await scene.Json("studies"));
        foreach (JsonNode? study in JsonNode.Parse(all)!.AsArray())
        {
            (HttpStatusCode status, _) = await scene.Parts($"studies/{Value(study!, "0020000D")}", "*/*");
            Assert.Equal(HttpStatusCode.NotFound, status);
        }

        await reader.NextRead(scene.Project);
        JsonNode mine = Assert.Single((await scene.Json("studies"))!.AsArray())!;
        (HttpStatusCode given, _) = await scene.Parts($"studies/{Value(mine, "0020000D")}", "*/*");
        Assert.Equal(HttpStatusCode.OK, given);
        (OverreadClient auditor, _) = await scene.Server.Person(scene.Project, "auditor", "auditor");
        string events = await auditor.Raw().GetText($"api/record/events?project={scene.Project}&take=1000");
        Assert.Contains("\"dicomweb\"", events, StringComparison.Ordinal);
        Assert.Contains("\"dicomweb-search\"", events, StringComparison.Ordinal);
        Assert.Contains(id, events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_withdrawn_is_found_by_nobody()
    {
        await using Scene scene = await Scene.Start();
        await scene.Pass(ScreenImage.Create("RONALD"));
        JsonNode study = (await scene.Json("studies"))![0]!;
        (OverreadClient lead, _) = await scene.Server.Person(scene.Project, "lead", "lead");
        string item = (await lead.ListItems(scene.Project, take: 1)).Rows[0].Id;
        await lead.Withdraw(scene.Project, item, "Wrong study");
        Assert.Null(await scene.Json("studies"));
        Assert.Equal(HttpStatusCode.NotFound, (await scene.Parts($"studies/{Value(study, "0020000D")}", "*/*")).Status);
    }

    private static string Value(JsonNode answer, string tag)
    {
        JsonNode? value = answer[tag]?["Value"]?[0];
        return value is JsonObject name ? name["Alphabetic"]!.GetValue<string>() : value?.ToString() ?? "";
    }

    private static byte[] WithoutPixels(byte[] bytes)
    {
        using DicomFile file = DicomFile.Read(bytes);
        file.Dataset.Remove(Tags.PixelData);
        using MemoryStream stream = new();
        file.Write(stream);
        return stream.ToArray();
    }

    private static byte[] Compressed(byte[] bytes)
    {
        using DicomFile file = DicomFile.Read(bytes);
        Assert.True(Transcoder.TryTranscode(file, Ls, out DicomFile result, out _));
        using MemoryStream stream = new();
        result.Write(stream);
        return stream.ToArray();
    }

    private static IEnumerable<byte[]> FramesOf(DicomFile file)
    {
        Assert.True(PixelData.TryOpen(file, out PixelData pixels, out _));
        for (int i = 0; i < pixels.Count; i++)
        {
            Assert.True(pixels.TryDecode(i, out PixelFrame frame, out _));
            yield return frame.Data.ToArray();
        }
    }

    internal static byte[] Message(string boundary, params byte[][] instances)
    {
        using MemoryStream stream = new();
        MultipartRelatedWriter writer = new(stream, new(boundary, "application/dicom"));
        foreach (byte[] instance in instances)
        {
            writer.BeginPart("application/dicom");
            stream.Write(instance);
        }

        writer.End();
        return stream.ToArray();
    }

    internal static ByteArrayContent Content(byte[] message, string boundary)
    {
        ByteArrayContent content = new(message);
        content.Headers.TryAddWithoutValidation(
            "Content-Type",
            new MultipartRelated(boundary, "application/dicom").ContentType
        );
        return content;
    }

    /// <summary>A server with a steward and a client of the DICOMweb service with the steward's token.</summary>
    internal sealed class Scene : IAsyncDisposable
    {
        private Scene(TestServer server, string project, OverreadClient steward, HttpClient http)
        {
            Server = server;
            Project = project;
            Steward = steward;
            Http = http;
        }

        public TestServer Server { get; }
        public string Project { get; }
        public OverreadClient Steward { get; }
        public HttpClient Http { get; }
        public string Root => $"/api/projects/{Project}/dicomweb/";

        public static async Task<Scene> Start()
        {
            TestServer server = await TestServer.Start();
            string project = await server.Project(1);
            (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
            HttpClient http = new() { BaseAddress = new Uri(server.Url) };
            http.DefaultRequestHeaders.Authorization = new("Bearer", await steward.Token("read", "write"));
            return new(server, project, steward, http);
        }

        public Task<HttpResponseMessage> Store(string study, params byte[][] instances) =>
            Http.PostAsync(Root + "studies" + study, Content(Message("some-boundary", instances), "some-boundary"));

        /// <summary>Brings objects through the gate.</summary>
        public async Task Pass(params byte[][] instances)
        {
            string batch = await Gate.Receive(Steward, Project, instances.Select((b, i) => ($"{i}.dcm", b)));
            await Gate.ApproveAll(Steward, Project, batch, "dismissed");
        }

        public async Task<JsonNode?> Json(string path)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, Root + path);
            request.Headers.Accept.ParseAdd("application/dicom+json");
            using HttpResponseMessage response = await Http.SendAsync(request);
            string text = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
            return response.StatusCode == HttpStatusCode.NoContent ? null : JsonNode.Parse(text);
        }

        /// <summary>The parts of an answer, or the one body it has, with their types.</summary>
        public async Task<(HttpStatusCode Status, List<(string Type, byte[] Bytes)> Parts)> Parts(
            string path,
            string accept
        )
        {
            using HttpRequestMessage request = new(
                HttpMethod.Get,
                path.StartsWith("http", StringComparison.Ordinal) ? path : Root + path
            );
            request.Headers.TryAddWithoutValidation("Accept", accept);
            using HttpResponseMessage response = await Http.SendAsync(request);
            string type = response.Content.Headers.TryGetValues("Content-Type", out IEnumerable<string>? types)
                ? types.First()
                : "";
            if (!MultipartRelated.TryParse(type, out MultipartRelated related))
            {
                return (response.StatusCode, [(type, await response.Content.ReadAsByteArrayAsync())]);
            }

            List<(string, byte[])> parts = [];
            MultipartRelatedReader reader = new(await response.Content.ReadAsStreamAsync(), related.Boundary);
            while (await reader.NextAsync() is { } part)
            {
                using MemoryStream bytes = new();
                await part.Body.CopyToAsync(bytes);
                parts.Add((part.ContentType, bytes.ToArray()));
            }

            Assert.True(reader.IsComplete);
            return (response.StatusCode, parts);
        }

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            await Server.DisposeAsync();
        }
    }
}
