using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Overread.Client.Model;
using Overread.Dicom;
using Overread.Dicom.Phantoms;
using Overread.Server.Features.People;

namespace Overread.Server.Benchmarks.Soak;

/// <summary>
/// A day's load for half an hour: readers who save at their pace, sessions and streams that are held, a large study that is looked through,
/// a large upload, an audit; a server in a process of its own, and whether it grows.
/// </summary>
internal sealed class SoakRun(SoakOptions options)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private readonly SoakTally _tally = new();
    private readonly List<SoakMinute> _minutes = [];
    private readonly List<string> _notes = [];

    // Minutes since the beginning at which the large pieces of work ended or began: each may leave a step, which is no growth.
    private readonly List<(string Name, double From, double To)> _spans = [];

    /// <summary>Runs it and prints; 0 where nothing failed.</summary>
    public async Task<int> Run()
    {
        string data = Directory.CreateTempSubdirectory("overread-soak-").FullName;
        string log = Path.Combine(options.Out ?? data, "server.log");
        Directory.CreateDirectory(options.Out ?? data);
        try
        {
            using SilentAuthority authority = new();
            await using SoakServer server = new(Path.Combine(data, "store"), log, authority.Address, options.Rounds);
            await server.Ready();
            using SoakStage stage = new(server.Address, options);
            Say($"made ready: {Environment.ProcessorCount} processors, the load on the same machine");
            await stage.Make();
            Task<double> study = stage.SendStudy();
            // Nearly all processor time. What this machine does not manage before, comes during the first half.
            Stopwatch watch = Stopwatch.StartNew();
            await stage.HoldSessions(2, TimeSpan.FromMinutes(options.Minutes * 2 / 3));
            double seconds = watch.Elapsed.TotalSeconds;
            Say(
                $"{stage.Held.Count} sign-ins in {seconds:0} s ({stage.Held.Count / seconds:0} /s, while the study came), {Rounds()}"
            );
            Say($"{options.Slices} slices sent, searched and let through the gate in {await study:0} s");
            await Measure(server, stage);
            int lost = await LostSessions(server, stage);
            Say($"of {stage.Held.Count} sessions held, {lost} were lost");
            SoakReport report = new(options, _minutes, _tally.Whole(), _notes, _spans);
            string text = report.Text();
            Console.WriteLine(text);
            if (options.Out is { } folder)
            {
                await File.WriteAllTextAsync(Path.Combine(folder, "soak.md"), text);
                await File.WriteAllTextAsync(Path.Combine(folder, "soak.svg"), SoakPlot.Svg(_minutes));
            }

            return lost == 0 && _tally.Whole().Errors == "none" && !server.HasEnded ? 0 : 1;
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private async Task Measure(SoakServer server, SoakStage stage)
    {
        using CancellationTokenSource stop = new();
        List<SoakLine> lines = [];
        SoakLine Line(string cookie)
        {
            SoakLine line = new(server.Address, cookie, _tally);
            lines.Add(line);
            return line;
        }

        List<SoakReader> readers =
        [
            .. stage.Readers.Select((cookie, i) => new SoakReader(Line(cookie), stage.Rows, i, _tally)),
        ];
        List<SoakViewer> viewers =
        [
            .. stage.Viewers.Select(cookie => new SoakViewer(Line(cookie), stage.Images, options.Slices, _tally)),
        ];
        SoakStreams streams = new(Line(stage.Lead.Cookie), options.Streams);
        _tally.Begin();
        DateTime begin = DateTime.UtcNow;
        List<Task> tasks =
        [
            .. readers.Select(r => r.Run(stop.Token)),
            .. viewers.Select(v => v.Run(stop.Token)),
            streams.Run(stop.Token),
            Chores(stage, begin, stop.Token),
            stage.HoldSessions(2, TimeSpan.FromMinutes(options.Minutes / 2)),
            Releases(stage, stop.Token),
        ];
        for (int minute = 1; minute <= Math.Ceiling(options.Minutes) && !server.HasEnded; minute++)
        {
            List<SoakSample> samples = [];
            double open = 0;
            for (int i = 0; i < 6; i++)
            {
                TimeSpan next = TimeSpan.FromMinutes(minute - 1) + (Every * (i + 1));
                TimeSpan wait = next - (DateTime.UtcNow - begin);
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
                samples.Add(await server.Look(DateTime.UtcNow - begin));
                open += streams.Open / 6.0;
            }

            (Dictionary<string, SoakTimes> times, string errors) = _tally.Take();
            _minutes.Add(new(minute, times, errors, samples, open, Load()));
            Console.WriteLine(SoakReport.Line(_minutes[^1], minute == 1));
        }

        await stop.CancelAsync();
        await Task.WhenAll(tasks);
        Say($"{readers.Sum(r => r.Done)} reads submitted, {readers.Sum(r => r.Saved)} saves acknowledged");
        await Compare(stage, readers);
        lines.ForEach(l => l.Dispose());
    }

    // What was acknowledged is what the server holds: the reads that it counts as done are those that were.
    private async Task Compare(SoakStage stage, List<SoakReader> readers)
    {
        long held = 0;
        string? after = null;
        do
        {
            ListItemsPage page = await stage.Lead.ListItems(stage.Rows, after: after, take: 500);
            held += page.Rows.Sum(i => i.ReadsDone);
            after = page.Next;
        } while (after is not null);

        int done = readers.Sum(r => r.Done);
        // A submission whose answer the end of the run cut off is held and was not counted: one for each reader at most.
        if (held < done || held > done + readers.Count)
        {
            _tally.Failed("reads", $"{done} submitted, {held} held");
        }

        Say($"{held} reads are held as done by the server");
    }

    private async Task Chores(SoakStage stage, DateTime begin, CancellationToken stop)
    {
        try
        {
            async Task Until(double share)
            {
                TimeSpan wait = begin + (TimeSpan.FromMinutes(options.Minutes) * share) - DateTime.UtcNow;
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, stop);
            }

            await Until(0.1);
            DateTime start = DateTime.UtcNow;
            GateOutcome gate = await stage.Send("Upload", Upload(), 2, ms => _tally.Answered("upload", ms));
            Say(
                $"{options.Files} files in one upload were sent, searched and let through in {(DateTime.UtcNow - start).TotalSeconds:0} s: {gate.Approved} studies passed, {gate.Rejected} were rejected"
            );
            double searched = (DateTime.UtcNow - begin).TotalMinutes;
            await Until(0.6);
            start = DateTime.UtcNow;
            _spans.Add(("Between the upload and the audit", searched, (start - begin).TotalMinutes));
            AuditResult audit = await stage.Lead.WaitForJob<AuditResult>(
                await stage.Lead.StartAudit(stop),
                cancel: stop
            );
            Say(
                $"an audit of the whole store, while all went on, took {(DateTime.UtcNow - start).TotalSeconds:0} s: {JsonSerializer.Serialize(audit)}"
            );
            _spans.Add(("After the audit", (DateTime.UtcNow - begin).TotalMinutes, options.Minutes));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _tally.Failed("chores", "the run ended before them");
        }
        catch (Exception e)
            when (e is Overread.Client.OverreadProblemException or Overread.Client.OverreadUnreachableException)
        {
            _tally.Failed("chores", e.Message);
        }
    }

    // One long job after the other, so that there is always one to watch.
    private async Task Releases(SoakStage stage, CancellationToken stop)
    {
        try
        {
            for (int number = 1; ; number++)
            {
                await stage.WaitForAuthority(number, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run is over.
        }
        catch (Exception e)
            when (e is Overread.Client.OverreadProblemException or Overread.Client.OverreadUnreachableException)
        {
            _tally.Failed("release", e.Message);
        }
    }

    // Studies of a hundred small slices, each of a patient of its own.
    private IEnumerable<DicomFile> Upload()
    {
        for (int study = 0; study * 100 < options.Files; study++)
        {
            ChestCtPhantom phantom = new(
                new ChestCtOptions
                {
                    Seed = (ulong)(1000 + study),
                    Size = 64,
                    Slices = 100,
                }
            );
            foreach (DicomFile slice in phantom.Slices.Take(options.Files - (study * 100)))
            {
                yield return slice;
            }
        }
    }

    private async Task<int> LostSessions(SoakServer server, SoakStage stage)
    {
        int lost = 0;
        foreach (string cookie in stage.Held)
        {
            using SoakLine line = new(server.Address, cookie, _tally);
            using JsonDocument? session = await line.Ask(
                "session",
                HttpMethod.Get,
                "/api/session",
                null,
                CancellationToken.None
            );
            if (session is null || !session.RootElement.TryGetProperty("person", out _))
            {
                lost++;
            }
        }

        return lost;
    }

    private static double Load() =>
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    private string Rounds() =>
        options.Rounds is 0 or PasswordHashes.Rounds
            ? "passwords hashed over as often as in the product"
            : $"passwords hashed over {options.Rounds} times ({PasswordHashes.Rounds} in the product), so that signing in does not take the whole machine";

    private void Say(FormattableString note)
    {
        string text = note.ToString(CultureInfo.InvariantCulture);
        lock (_notes)
        {
            _notes.Add(text);
        }

        Console.WriteLine(text);
    }
}
