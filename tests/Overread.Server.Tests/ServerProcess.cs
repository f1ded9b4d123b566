using System.Diagnostics;
using Overread.Client;

namespace Overread.Server.Tests;

/// <summary>The server as a process of its own, so that it can be killed as a power cut would.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly string _data;
    private readonly string _url;
    private readonly string[] _more;
    private Process _process;

    /// <summary>Starts it over a data folder, with more options where they are given.</summary>
    public ServerProcess(string data, string url, params string[] more)
    {
        (_data, _url, _more) = (data, url, more);
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
    public async Task Ready(OverreadClient client)
    {
        for (int i = 0; i < 300; i++)
        {
            try
            {
                await client.Health();
                return;
            }
            catch (OverreadUnreachableException)
            {
                await Task.Delay(100);
            }
        }

        throw new TimeoutException("The server did not start.");
    }

    /// <summary>A client that asks once: what is not answered is not acknowledged.</summary>
    public static OverreadClient Client(string url) => new(new Uri(url), new OverreadClientOptions { Retries = 0 });

    /// <summary>Makes the administrator, who stays signed in, and a project; returns the project.</summary>
    public static async Task<string> SetUp(OverreadClient admin)
    {
        await admin.SetUp();
        return (
            await admin.OpenProject(
                new()
                {
                    Name = "T",
                    Purpose = "T",
                    LegalBasis = "T",
                }
            )
        ).Id;
    }

    /// <summary>Makes an account and gives it a role in the project; its sign-in is NAME@test.example.</summary>
    public static async Task Join(OverreadClient admin, string project, string name, string role) =>
        await admin.SetMember(project, await admin.Register(name), new() { Roles = [role] });

    public void Dispose() => _process.Dispose();

    private Process Begin()
    {
        string tool = Path.Combine(AppContext.BaseDirectory, "overread.dll");
        ProcessStartInfo start = new("dotnet", [tool, "serve", "--data", _data, "--url", _url, .. _more])
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
