using System.Text.Json;

namespace Overread.Server.Benchmarks.Soak;

/// <summary>
/// Connections that watch the newest job that has not ended, as open pages do: a stream ends with its job, and the next one is watched
/// as soon as there is one.
/// </summary>
internal sealed class SoakStreams(SoakLine line, int count)
{
    private volatile string? _job;
    private int _open;

    /// <summary>Streams that are open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Goes on until it is stopped.</summary>
    public async Task Run(CancellationToken stop)
    {
        try
        {
            await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Watch(stop)).Append(Look(stop)));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    private async Task Watch(CancellationToken stop)
    {
        string? last = null;
        while (true)
        {
            if (_job is { } job && job != last)
            {
                // One that broke off is opened again.
                last = await line.Stream($"/api/jobs/{job}/events", n => Interlocked.Add(ref _open, n), stop)
                    ? job
                    : null;
            }

            await Task.Delay(500, stop);
        }
    }

    private async Task Look(CancellationToken stop)
    {
        while (true)
        {
            using JsonDocument? jobs = await line.Ask("list jobs", HttpMethod.Get, "/api/jobs", null, stop);
            _job = jobs
                ?.RootElement.EnumerateArray()
                .Where(j => j.GetProperty("state").GetString() is "waiting" or "running")
                .Select(j => j.GetProperty("id").GetString())
                .FirstOrDefault();
            await Task.Delay(1000, stop);
        }
    }
}
