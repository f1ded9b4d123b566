using System.Diagnostics;
using System.Globalization;
using Overread.Cli.Quality;
using Overread.Quality.Numerics;
using Overread.Quality.Readers;

namespace Overread.Cli.Server.Campaigns;

/// <summary>
/// Plays a campaign with troubled readers through the API of a server, looks for them in what the server gives back, and
/// counts false findings over clean campaigns played in process.
/// </summary>
internal sealed class TroubleRun(RehearsalStage stage, ulong seed, int clean, int troubled, Action<string> say)
{
    internal static IReadOnlyList<string> Answers { get; } = ["normal", "mild", "moderate", "severe"];

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public async Task<TroubleReport> Run(CancellationToken cancel)
    {
        TroubleScript script = TroubleScript.Draw(seed, trouble: true);
        IReadOnlyList<WatchedRead> reads = await Play(script, cancel);
        WatchOptions options = Options;
        IReadOnlyList<ReaderFinding> found = Watch(script, reads);
        say(
            $"{reads.Count} reads after {_watch.Elapsed.TotalSeconds:0.0} s. Playing {clean} clean campaigns in process …"
        );
        int alarms = 0;
        for (int i = 0; i < clean; i++)
        {
            alarms += CleanFindings(seed, i).Count > 0 ? 1 : 0;
        }

        return new()
        {
            Seed = seed,
            Through =
                "the troubled campaign through the HTTP API of a server and read back from it; the clean ones in process",
            Readers = script.Workers.Count,
            Reads = reads.Count,
            GoldItems = Enumerable.Range(0, script.ItemCount).Count(script.IsGold),
            Mark = options.Mark,
            FalseAlarmsAllowed = options.FalseAlarms,
            Planted = [.. script.Workers.Where(w => w.Planted is not null).Select(Planted)],
            Found = [.. found.Select(finding => Found(script, finding))],
            Missed = [.. script.Workers.Where((w, i) => w.Planted is { } kind && !Has(found, i, kind)).Select(Planted)],
            WronglyFound =
            [
                .. found
                    .Where(f => script.Workers[f.Reader].Planted is null)
                    .Select(f => script.Workers[f.Reader].Name),
            ],
            Bots = Bots(script, found),
            FalseAlarms = alarms,
            CleanCampaigns = clean,
            CleanReaders = clean == 0 ? 0 : TroubleScript.Draw(seed, trouble: false).Workers.Count,
            More = More(),
            Seconds = Math.Round(_watch.Elapsed.TotalSeconds, 3),
            Notes =
            [
                "All readers are simulated. Findings come from reads, their times, the gold answers and the suggestions that were shown, never from what was planted.",
                "Every finding is a proposal; a person decides.",
                "at_item counts the reader's own reads, at_gold the gold items among them; evidence and bound are natural logarithms.",
                "An honest reader is right in at least the mark's share of items, on gold and against the others' majority; a reader below it but unplanted would be found as well.",
            ],
        };
    }

    // Further campaigns with other readers in trouble, in process, since one says little about the rest.
    private TroubleReport.MoreRow? More()
    {
        if (troubled == 0)
        {
            return null;
        }

        (int planted, int missed, int wrong, int latest) = (0, 0, 0, 0);
        for (int i = 0; i < troubled; i++)
        {
            ulong own = SeededRandom.ForPart(seed, 2_000_000 + (ulong)i).NextBits();
            TroubleScript script = TroubleScript.Draw(own, trouble: true);
            IReadOnlyList<ReaderFinding> found = Watch(script, TroublePlay.Play(script, own));
            planted += script.Workers.Count(worker => worker.Planted is not null);
            missed += script.Workers.Where((w, at) => w.Planted is { } kind && !Has(found, at, kind)).Count();
            wrong += found.Count(finding => script.Workers[finding.Reader].Planted is null);
            latest = Math.Max(
                latest,
                found.Where(f => f.Kind == Trouble.Careless).Select(f => f.AtGold).DefaultIfEmpty().Max()
            );
        }

        return new(troubled, planted, planted - missed, wrong, latest);
    }

    /// <summary>What the watch finds in one clean campaign.</summary>
    internal static IReadOnlyList<ReaderFinding> CleanFindings(ulong seed, int campaign)
    {
        ulong own = SeededRandom.ForPart(seed, 1000 + (ulong)campaign).NextBits();
        TroubleScript script = TroubleScript.Draw(own, trouble: false);
        return Watch(script, TroublePlay.Play(script, own));
    }

    /// <summary>What the watch finds in the reads of a script.</summary>
    internal static IReadOnlyList<ReaderFinding> Watch(TroubleScript script, IReadOnlyList<WatchedRead> reads) =>
        ReaderWatch.Over(
            reads,
            [.. Enumerable.Range(0, script.ItemCount).Select(item => script.IsGold(item) ? script.Truth(item) : -1)],
            script.Workers.Count,
            TroubleScript.Categories,
            Options
        );

    private static WatchOptions Options { get; } = new() { ReadsPerItem = TroubleScript.ReadsPerItem };

