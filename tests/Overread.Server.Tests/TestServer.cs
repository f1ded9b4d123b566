using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Overread.Cli.Server;
using Overread.Server.Composition;

namespace Overread.Server.Tests;

/// <summary>A real server on a free loopback port, over a temporary data folder.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    public const string Password = "a-long-password-1";
    private readonly List<ApiClient> _clients = [];
    private readonly UndescribedProblems _undescribed = new();

    private readonly UndescribedAnswers _answers;

    private TestServer(WebApplication app, string data, string url, UndescribedAnswers answers)
    {
        _answers = answers;
        App = app;
        Data = data;
        Url = url;
        Admin = Client();
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(_undescribed);
    }

    public WebApplication App { get; }
    public string Data { get; }
    public string Url { get; }
    public ApiClient Admin { get; }

    /// <param name="stowQuiet">How long nothing must have been stored before a DICOMweb batch is closed.</param>
    /// <param name="verbose">True to log every request.</param>
    /// <param name="more">Changes the options.</param>
    public static async Task<TestServer> Start(
        TimeSpan? stowQuiet = null,
        bool verbose = false,
        Func<ServeOptions, ServeOptions>? more = null
    )
    {
        string data = Directory.CreateTempSubdirectory("overread-server-").FullName;
        string url = $"http://127.0.0.1:{FreePort()}";
        ServeOptions options = new(data, url) { StowQuiet = stowQuiet ?? TimeSpan.FromMinutes(10), Verbose = verbose };
        WebApplication app = OverreadHost.Build(more is null ? options : more(options));
        UndescribedAnswers answers = new();
        app.Use(answers.Look);
        await app.StartAsync();
        TestServer server = new(app, data, url, answers);
        await server.Admin.Post(
            "api/setup",
            new
            {
                name = "Admin",
                email = "admin@test.example",
                password = Password,
            }
        );
        return server;
    }

    /// <summary>Keeps all that the host logs from now on.</summary>
    public LogCapture Capture()
    {
        LogCapture capture = new();
        App.Services.GetRequiredService<ILoggerFactory>().AddProvider(capture);
        return capture;
    }

    public ApiClient Client()
    {
        ApiClient client = new(Url);
        _clients.Add(client);
        return client;
    }

    /// <summary>Makes an account with roles in a project and returns a client signed in as it, with its id.</summary>
    public async Task<(ApiClient Client, string Id)> Person(string project, string name, params string[] roles)
    {
        string email = $"{name}@test.example";
        string id = (
            await Admin.Post(
                "api/people",
                new
                {
                    name,
                    email,
                    password = Password,
                }
            )
        )!["id"]!.GetValue<string>();
        if (roles.Length > 0)
        {
            await Admin.Put($"api/projects/{project}/members/{id}", new { roles });
        }

        ApiClient client = Client();
        await client.SignIn(email, Password);
        return (client, id);
    }

    /// <summary>A project with a published protocol of one required finding and one box field.</summary>
    public async Task<string> Project(int readers, string template = "")
    {
        string project = (
            await Admin.Post(
                "api/projects",
                new
                {
                    name = "Test",
                    purpose = "Testing",
                    legalBasis = "None needed",
                    template,
                }
            )
        )!["id"]!.GetValue<string>();
        if (template.Length == 0)
        {
            await Admin.Put($"api/projects/{project}/protocols/draft", Protocol(readers));
        }

        await Admin.Post($"api/projects/{project}/protocols/draft/publish");
        return project;
    }

    public Task References(string project, int count) =>
        Admin.PostText(
            $"api/projects/{project}/references",
            "item\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"case-{i:0000}\n")),
            "text/csv"
        );

    public static object Protocol(int readers) =>
        new
        {
            title = "Test",
            fields = new object[]
            {
                new
                {
                    id = "nodule",
                    title = "Nodule",
                    kind = "finding",
                    required = true,
                },
                new
                {
                    id = "note",
                    title = "Note",
                    kind = "text",
                },
            },
            guideline = "Look.",
            policy = new
            {
                readers,
                agreement = "majority",
                disputes = "adjudicator",
                recheckShare = 0,
            },
        };

    /// <summary>Takes the next item and submits one answer; returns the read's id, or null when nothing is left.</summary>
    public static async Task<string?> ReadNext(ApiClient reader, string project, Func<string, string> answer)
    {
        if (await reader.Post($"api/projects/{project}/work/next") is not { } work)
        {
            return null;
        }

        string read = work["read"]!["id"]!.GetValue<string>();
        await reader.Post(
            $"api/reads/{read}/events",
            new
            {
                baseRevision = work["read"]!["revision"]!.GetValue<int>(),
                events = new object[]
                {
                    new
                    {
                        id = read + "-a",
                        at = "2026-01-01T00:00:00.000Z",
                        type = "AnswerGiven",
                        field = "nodule",
                        answer = new { state = answer(work["item"]!["title"]!.GetValue<string>()) },
                    },
                    new
                    {
                        id = read + "-s",
                        at = "2026-01-01T00:00:00.000Z",
                        type = "ReadSubmitted",
                        seconds = 5,
                    },
                },
            }
        );
        return read;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ApiClient client in _clients)
        {
            client.Dispose();
        }

        await App.StopAsync();
        await App.DisposeAsync();
        Directory.Delete(Data, recursive: true);
        Assert.Empty(_undescribed.Lines);
        Assert.Empty(_answers.Faults);
    }

    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
