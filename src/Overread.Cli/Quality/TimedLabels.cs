using System.Globalization;

namespace Overread.Cli.Quality;

/// <summary>A file of labels of which each row also says when it was given.</summary>
internal sealed class TimedLabels
{
    private readonly Dictionary<(string Item, string Reader, string? Field), double> _times;

    private TimedLabels(LabelFile labels, Dictionary<(string, string, string?), double> times)
    {
        Labels = labels;
        _times = times;
    }

    internal LabelFile Labels { get; }

    /// <summary>When a reader labelled an item first, in days or in the unit of the file's numbers.</summary>
    internal double TimeOf(string item, string reader, string? field) => _times[(item, reader, field)];

    /// <exception cref="FileError">There is no column of times, or one cannot be read.</exception>
    internal static TimedLabels Load(string path)
    {
        LabelFile labels = LabelFile.Load(path);
        using CsvRows rows = CsvRows.Open(path);
        int item = LabelFile.Find(rows.Header, "item", "task", "case", "study", "question_id");
        int reader = LabelFile.Find(rows.Header, "reader", "worker", "annotator", "rater", "labeler");
        int field = LabelFile.Find(rows.Header, "field", "finding");
        int time = LabelFile.Find(rows.Header, "time", "at", "date", "timestamp", "order");
        if (time < 0)
        {
            throw new FileError(
                path,
                1,
                $"no column 'time' (or at, date, timestamp, order); the header is {string.Join(',', rows.Header)}."
            );
        }

        Dictionary<(string, string, string?), double> times = [];
        while (rows.Next())
        {
            // The first label counts where a reader gave several, and so does its time.
            times.TryAdd(
                (rows[item].ToString(), rows[reader].ToString(), field < 0 ? null : rows[field].ToString()),
                Parse(rows[time])
                    ?? throw new FileError(
                        path,
                        rows.Line,
                        $"'{rows[time]}' is no time: a number, or a date such as 2026-01-31T12:00:00Z."
                    )
            );
        }

        return new TimedLabels(labels, times);
    }

    private static double? Parse(ReadOnlySpan<char> text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? double.IsFinite(number)
                ? number
                : null
            : DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out DateTimeOffset date
            )
                ? date.UtcTicks / (double)TimeSpan.TicksPerDay
                : null;
}
