using System.Globalization;

namespace Overread.Server.Benchmarks.Soak;

/// <summary>How long and how much a soak is.</summary>
internal sealed record SoakOptions
{
    /// <summary>Minutes that are measured, after everything was made ready.</summary>
    public double Minutes { get; init; } = 30;

    /// <summary>Readers who take items, save and submit, each with an account and a session.</summary>
    public int Readers { get; init; } = 200;

    /// <summary>Sessions that are signed in and held.</summary>
    public int Sessions { get; init; } = 10_000;

    /// <summary>Connections that watch jobs (server-sent events).</summary>
    public int Streams { get; init; } = 300;

    /// <summary>Slices of the study that is fetched again and again.</summary>
    public int Slices { get; init; } = 2000;

    /// <summary>Files of the upload that comes during the run.</summary>
    public int Files { get; init; } = 5000;

    /// <summary>How often the server hashes a password over; 0 for as often as the product does.</summary>
    public int Rounds { get; init; } = 1000;

    /// <summary>The folder that table and plot are written into; null to print the table alone.</summary>
    public string? Out { get; init; }

    /// <summary>Minutes and readers by their place, the rest by name: <c>[minutes] [readers] [--sessions N] … [--out DIR]</c>.</summary>
    public static SoakOptions Read(IReadOnlyList<string> words)
    {
        SoakOptions options = new();
        int place = 0;
        for (int i = 0; i < words.Count; i++)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal))
            {
                options =
                    place++ == 0
                        ? options with
                        {
                            Minutes = double.Parse(words[i], CultureInfo.InvariantCulture),
                        }
                        : options with
                        {
                            Readers = Whole(words[i]),
                        };
                continue;
            }

            string value = i + 1 < words.Count ? words[i + 1] : throw new FormatException($"{words[i]} lacks a value.");
            options = words[i] switch
            {
                "--sessions" => options with { Sessions = Whole(value) },
                "--streams" => options with { Streams = Whole(value) },
                "--slices" => options with { Slices = Whole(value) },
                "--files" => options with { Files = Whole(value) },
                "--rounds" => options with { Rounds = Whole(value) },
                "--out" => options with { Out = value },
                _ => throw new FormatException(
                    $"{words[i]} is not known: soak [minutes] [readers] [--sessions N] [--streams N] [--slices N] [--files N] [--rounds N] [--out DIR]."
                ),
            };
            i++;
        }

        return options;
    }

    private static int Whole(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
