using System.Diagnostics;

namespace Overread.Packages.Tests;

/// <summary>The published folder runs the server and the tool on a machine that has no SDK.</summary>
public sealed class PublishTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("overread-publish-").FullName;

    [Fact]
    public async Task A_published_folder_serves_and_verifies_by_the_runtime_alone()
    {
        string app = Publish("--no-build");
        string runtime = RuntimeWithoutSdk();
        Assert.Contains("verify", Ask(app, runtime, 0, "--help"), StringComparison.Ordinal);
        Assert.Contains(
            "release bundle offline",
            Ask(app, runtime, 0, "verify", "--help"),
            StringComparison.OrdinalIgnoreCase
        );
        Directory.CreateDirectory(Path.Combine(_root, "no-bundle"));
        Ask(app, runtime, 1, "verify", Path.Combine(_root, "no-bundle"));
        await Serves(app, runtime);
    }

    [Fact]
    public async Task A_self_contained_folder_needs_no_runtime()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1", "slow: ./test --all");
        Assert.SkipUnless(
            System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier.Contains("linux"),
            "made for Linux"
        );
        string app = Publish(
            "-r",
            System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier.EndsWith("arm64")
                ? "linux-arm64"
                : "linux-x64",
            "--self-contained",
            "--artifacts-path",
            Path.Combine(_root, "artifacts")
        );
        string nothing = Directory.CreateDirectory(Path.Combine(_root, "nothing")).FullName;
        Assert.Contains("verify", Ask(app, nothing, 0, "--help"), StringComparison.Ordinal);
        await Serves(app, nothing);
    }

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Publish(params string[] more)
    {
        bool built = File.Exists(Path.Combine(Tool.Root, "web/dist/index.html"));
        string app = Path.Combine(_root, "app");
        string[] workbench = built ? [] : ["-p:Workbench=none"];
        Tool.Run(
            Tool.Root,
            "dotnet",
            ["publish", "src/Overread.Cli", "-c", "Release", "-o", app, "-v", "q", "--nologo", .. workbench, .. more]
        );
        Assert.Equal(built, File.Exists(Path.Combine(app, "web", "index.html")));
        return app;
    }

    // A copy of the host that sees the shared runtimes and no SDK: what a server has that installed only the runtime.
    private string RuntimeWithoutSdk()
    {
        string host = Path.GetDirectoryName(
            Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(typeof(object).Assembly.Location)!)!)!
        )!;
        string folder = Directory.CreateDirectory(Path.Combine(_root, "runtime")).FullName;
        File.Copy(Path.Combine(host, "dotnet"), Path.Combine(folder, "dotnet"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "host"), Path.Combine(host, "host"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "shared"), Path.Combine(host, "shared"));
        return folder;
    }

    private static string Ask(string app, string runtime, int code, params string[] words)
    {
        using Process process = Begin(app, runtime, words);
        string said = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == code, $"{string.Join(' ', words)} ended with {process.ExitCode}:\n{said}");
        return said;
    }

    private async Task Serves(string app, string runtime)
    {
        string url = $"http://127.0.0.1:{RunningServer.FreePort()}";
        using Process process = Begin(app, runtime, "serve", "--data", Path.Combine(_root, "data"), "--url", url);
        try
        {
            using HttpClient http = new() { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(10) };
            string health = await RunningServer.Answer(http, process);
            Assert.Contains("\"status\":\"ok\"", health, StringComparison.Ordinal);
            if (Directory.Exists(Path.Combine(app, "web")))
            {
                Assert.Contains("<div id=\"root\"", await http.GetStringAsync("/"), StringComparison.Ordinal);
            }
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static Process Begin(string app, string runtime, params string[] words)
    {
        ProcessStartInfo start = new(Path.Combine(app, "overread"), words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = app,
        };
        foreach (
            string name in start
                .Environment.Keys.Where(k => k.StartsWith("DOTNET_", StringComparison.Ordinal) || k == "OVERREAD_WEB")
                .ToArray()
        )
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_ROOT"] = runtime;
        return Process.Start(start)!;
    }
}
