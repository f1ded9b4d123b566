using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Overread.Client;
using Overread.Client.Model;
using Overread.Server.Composition;

namespace Overread.Server.Tests;

/// <summary>A real server on a free loopback port, over a temporary data folder.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    public const string Password = "a-long-password-1";
    private readonly List<OverreadClient> _clients = [];
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
    public OverreadClient Admin { get; }

    /// <param name="stowQuiet">How long nothing must have been stored before a DICOMweb batch is closed.</param>
    /// <param name="verbose">True to log every request.</param>
    /// <param name="more">Changes the options.</param>
    /// <param name="setUp">True to make the first account.</param>
    public static async Task<TestServer> Start(
        TimeSpan? stowQuiet = null,
        bool verbose = false,
        Func<ServeOptions, ServeOptions>? more = null,
        bool setUp = true
    )
    {
        string data = Directory.CreateTempSubdirectory("overread-server-").FullName;
        string url = $"http://127.0.0.1:{FreePort()}";
        ServeOptions options = new(data, url)
        {
            StowQuiet = stowQuiet ?? TimeSpan.FromMinutes(10),
            Verbose = verbose,
            // Tests take the codes beside the present one, so that none of them waits half a minute for a fresh one.
            CodeTolerance = TimeSpan.FromSeconds(60),
            // Thousands of sign-ins would take minutes of the processor.
            PasswordRounds = 1000,
        };
        options = more is null ? options : more(options);
        WebApplication app = OverreadHost.Build(options);
        UndescribedAnswers answers = new();
        app.Use(answers.Look);
        await app.StartAsync();
        TestServer server = new(app, data, options.Url, answers);
        if (setUp)
        {
            await server.Admin.SetUp();
        }

        return server;
    }

    /// <summary>Keeps all that the host logs from now on.</summary>
    public LogCapture Capture()
    {
        LogCapture capture = new();
        App.Services.GetRequiredService<ILoggerFactory>().AddProvider(capture);
        return capture;
    }

    public OverreadClient Client()
    {
        OverreadClient client = new(new Uri(Url));
        _clients.Add(client);
        return client;
    }

    /// <summary>Makes an account with roles in a project and returns a client signed in as it, with its id.</summary>
    public async Task<(OverreadClient Client, string Id)> Person(string project, string name, params string[] roles)
    {
        string id = await Admin.Register(name);
        if (roles.Length > 0)
        {
            await Admin.SetMember(project, id, new() { Roles = roles });
        }

        OverreadClient client = Client();
        await client.SignIn($"{name}@test.example");
        return (client, id);
    }

    /// <summary>A project with a published protocol of one required finding and one box field.</summary>
    public async Task<string> Project(int readers, string template = "")
    {
        string project = (
            await Admin.OpenProject(
                new()
                {
                    Name = "Test",
                    Purpose = "Testing",
                    LegalBasis = "None needed",
                    Template = template,
                }
            )
        ).Id;
        if (template.Length == 0)
        {
            await Admin.SaveProtocolDraft(project, Protocol(readers));
        }

        await Admin.PublishProtocol(project);
        return project;
    }

    public Task References(string project, int count) =>
        Admin.AddReferences(
            project,
            "item\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"case-{i:0000}\n"))
        );

    public static ProtocolBody Protocol(int readers) =>
        new()
        {
            Title = "Test",
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
                    Id = "note",
                    Title = "Note",
                    Kind = FieldKind.Text,
                },
            ],
            Guideline = "Look.",
            Policy = Policy(readers),
        };

    /// <summary>The majority agrees, an adjudicator decides, nothing is looked at twice.</summary>
    public static ReadingPolicy Policy(int readers) =>
        new()
        {
            Readers = readers,
            Agreement = AgreementRule.Majority,
            Disputes = DisputeRule.Adjudicator,
            RecheckShare = 0,
        };

    /// <summary>Takes the next item and submits one answer; returns the read's id, or null when nothing is left.</summary>
    public static async Task<string?> ReadNext(OverreadClient reader, string project, Func<string, string> answer)
    {
        if (await reader.NextRead(project) is not { } work)
        {
            return null;
        }

        string read = work.Read.Id;
        await reader.Append(
            read,
            work.Read.Revision,
            ReadEvents.Answered(read + "-a", "nodule", answer(work.Item.Title)),
            ReadEvents.Submitted(read + "-s")
        );
        return read;
    }

    /// <summary>The project's record as an auditor sees it.</summary>
    public async Task<IReadOnlyList<RecordEvent>> Events(string project)
    {
        (OverreadClient auditor, _) = await Person(project, "auditor", "auditor");
        return (await auditor.ListEvents(project: project, take: 1000)).Events;
    }

    /// <summary>Has the record signed as it is now.</summary>
    public Task Sealed() => App.Services.GetRequiredService<Overread.Storage.IDatabase>().Seal();

    public async ValueTask DisposeAsync()
    {
        foreach (OverreadClient client in _clients)
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
