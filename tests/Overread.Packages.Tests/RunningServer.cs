using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Overread.Packages.Tests;

/// <summary>The checkout's server over a fresh folder, as a process of its own.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("overread-served-").FullName;
    private readonly Process _process;

    private RunningServer()
    {
        Url = $"http://127.0.0.1:{FreePort()}";
        string tool = Path.Combine(Tool.Root, "src/Overread.Cli/bin/Release/net10.0/overread.dll");
        _process = Process.Start(
            new ProcessStartInfo("dotnet", [tool, "serve", "--data", _data, "--url", Url])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
    }

    public string Url { get; }

    public static async Task<RunningServer> Start()
    {
        RunningServer server = new();
        using HttpClient http = new() { BaseAddress = new Uri(server.Url) };
        await Answer(http, server._process);
        return server;
    }

    public static async Task<string> Answer(HttpClient http, Process process)
    {
        for (int i = 0; i < 1200 && !process.HasExited; i++)
        {
            try
            {
                return await http.GetStringAsync("/api/health");
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not up yet, or too slow to say so: a busy machine takes its time.
                await Task.Delay(100);
            }
        }

        throw new TimeoutException("The server does not answer.");
    }

    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }
}
