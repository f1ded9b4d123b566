using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Overread.Dicom.Benchmarks;

/// <summary>
/// Debian's Orthanc, anonymizing one instance at a time through its REST interface on loopback, with files that were uploaded
/// before. Per-instance calls give every file a study of its own, so this is less work than the others do.
/// </summary>
internal static class OrthancPeer
{
    private static readonly string[] Places = ["/usr/sbin/Orthanc", "/usr/bin/Orthanc"];

    /// <summary>Seconds of upload and of anonymizing; not a number where Orthanc is not installed.</summary>
    internal static async Task<(double Upload, double Anonymize)> Measure(string[] files, string folder)
    {
        string? program = Places.FirstOrDefault(File.Exists);
        if (program is null)
        {
            return (double.NaN, double.NaN);
        }

        Directory.CreateDirectory(folder);
        int port = FreePort();
        string settings = Path.Combine(folder, "orthanc.json");
        await File.WriteAllTextAsync(
            settings,
            $$"""
            {"StorageDirectory":"{{folder}}","IndexDirectory":"{{folder}}","HttpPort":{{port}},"DicomServerEnabled":false,
             "RemoteAccessAllowed":false,"AuthenticationEnabled":false,"UnknownSopClassAccepted":true,"Plugins":[]}
            """
        );
        using Process process = Process.Start(
            new ProcessStartInfo(program, [settings]) { RedirectStandardError = true, RedirectStandardOutput = true }
        )!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            using HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
            await Started(client);
            return await Measure(client, files);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
            Directory.Delete(folder, true);
        }
    }

    private static async Task<(double Upload, double Anonymize)> Measure(HttpClient client, string[] files)
    {
        List<string> instances = [];
        Stopwatch watch = Stopwatch.StartNew();
        foreach (string file in files)
        {
            using ByteArrayContent content = new(await File.ReadAllBytesAsync(file));
            using HttpResponseMessage stored = await client.PostAsync("instances", content);
            using JsonDocument json = JsonDocument.Parse(await stored.Content.ReadAsStringAsync());
            instances.Add(json.RootElement.GetProperty("ID").GetString()!);
        }

        double upload = watch.Elapsed.TotalSeconds;
        watch.Restart();
        foreach (string instance in instances)
        {
            using StringContent rules = new("""{"DicomVersion":"2021b"}""", Encoding.UTF8, "application/json");
            using HttpResponseMessage answer = await client.PostAsync($"instances/{instance}/anonymize", rules);
            byte[] bytes = await answer.Content.ReadAsByteArrayAsync();
            if (!answer.IsSuccessStatusCode || bytes.Length < 1024)
            {
                throw new InvalidOperationException("Orthanc did not anonymize");
            }
        }

        return (upload, watch.Elapsed.TotalSeconds);
    }

    private static async Task Started(HttpClient client)
    {
        for (int i = 0; i < 200; i++)
        {
            try
            {
                (await client.GetAsync("system")).EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }

        throw new InvalidOperationException("Orthanc did not start");
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
