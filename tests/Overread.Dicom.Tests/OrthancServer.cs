using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Overread.Dicom.Tests;

/// <summary>An Orthanc of its own on a free port of this machine, with an empty store; ends with the test.</summary>
internal sealed class OrthancServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private OrthancServer(Process process, string folder, int port)
    {
        _process = process;
        _folder = folder;
        Client = new HttpClient
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}/"),
            Timeout = TimeSpan.FromMinutes(2),
        };
    }

    internal HttpClient Client { get; }

    /// <summary>Starts one; the test is skipped where Debian's package is not there.</summary>
    internal static async Task<OrthancServer> StartAsync()
    {
        string? program = new[] { "/usr/sbin/Orthanc", "/usr/bin/Orthanc" }.FirstOrDefault(File.Exists);
        Assert.SkipUnless(program is not null, "Orthanc is not installed (package orthanc)");
        string folder = Directory.CreateTempSubdirectory("overread-orthanc-").FullName;
        int port = FreePort();
        JsonObject settings = new()
        {
            ["Name"] = "overread-test",
            ["StorageDirectory"] = folder,
            ["IndexDirectory"] = folder,
            ["HttpPort"] = port,
            ["DicomServerEnabled"] = false,
            ["RemoteAccessAllowed"] = false,
            ["AuthenticationEnabled"] = false,
            ["UnknownSopClassAccepted"] = true,
            ["StorageCompression"] = false,
            ["Plugins"] = new JsonArray(),
        };
        string file = Path.Combine(folder, "orthanc.json");
        await File.WriteAllTextAsync(file, settings.ToJsonString());
        ProcessStartInfo start = new(program!, [file]) { RedirectStandardError = true, RedirectStandardOutput = true };
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        OrthancServer server = new(process, folder, port);
        for (int i = 0; i < 300 && !process.HasExited; i++)
        {
            try
            {
                (await server.Client.GetAsync("system")).EnsureSuccessStatusCode();
                return server;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }

        await server.DisposeAsync();
        throw new InvalidOperationException("Orthanc did not start");
    }

    /// <summary>Uploads a file; the instance's id, or null where Orthanc refuses it.</summary>
    internal async Task<string?> UploadAsync(byte[] bytes)
    {
        using ByteArrayContent content = new(bytes);
        content.Headers.ContentType = new("application/dicom");
        using HttpResponseMessage response = await Client.PostAsync("instances", content);
        return response.StatusCode == HttpStatusCode.OK
            ? (string?)(await response.Content.ReadFromJsonAsync<JsonObject>())!["ID"]
            : null;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_folder, true);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
