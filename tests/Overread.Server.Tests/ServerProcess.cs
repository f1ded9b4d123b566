using System.Diagnostics;
using System.Text.Json.Nodes;
using Overread.Cli;
using Overread.Cli.Server;

namespace Overread.Server.Tests;

/// <summary>The server as a process of its own, so that it can be killed as a power cut would.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly string _data;
    private readonly string _url;
    private Process _process;

    /// <summary>Starts it over a data folder.</summary>
    public ServerProcess(string data, string url)
    {
        (_data, _url) = (data, url);
        _process = Begin();
    }

    /// <summary>Starts it again after a kill.</summary>
    public void Start()
    {
        _process.Dispose();
        _process = Begin();
    }

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits until it answers.</summary>
    public async Task Ready(ApiClient client)
    {
        for (int i = 0; i < 300; i++)
        {
            try
            {
                await client.Get("api/health");
                return;
            }
            catch (CommandFailedException)
            {
                await Task.Delay(100);
            }
        }

        throw new TimeoutException("The server did not start.");
    }

    /// <summary>Makes the administrator, who stays signed in, and a project; returns the project.</summary>
    public static async Task<string> SetUp(ApiClient admin)
    {
        await admin.Post(
            "api/setup",
            new
            {
                name = "Admin",
                email = "admin@test.example",
                password = TestServer.Password,
            }
        );
        JsonNode project = (
            await admin.Post(
                "api/projects",
                new
                {
                    name = "T",
                    purpose = "T",
                    legalBasis = "T",
                }
            )
        )!;
        return project["id"]!.GetValue<string>();
    }

    /// <summary>Makes an account and gives it a role in the project; its sign-in is NAME@test.example.</summary>
    public static async Task Join(ApiClient admin, string project, string name, string role)
    {
        JsonNode person = (
            await admin.Post(
                "api/people",
                new
                {
                    name,
                    email = $"{name}@test.example",
                    password = TestServer.Password,
                }
            )
        )!;
        await admin.Put($"api/projects/{project}/members/{person["id"]}", new { roles = new[] { role } });
    }

    public void Dispose() => _process.Dispose();

    private Process Begin()
    {
        string tool = Path.Combine(AppContext.BaseDirectory, "overread.dll");
        ProcessStartInfo start = new("dotnet", [tool, "serve", "--data", _data, "--url", _url])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
