using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Overread.Client;

namespace Overread.Server.Benchmarks.Soak;

/// <summary>The server as a process of its own, and what the system and its own page of measurements say of it.</summary>
internal sealed class SoakServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _data;
    private readonly string _metrics = $"http://127.0.0.1:{FreePort()}";
    private readonly HttpClient _scrape = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly StreamWriter _log;

    public SoakServer(string data, string log, string authority, int rounds)
    {
        _data = data;
        _log = new StreamWriter(log) { AutoFlush = true };
        string tool = Path.Combine(AppContext.BaseDirectory, "Overread.Server.Benchmarks.dll");
        string url = $"http://127.0.0.1:{FreePort()}";
        Address = new Uri(url);
        ProcessStartInfo start = new("dotnet", [tool, .. SoakHost.Words(data, url, _metrics, authority, rounds)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        DataReceivedEventHandler keep = (_, line) =>
        {
            lock (_log)
            {
                _log.WriteLine(line.Data);
            }
        };
        _process.OutputDataReceived += keep;
        _process.ErrorDataReceived += keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it answers.</summary>
    public Uri Address { get; }

    /// <summary>True where it came to its end by itself.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Waits until it answers.</summary>
    public async Task Ready()
    {
        using OverreadClient client = new(Address, new OverreadClientOptions { Retries = 0 });
        for (int i = 0; i < 600 && !_process.HasExited; i++)
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

        throw new InvalidOperationException("The server did not start; its log says why.");
    }

    /// <summary>How it stands now.</summary>
    public async Task<SoakSample> Look(TimeSpan at)
    {
        string proc = $"/proc/{_process.Id}";
        string[] status = await File.ReadAllLinesAsync(proc + "/status");
        long Status(string name) =>
            long.Parse(
                status
                    .First(l => l.StartsWith(name + ":", StringComparison.Ordinal))
                    .Split(' ', '\t')
                    .First(w => w.Length > 0 && char.IsDigit(w[0])),
                CultureInfo.InvariantCulture
            );
        string stat = await File.ReadAllTextAsync(proc + "/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        double ticks =
            double.Parse(fields[11], CultureInfo.InvariantCulture)
            + double.Parse(fields[12], CultureInfo.InvariantCulture);
        FileInfo wal = new(Path.Combine(_data, "overread.db-wal"));
        (double heap, double committed, double events) = await Measured();
        return new SoakSample(
            at,
            Status("VmRSS") / 1024.0,
            Status("RssAnon") / 1024.0,
            heap,
            committed,
            Directory.GetFileSystemEntries(proc + "/fd").Length,
            (int)Status("Threads"),
            wal.Exists ? wal.Length / 1048576.0 : 0,
            events,
            ticks / 100
        );
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // SIGTERM, as a service manager does it: the process is to end in order.
            using Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await kill.WaitForExitAsync();
            using CancellationTokenSource late = new(TimeSpan.FromSeconds(60));
            try
            {
                await _process.WaitForExitAsync(late.Token);
            }
            catch (OperationCanceledException)
            {
                Console.WriteLine("The server did not end within a minute of being asked to, and is killed.");
                _process.Kill();
            }
        }

        _process.Dispose();
        _scrape.Dispose();
        lock (_log)
        {
            _log.Dispose();
        }
    }

    private async Task<(double Heap, double Committed, double Events)> Measured()
    {
        double heap = 0;
        double committed = double.NaN;
        double events = double.NaN;
        foreach (string line in (await _scrape.GetStringAsync(_metrics + "/metrics")).Split('\n'))
        {
            if (line.StartsWith('#') || !line.Contains(' ', StringComparison.Ordinal))
            {
                continue;
            }

            int end = line.LastIndexOf('}') + 1;
            string[] rest = line[end..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string value = end > 0 ? rest[0] : rest[1];
            double number = double.Parse(value, CultureInfo.InvariantCulture);
            if (line.StartsWith("dotnet_gc_last_collection_heap_size", StringComparison.Ordinal))
            {
                heap += number / 1048576;
            }
            else if (line.StartsWith("dotnet_gc_last_collection_memory_committed", StringComparison.Ordinal))
            {
                committed = number / 1048576;
            }
            else if (line.StartsWith("overread_record_events", StringComparison.Ordinal))
            {
                events = number;
            }
        }

        return (heap, committed, events);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
