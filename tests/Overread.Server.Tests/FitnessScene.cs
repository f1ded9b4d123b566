using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Client.Model;
using Overread.Server.Access;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Tests;

/// <summary>
/// A project that demands everything of its readers, one of whom fulfils it until a test takes something away: with a read that
/// was opened anew for repetition, and one that was submitted a moment ago.
/// </summary>
internal sealed class FitnessScene : IAsyncDisposable
{
    /// <summary>What can be lacking, by the code that it is refused with. The last two concern items, the others the reader.</summary>
    public static IReadOnlyList<string> Lacks { get; } =
    [
        "work.conflicted",
        "work.country",
        "work.unsigned",
        "work.licence-missing",
        "work.licence-expired",
        "work.unqualified",
        "work.qualification-expired",
        "work.guideline",
        "work.wrong-site",
        "work.washout",
    ];

    private readonly HttpClient _http;
    private readonly Dictionary<string, string> _values;
    private int _guideline;
    private int _sent;

    private FitnessScene(TestServer server, string project, OverreadClient reader, string person, string[] values)
    {
        Server = server;
        Project = project;
        Reader = reader;
        Person = person;
        Open = values[0];
        Submitted = values[1];
        Item = values[2];
        _values = new()
        {
            ["project"] = project,
            ["read"] = Open,
            ["file"] = values[3],
            ["study"] = values[4],
            ["series"] = values[5],
            ["instance"] = values[6],
            ["frames"] = "1",
            ["frame"] = "1",
            ["tag"] = "7FE00010",
        };
        _http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(server.Url) };
        Routes =
        [
            .. server
                .App.Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
                .SelectMany(s => s.Endpoints)
                .OfType<RouteEndpoint>()
                .Where(e =>
                    e.Metadata.GetMetadata<NeedsAction>()?.Action is Action.Read or Action.SeeFiles or Action.QueryDicom
                    && e.Metadata.GetMetadata<OpenToReaders>() is null
                )
                .Select(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0], e.RoutePattern.RawText!)),
        ];
    }

    public TestServer Server { get; }
    public string Project { get; }
    public OverreadClient Reader { get; }
    public string Person { get; }

    /// <summary>The read to be repeated.</summary>
    public string Open { get; }

    /// <summary>The read that was submitted a moment ago.</summary>
    public string Submitted { get; }

    /// <summary>The item of the read to be repeated.</summary>
    public string Item { get; }

    /// <summary>Every route by which a reader comes to an item or hands something in, as the server knows them.</summary>
    public IReadOnlyList<(string Method, string Pattern)> Routes { get; }

    public string Root => $"api/projects/{Project}";

    public static async Task<FitnessScene> Start(HandClock clock)
    {
        TestServer server = await TestServer.Start(more: o => o with { Time = clock, RequestsPerSecond = 100_000 });
        string project = await server.Project(3);
        (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
        string batch = await Gate.Receive(
            steward,
            project,
            Enumerable.Range(0, 4).Select(i => ($"{i}.dcm", ScreenImage.Create("RONALD" + (char)('A' + i))))
        );
        await Gate.ApproveAll(steward, project, batch, "dismissed");
        (OverreadClient ann, string person) = await server.Person(project, "ann", "reader");
        WorkView first = (await ann.NextRead(project))!;
        await ann.Append(
            first.Read.Id,
            1,
            ReadEvents.Answered("first-answer", "nodule", "present"),
            ReadEvents.Submitted("first-end")
        );
        WorkView second = (await ann.NextRead(project))!;
        await ann.Append(
            second.Read.Id,
            1,
            ReadEvents.Answered("second-answer", "nodule", "present"),
            ReadEvents.Submitted("second-end")
        );
        await server.Admin.Raw().Post($"api/reads/{first.Read.Id}/reopen", new { Reason = "Repeat.", Again = true });
        string file = first.Item.Series[0].Files[0].Id;
        JsonNode found = (await ann.Raw().Get($"api/projects/{project}/dicomweb/instances?limit=50"))!;
        JsonNode instance = found
            .AsArray()
            .First(f => first.Item.Title.StartsWith((string)f!["00100020"]!["Value"]![0]!, StringComparison.Ordinal))!;
        return new(
            server,
            project,
            ann,
            person,
            [
                first.Read.Id,
                second.Read.Id,
                first.Item.Id,
                file,
                Uid(instance, "0020000D"),
                Uid(instance, "0020000E"),
                Uid(instance, "00080018"),
            ]
        );
    }

    private static string Uid(JsonNode instance, string tag) => (string)instance[tag]!["Value"]![0]!;

    /// <summary>Takes away what the codes name, and gives the rest back.</summary>
    public async Task Lack(IReadOnlyCollection<string> codes, DateOnly today)
    {
        string Day(int days) =>
            today.AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        bool Lacks(string code) => codes.Contains(code);
        RawApi lead = Server.Admin.Raw();
        await lead.Put(
            Root + "/fitness",
            new
            {
                Rules = new
                {
                    Qualification = "nodules",
                    Licence = true,
                    Agreements = (string[])["confidentiality"],
                    DevelopersApart = true,
                    SitesApart = true,
                    Countries = (string[])["DE", "FR"],
                    WashoutDays = Lacks("work.washout") ? 14 : (int?)null,
                },
                Reason = "A test.",
            }
        );
        await lead.Put(
            $"{Root}/register/{Person}",
            new
            {
                Profession = "radiologist",
                Specialty = (string?)null,
                Years = (string?)null,
                Conflicts = (string?)null,
                Agreements = Lacks("work.unsigned")
                    ? []
                    : (object[])[new { Kind = "confidentiality", Signed = Day(-1) }],
                Licence = Lacks("work.licence-missing")
                    ? null
                    : new
                    {
                        Kind = "full",
                        Country = "DE",
                        Expires = Day(Lacks("work.licence-expired") ? -1 : 9),
                    },
                Develops = Lacks("work.conflicted"),
                Country = Lacks("work.country") ? "US" : "DE",
                Site = Lacks("work.wrong-site") ? "South" : "North",
                Passed = Lacks("work.unqualified")
                    ? []
                    : (object[])
                        [
                            new
                            {
                                Kind = "nodules",
                                From = Day(-9),
                                Until = Day(Lacks("work.qualification-expired") ? -1 : 9),
                                ProtocolVersion = 1,
                            },
                        ],
            }
        );
        await lead.Post(Root + "/item-sites", new { Site = "South" });
        if (Lacks("work.guideline") || _guideline == 0)
        {
            await lead.Post(
                Root + "/guidelines",
                new
                {
                    Based = _guideline,
                    Text = $"# Nodules\nEdition {_guideline + 1}.",
                    Changes = _guideline == 0
                        ? []
                        : (object[])
                            [
                                new
                                {
                                    Kind = "definition",
                                    Words = "Another edition.",
                                    Field = "nodule",
                                },
                            ],
                }
            );
            _guideline++;
        }

        if (!Lacks("work.guideline"))
        {
            await Reader.Raw().Post($"{Root}/guidelines/{_guideline}/acknowledge", new { });
        }
    }

    /// <summary>Sends a reader's request by a route; saves are comments, so that a read never changes by them.</summary>
    /// <param name="submit">True to submit instead of saving: required fields are blank.</param>
    public async Task<(int Status, string Code, string Text)> Ask(string method, string pattern, bool submit = false)
    {
        string address = _values.Aggregate(
            pattern,
            (a, v) => a.Replace($"{{{v.Key}}}", v.Value, StringComparison.Ordinal)
        );
        if (pattern.EndsWith("/undo", StringComparison.Ordinal))
        {
            address = address.Replace(Open, Submitted, StringComparison.Ordinal);
        }

        string id = $"fitness-{_sent++:000000}";
        object body = pattern.EndsWith("/events", StringComparison.Ordinal)
            ? new
            {
                BaseRevision = 4,
                Events = (object[])
                    [
                        submit
                            ? new
                            {
                                Id = id,
                                Type = "ReadSubmitted",
                                Seconds = 1,
                            }
                            : new
                            {
                                Id = id,
                                Type = "CommentAdded",
                                Text = "x",
                            },
                    ],
            }
            : new { };
        return await Send(method, address, method == "GET" ? null : body, Reader);
    }

    /// <summary>Sends a request as somebody.</summary>
    public async Task<(int Status, string Code, string Text)> Send(
        string method,
        string address,
        object? body,
        OverreadClient who
    )
    {
        using HttpRequestMessage request = new(new HttpMethod(method), address)
        {
            Content = body is null ? null : JsonContent.Create(body, options: JsonSerializerOptions.Web),
        };
        request.Headers.Add("X-Overread", "1");
        request.Headers.Add("Cookie", who.Cookie);
        using HttpResponseMessage response = await _http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        bool problem = response.Content.Headers.ContentType?.MediaType == "application/problem+json";
        return ((int)response.StatusCode, problem ? (string?)JsonNode.Parse(text)!["code"] ?? "" : "", text);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }
}