    private async Task<IReadOnlyList<WatchedRead>> Play(TroubleScript script, CancellationToken cancel)
    {
        using CampaignTeam team = new(stage, CampaignField.Of("Grade", 0, Answers, finding: false));
        await team.Register(script.Workers.Select(worker => worker.Name), cancel);
        int[] everybody = [.. Enumerable.Range(0, script.Workers.Count)];
        string gold = await team.Open("Gold", everybody, everybody.Length, cancel);
        string own = await team.Open("Campaign", everybody, TroubleScript.ReadsPerItem, cancel);
        (int Gold, int Own)[] counts = new (int, int)[everybody.Length];
        for (int wave = 0; wave < TroubleScript.Waves; wave++)
        {
            (IReadOnlyList<int> goldItems, IReadOnlyList<int> items) = script.Wave(wave);
            await team.Add(gold, goldItems.Select(Title), cancel);
            await team.Add(own, items.Select(Title), cancel);
            int at = wave;
            await Task.WhenAll(
                everybody.Select(worker =>
                    Task.Run(() => ReadWave(script, team, (gold, own), worker, at, counts, cancel), cancel)
                )
            );
            say($"{team.Reads} reads after {_watch.Elapsed.TotalSeconds:0.0} s.");
        }

        return
        [
            .. (await team.Submitted(gold, cancel))
                .Concat(await team.Submitted(own, cancel))
                .OrderBy(read => read.Submitted, StringComparer.Ordinal)
                .ThenBy(read => read.Worker)
                .ThenBy(read => read.Item, StringComparer.Ordinal)
                .Select(read => Watched(script, read)),
        ];
    }

    private static async Task ReadWave(
        TroubleScript script,
        CampaignTeam team,
        (string Gold, string Own) projects,
        int worker,
        int wave,
        (int Gold, int Own)[] counts,
        CancellationToken cancel
    )
    {
        SeededRandom random = SeededRandom.ForPart(SeededRandom.ForPart((ulong)wave, 9).NextBits(), (ulong)worker);
        int[] turns = [.. Enumerable.Range(0, TroubleScript.GoldPerWave + TroubleScript.OwnPerWave)];
        random.Shuffle(turns);
        foreach (int turn in turns)
        {
            bool isGold = turn < TroubleScript.GoldPerWave;
            int nth = 1 + (isGold ? counts[worker].Gold : counts[worker].Own);
            string? item = await team.Next(
                worker,
                isGold ? projects.Gold : projects.Own,
                title =>
                {
                    (int answer, double seconds) = script.Answer(worker, Number(title), nth);
                    return (Answers[answer], seconds);
                },
                cancel
            );
            if (item is not null)
            {
                counts[worker] = isGold ? (nth, counts[worker].Own) : (counts[worker].Gold, nth);
            }
        }
    }

    private static string Title(int item) => "item-" + item.ToString("00000", CultureInfo.InvariantCulture);

    private static int Number(string title) => int.Parse(title.AsSpan(5), CultureInfo.InvariantCulture);

    private static WatchedRead Watched(TroubleScript script, SubmittedRead read)
    {
        int item = Number(read.Item);
        int answer = Enumerable.Range(0, Answers.Count).First(k => Answers[k] == read.Answer);
        return new(read.Worker, item, answer, read.Seconds, script.Suggestion(item));
    }

    private static bool Has(IReadOnlyList<ReaderFinding> found, int reader, Trouble kind) =>
        found.Any(finding => finding.Reader == reader && finding.Kind == kind);

    private static TroubleReport.BotRow Bots(TroubleScript script, IReadOnlyList<ReaderFinding> found)
    {
        int planted = script.Workers.Count(worker => worker.Planted == Trouble.Bot);
        ReaderFinding[] called = [.. found.Where(finding => finding.Kind == Trouble.Bot)];
        double right = called.Count(finding => script.Workers[finding.Reader].Planted == Trouble.Bot);
        return new(
            planted,
            called.Length,
            called.Length == 0 ? null : right / called.Length,
            planted == 0 ? null : right / planted
        );
    }

    private static TroubleReport.PlantedRow Planted(Worker worker) =>
        new(
            worker.Name,
            TroubleWords.Of(worker.Planted!.Value),
            worker.Planted switch
            {
                Trouble.Colluding => worker.Leader < 0
                    ? string.Create(CultureInfo.InvariantCulture, $"answers alone, right in {worker.Accuracy:0.00}")
                    : "gives the other's answer in 97 of 100 items",
                Trouble.Careless => string.Create(
                    CultureInfo.InvariantCulture,
                    $"right in {worker.Accuracy:0.00}, wrong in exactly three of every ten items"
                ),
                Trouble.Drifting => string.Create(
                    CultureInfo.InvariantCulture,
                    $"right in {worker.Accuracy:0.00}, from ordinary item {worker.From} on in about .50"
                ),
                Trouble.CopiesSuggestions => "takes the suggestion over in nine of ten items",
                Trouble.StraightLining => string.Create(
                    CultureInfo.InvariantCulture,
                    $"from ordinary item {worker.From} on \"{Answers[worker.Answer]}\" in 93 of 100 items"
                ),
                _ => worker.Waits
                    ? "answers at random in the time of a person"
                    : string.Create(CultureInfo.InvariantCulture, $"answers at random after {worker.Seconds:0.0} s"),
            }
        );

    private static TroubleReport.FoundRow Found(TroubleScript script, ReaderFinding finding) =>
        new(
            script.Workers[finding.Reader].Name,
            TroubleWords.Of(finding.Kind),
            finding.Partner < 0 ? null : script.Workers[finding.Partner].Name,
            finding.AtRead,
            finding.AtGold,
            Math.Round(finding.LogEvidence, 3),
            Math.Round(finding.LogBound, 3),
            TroubleWords.Of(finding.Proposal),
            finding.Figures.ToDictionary(figure => figure.Key, figure => Math.Round(figure.Value, 4))
        );
}
