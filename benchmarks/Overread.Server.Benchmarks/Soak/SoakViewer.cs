using System.Globalization;
using System.Text.Json;

namespace Overread.Server.Benchmarks.Soak;

/// <summary>A reader of the large study: goes through its slices one by one again and again, and draws a box every few seconds.</summary>
internal sealed class SoakViewer(SoakLine line, string project, int slices, SoakTally tally)
{
    private static readonly TimeSpan BetweenSlices = TimeSpan.FromMilliseconds(25);
    private string _read = "";
    private int _revision;
    private List<string> _files = [];

    /// <summary>Goes on until it is stopped.</summary>
    public async Task Run(CancellationToken stop)
    {
        try
        {
            while (!await Open(stop))
            {
                await Task.Delay(TimeSpan.FromSeconds(2), stop);
            }

            await Task.WhenAll(Scroll(stop), Draw(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    private async Task<bool> Open(CancellationToken stop)
    {
        using JsonDocument? work = await line.Ask(
            "open study",
            HttpMethod.Post,
            $"/api/projects/{project}/work/next",
            "{}",
            stop
        );
        if (work is null || work.RootElement.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        JsonElement read = work.RootElement.GetProperty("read");
        _read = read.GetProperty("id").GetString()!;
        _revision = read.GetProperty("revision").GetInt32();
        _files =
        [
            .. work
                .RootElement.GetProperty("item")
                .GetProperty("series")
                .EnumerateArray()
                .SelectMany(s => s.GetProperty("files").EnumerateArray())
                .Select(f => f.GetProperty("id").GetString()!),
        ];
        if (_files.Count != slices)
        {
            tally.Failed("open study", $"{_files.Count} of {slices} slices");
        }

        return _files.Count > 0;
    }

    private async Task Scroll(CancellationToken stop)
    {
        while (true)
        {
            foreach (string file in _files)
            {
                byte[]? bytes = await line.Bytes(
                    "slice",
                    HttpMethod.Get,
                    $"/api/projects/{project}/files/{file}",
                    null,
                    stop
                );
                if (bytes is { Length: < 32_768 })
                {
                    tally.Failed("slice", "cut short");
                }

                await Task.Delay(BetweenSlices, stop);
            }
        }
    }

    private async Task Draw(CancellationToken stop)
    {
        for (int n = 0; ; n++)
        {
            await Task.Delay(TimeSpan.FromSeconds(3), stop);
            string file = _files[n * 37 % _files.Count];
            string mark = string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"id":"box-{{n:000000}}","field":"spot","geometry":{"kind":"box","x":{{n % 100}},"y":{{n * 7 % 100}},"width":20,"height":15,"file":"{{file}}","frame":0} }"""
            );
            string now = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
            using JsonDocument? saved = await line.Ask(
                "save mark",
                HttpMethod.Post,
                $"/api/reads/{_read}/events",
                $$"""{"baseRevision":{{_revision}},"events":[{"id":"{{Guid.CreateVersion7()}}","at":"{{now}}","type":"MarkDrawn","mark":{{mark}}}]}""",
                stop
            );
            _revision = saved?.RootElement.GetProperty("revision").GetInt32() ?? _revision;
        }
    }
}
