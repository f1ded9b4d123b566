using System.Globalization;
using System.Text;

namespace Overread.Server.Benchmarks.Soak;

/// <summary>What a soak showed, in words and tables.</summary>
internal sealed class SoakReport(
    SoakOptions options,
    IReadOnlyList<SoakMinute> minutes,
    (SortedDictionary<string, SoakTimes> Times, string Errors) whole,
    IReadOnlyList<string> notes,
    IReadOnlyList<(string Name, double From, double To)> spans
)
{
    /// <summary>A line of the table of minutes, with its head before the first.</summary>
    public static string Line(SoakMinute minute, bool head)
    {
        SoakSample last = minute.Samples[^1];
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"| {minute.Number} | {minute.Requests} | {Three(minute.Of("save"))} | {Three(minute.Of("next"))} | {Three(minute.Of("slice"))} | {last.Resident:0} | {last.Heap:0} | {last.Handles} | {last.Threads} | {last.Log:0.0} | {last.Events:0} | {minute.Streams:0} | {minute.Load:0.0} | {minute.Errors} |"
        );
        return head
            ? "| min | answers | save p50/95/99/max ms | next | slice | RSS MiB | heap MiB | handles | threads | WAL MiB | events | streams | load | errors |\n"
                + "|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|\n"
                + line
            : line;
    }

    /// <summary>The whole report as Markdown.</summary>
    public string Text()
    {
        StringBuilder text = new();
        text.Append(
            CultureInfo.InvariantCulture,
            $"# Soak: {options.Minutes:0.#} min, {options.Readers} readers, {options.Sessions} sessions, {options.Streams} streams\n\n"
        );
        foreach (string note in notes)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {note}\n");
        }

        text.Append("\n| asked | answers | p50 ms | p95 | p99 | max |\n|---|--:|--:|--:|--:|--:|\n");
        foreach ((string kind, SoakTimes t) in whole.Times)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {kind} | {t.Count} | {t.P50:0.0} | {t.P95:0.0} | {t.P99:0.0} | {t.Max:0} |\n"
            );
        }

        text.Append(CultureInfo.InvariantCulture, $"\nErrors: {whole.Errors}.\n\n");
        foreach (
            (string name, double from, double to) in spans.Append(
                ("Over the second half", options.Minutes / 2, options.Minutes)
            )
        )
        {
            Growth(text, name, [.. minutes.Where(m => m.Number > from + 1 && m.Number <= to)]);
        }

        text.Append('\n');
        for (int i = 0; i < minutes.Count; i++)
        {
            text.Append(Line(minutes[i], i == 0)).Append('\n');
        }

        return text.ToString();
    }

    private static void Growth(StringBuilder text, string name, List<SoakMinute> span)
    {
        if (span.Count < 3)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}: too short to say.\n\n");
            return;
        }

        text.Append(
            CultureInfo.InvariantCulture,
            $"{name} (minutes {span[0].Number} to {span[^1].Number}), the least of each minute, by least squares:\n\n"
        );
        text.Append("| | first of it | last | change an hour (95 %) | |\n|---|--:|--:|--:|---|\n");
        Row(text, span, "managed heap, MiB", s => s.Heap);
        Row(text, span, "taken from the system by the runtime, MiB", s => s.Committed);
        Row(text, span, "resident memory, MiB", s => s.Resident);
        Row(text, span, "of it its own (no pages of files), MiB", s => s.Own);
        Row(text, span, "handles", s => s.Handles);
        Row(text, span, "threads", s => s.Threads);
        Row(text, span, "write-ahead log, MiB", s => s.Log);
        Row(text, span, "events of the record", s => s.Events);
        text.Append('\n');
    }

    private static void Row(StringBuilder text, List<SoakMinute> span, string name, Func<SoakSample, double> value)
    {
        List<(double Hours, double Value)> points =
        [
            .. span.Select(m => (m.Samples[^1].At.TotalHours, m.Samples.Min(value))),
        ];
        Slope slope = Slope.Of(points);
        string verdict =
            slope.Grows ? "grows"
            : slope.High < 0 ? "falls"
            : "no growth seen";
        text.Append(
            CultureInfo.InvariantCulture,
            $"| {name} | {points[0].Value:0.0} | {points[^1].Value:0.0} | {slope.PerHour:0.0} ({slope.Low:0.0} to {slope.High:0.0}) | {verdict} |\n"
        );
    }

    private static string Three(SoakTimes t) =>
        t.Count == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{t.P50:0}/{t.P95:0}/{t.P99:0}/{t.Max:0}");
}
