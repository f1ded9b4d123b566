using System.Globalization;
using Overread.Cli.Quality.Files;

namespace Overread.Cli.Quality;

/// <summary>
/// A file of labels of which each row also says when it was given: by numbers, or by dates in ISO 8601 or in the format that
/// the caller declared. 03/04/2026 has two readings and is never guessed.
/// </summary>
internal sealed class TimedLabels
{
    private static readonly string[] s_iso =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mmK",
        "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

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
    internal static TimedLabels Load(string path, FileReading? reading = null)
    {
        reading ??= FileReading.Plain;
        LabelFile labels = LabelFile.Load(path, new LabelChoices { Timed = true }, reading);
        if (labels.Times.Codes.Length == 0 && labels.Items.Codes.Length > 0)
        {
            throw new FileError(
                path,
                1,
                "no column 'time' (or at, date, timestamp, order); --columns time=NAME tells another."
            );
        }

        double[] values = Values(labels, reading.Dates);
        Dictionary<(string, string, string?), double> times = [];
        for (int row = 0; row < labels.Times.Codes.Length; row++)
        {
            // The first label counts where a reader gave several, and so does its time.
            times.TryAdd(
                (
                    labels.Items.Names[labels.Items.Codes[row]],
                    labels.Readers.Names[labels.Readers.Codes[row]],
                    labels.Fields is { } fields ? fields.Names[fields.Codes[row]] : null
                ),
                values[labels.Times.Codes[row]]
            );
        }

        return new TimedLabels(labels, times);
    }

    private static double[] Values(LabelFile labels, string? format)
    {
        double[] values = new double[labels.Times.Names.Count];
        int numbers = 0;
        foreach (
            int code in Enumerable.Range(0, values.Length).OrderBy(i => labels.Times.LineOf(labels.Times.Names[i]))
        )
        {
            string text = labels.Times.Names[code];
            double? value = null;
            if (format is null && NumberText.TryParse(text, labels.DecimalComma, out double number))
            {
                (value, numbers) = (number, numbers + 1);
            }
            else if (
                DateTimeOffset.TryParseExact(
                    text,
                    format is null ? s_iso : [format],
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal,
                    out DateTimeOffset date
                )
            )
            {
                value = date.UtcTicks / (double)TimeSpan.TicksPerDay;
            }

            values[code] =
                value
                ?? throw new FileError(
                    labels.Path,
                    labels.Times.LineOf(text),
                    $"'{text}' is no time: a number, a date such as 2026-01-31 or 2026-01-31T12:00:00Z, or a date in a declared format "
                        + "(--dates dd/MM/yyyy or --dates MM/dd/yyyy: which is the day and which the month is not guessed)."
                );
        }

        return numbers == 0 || numbers == values.Length
            ? values
            : throw new FileError(
                labels.Path,
                0,
                "some times are numbers and some are dates; they cannot be compared."
            );
    }
}
