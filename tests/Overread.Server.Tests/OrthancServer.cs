using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Overread.Server.Tests;

/// <summary>A real Orthanc with its DICOMweb plugin on free loopback ports, in a folder of its own; ended with the test.</summary>
internal sealed class OrthancServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;
    private readonly ConcurrentQueue<string> _log = new();

    private OrthancServer(Process process, string folder, int port, int dicomPort)
    {
        _process = process;
        _folder = folder;
        DicomPort = dicomPort;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = TimeSpan.FromMinutes(2) };
    }

    public HttpClient Http { get; }
    public int DicomPort { get; }

    /// <summary>The last it said about itself.</summary>
    public string Log => string.Join('\n', _log.TakeLast(40));
    public string DicomWeb => Http.BaseAddress + "dicom-web";

    /// <summary>Starts one that knows a peer by the name "overread"; the test is skipped where Orthanc is not installed.</summary>
    public static async Task<OrthancServer> Start(string peer, string token)
    {
        const string Plugin = "/usr/share/orthanc/plugins/libOrthancDicomWeb.so";
        string? program = new[] { "/usr/sbin/Orthanc", "/usr/bin/Orthanc" }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(
            program is null || !File.Exists(Plugin),
            "Orthanc is not installed (Debian packages orthanc, orthanc-dicomweb)"
        );
        string folder = Directory.CreateTempSubdirectory("overread-orthanc-").FullName;
        int port = TestServer.FreePort();
        int dicomPort = TestServer.FreePort();
        string configuration = $$"""
            {
              "Name": "Test",
              "StorageDirectory": "{{folder}}/storage",
              "IndexDirectory": "{{folder}}/index",
              "Plugins": ["{{Plugin}}"],
              "HttpPort": {{port}},
              "DicomPort": {{dicomPort}},
              "DicomAet": "TEST",
              "RemoteAccessAllowed": false,
              "AuthenticationEnabled": false,
              "UnknownSopClassAccepted": true,
              "DicomWeb": {
                "Enable": true,
                "Root": "/dicom-web/",
                "Servers": { "overread": { "Url": "{{peer}}", "HttpHeaders": { "Authorization": "Bearer {{token}}" } } }
              }
            }
            """;
        string file = Path.Combine(folder, "orthanc.json");
        await File.WriteAllTextAsync(file, configuration);
        Process process = Process.Start(
            new ProcessStartInfo(program!, [file]) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        OrthancServer server = new(process, folder, port, dicomPort);
        _ = process.StandardOutput.ReadToEndAsync();
        process.ErrorDataReceived += (_, line) => server._log.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();
        for (int i = 0; i < 300 && !process.HasExited; i++)
        {
            try
            {
                (await server.Http.GetAsync("system")).EnsureSuccessStatusCode();
                return server;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }

        throw new InvalidOperationException("Orthanc did not come up.");
    }

    public async Task<JsonNode> Post(string path, JsonNode body)
    {
        using HttpResponseMessage response = await Http.PostAsJsonAsync(path, body);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"POST {path}: {(int)response.StatusCode} {text}\n{Log}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>Ids of everything of a level: patients, studies, series, instances.</summary>
    public async Task<List<string>> All(string level) =>
        [.. (await Http.GetFromJsonAsync<JsonArray>(level))!.Select(i => i!.GetValue<string>())];

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
