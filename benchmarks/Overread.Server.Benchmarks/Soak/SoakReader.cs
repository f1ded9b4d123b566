using System.Globalization;
using System.Text.Json;

namespace Overread.Server.Benchmarks.Soak;

/// <summary>A reader at a realistic pace: takes an item, answers each field after two to four seconds, submits, takes the next.</summary>
internal sealed class SoakReader(SoakLine line, string project, int seed, SoakTally tally)
{
    private readonly Random _chance = new(seed);
    private string _read = "";
    private int _revision;

    /// <summary>Reads submitted.</summary>
    public int Done { get; private set; }

    /// <summary>Saves acknowledged, of reads that were submitted and of the one that is open.</summary>
    public int Saved { get; private set; }

    /// <summary>Goes on until it is stopped.</summary>
    public async Task Run(CancellationToken stop)
    {
        try
        {
            // Not all in the same moment: people come in over half a minute.
            await Task.Delay(TimeSpan.FromSeconds(30 * _chance.NextDouble()), stop);
            while (!stop.IsCancellationRequested)
            {
                if (await Next(stop))
                {
                    await Answer(stop);
                }
                else
                {
                    await Task.Delay(TimeSpan.FromSeconds(5), stop);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    private async Task<bool> Next(CancellationToken stop)
    {
        using JsonDocument? work = await line.Ask(
            "next",
            HttpMethod.Post,
            $"/api/projects/{project}/work/next",
            "{}",
            stop
        );
        if (work is null || work.RootElement.ValueKind != JsonValueKind.Object)
        {
            if (work is not null)
            {
                tally.Failed("next", "nothing left");
            }

            return false;
        }

        JsonElement read = work.RootElement.GetProperty("read");
        _read = read.GetProperty("id").GetString()!;
        _revision = read.GetProperty("revision").GetInt32();
        return true;
    }

    private async Task Answer(CancellationToken stop)
    {
        for (int field = 1; field <= 4; field++)
        {
            await Think(stop);
            string state = _chance.Next(5) == 0 ? "present" : "absent";
            if (
                !await Save(
                    $$"""{"id":"{{Id()}}","at":"{{Now()}}","type":"AnswerGiven","field":"finding{{field}}","answer":{"state":"{{state}}"} }""",
                    stop
                )
            )
            {
                return;
            }
        }

        await Think(stop);
        if (await Save($$"""{"id":"{{Id()}}","at":"{{Now()}}","type":"ReadSubmitted","seconds":15}""", stop))
        {
            Done++;
        }
    }

    private async Task<bool> Save(string change, CancellationToken stop)
    {
        using JsonDocument? answer = await line.Ask(
            "save",
            HttpMethod.Post,
            $"/api/reads/{_read}/events",
            $$"""{"baseRevision":{{_revision}},"events":[{{change}}]}""",
            stop
        );
        if (answer is null)
        {
            return false;
        }

        _revision = answer.RootElement.GetProperty("revision").GetInt32();
        Saved++;
        return true;
    }

    private Task Think(CancellationToken stop) =>
        Task.Delay(TimeSpan.FromSeconds(2 + (2 * _chance.NextDouble())), stop);

    private static string Id() => Guid.CreateVersion7().ToString();

    private static string Now() => DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
