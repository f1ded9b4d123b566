using System.Diagnostics;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>A project of images and a letter that everybody has read, ready to be released; and the command line beside it.</summary>
internal sealed class DataScene : IAsyncDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("overread-data-").FullName;

    private DataScene(TestServer server, string project)
    {
        Server = server;
        Project = project;
    }

    public TestServer Server { get; }
    public string Project { get; }

    /// <summary>A lead's token.</summary>
    public string Token { get; private set; } = "";

    public static async Task<DataScene> Play(int images = 4)
    {
        TestServer server = await TestServer.Start();
        DataScene scene = new(server, await server.Project(1));
        (OverreadClient steward, _) = await server.Person(scene.Project, "sam", "steward");
        string batch = await Gate.Receive(
            steward,
            scene.Project,
            Enumerable
                .Range(0, images)
                .Select(i => ($"{i}.dcm", ScreenImage.Create(new string('A', i + 1), modality: "CR")))
        );
        await Gate.ApproveAll(steward, scene.Project, batch);
        (OverreadClient reader, _) = await server.Person(scene.Project, "ann", "reader");
        int n = 0;
        while (await TestServer.ReadNext(reader, scene.Project, _ => n++ % 2 == 0 ? "present" : "absent") is not null)
        { }

        scene.Token = await scene.TokenOf(server.Admin);
        return scene;
    }

    public async Task<string> TokenOf(OverreadClient client) =>
        (
            await client.IssueToken(
                new()
                {
                    Name = "fetch",
                    Scopes = ["read", "write"],
                    ExpiresInDays = 1,
                }
            )
        ).Token!;

    /// <summary>A path of this scene's own.</summary>
    public string At(string name) => Path.Combine(_work, name);

    /// <summary>The bundle as a zip, as somebody outside has it.</summary>
    public async Task<string> Zip(Bundle bundle)
    {
        string path = At($"{bundle.Id}.zip");
        await Server.Admin.SaveRelease(Project, bundle.Id, path, "A test.");
        return path;
    }

    /// <summary>Runs the command line to its end.</summary>
    public async Task<(int Code, string Output)> Overread(params string[] arguments) =>
        await Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "overread.dll"), .. arguments]);

    /// <summary>Fetches with a lead's token.</summary>
    /// <param name="more">More arguments, such as --server.</param>
    public Task<(int Code, string Output)> Fetch(string bundle, params string[] more) =>
        Overread([
            "fetch",
            bundle,
            "--purpose",
            "Training.",
            "--token",
            Token,
            "--json",
            .. more.Contains("--server") ? [] : (string[])["--server", Server.Url],
            .. more,
        ]);

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int Code, string Output)> Run(string program, params IReadOnlyList<string> arguments)
    {
        using Process process = Begin(program, arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    /// <summary>Starts a program.</summary>
    public static Process Begin(string program, IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_work, recursive: true);
    }
}
