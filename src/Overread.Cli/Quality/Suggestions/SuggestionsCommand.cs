using System.CommandLine;
using Overread.Cli.Quality.Files;
using Overread.Quality.Suggestions;

namespace Overread.Cli.Quality.Suggestions;

/// <summary><c>overread suggestions report FILE</c>: what suggestions of models do to readers.</summary>
internal static class SuggestionsCommand
{
    internal static Command Create() =>
        new("suggestions", "Look at what suggestions of models do to readers.") { Report() };

    private static Command Report()
    {
        Argument<string> file = new("file")
        {
            Description =
                "Table with item, reader, suggestion (empty where none was shown), final and, if there, first (the reader's own answer before), truth, planted (yes for a suggestion made wrong on purpose), seconds.",
        };
        Option<double> tolerated = new("--tolerated")
        {
            Description = "Share of wrong suggestions that a careful reader may follow.",
            DefaultValueFactory = _ => 0.1,
        };
        tolerated.Within(0, 1, open: true);
        Command command = new(
            "report",
            "Acceptance, switches to right and to wrong, time with and without, and who follows wrong suggestions."
        )
        {
            file,
            tolerated,
        };
        command.Examples(
            "overread suggestions report reads.csv",
            "overread suggestions report reads.csv --tolerated 0.2 --json"
        );
        OutputOptions shared = OutputOptions.AddTo(command);
        ReadingOptions files = ReadingOptions.AddTo(command);
        command.Do(
            (parsed, output) =>
            {
                string path = parsed.GetRequiredValue(file);
                FileReading reading = files.Of(parsed);
                SuggestionFile read = SuggestionFile.Load(path, reading);
                Notes(path, read, reading);
                double limit = parsed.GetValue(tolerated);
                SuggestedRead[][] readers =
                [
                    .. Enumerable
                        .Range(0, read.Readers.Count)
                        .Select(reader => read.Reads.Where(own => own.Reader == reader).ToArray()),
                ];
                OverTrust[] tests = [.. readers.Select(own => OverTrust.Of(own, limit))];
                SuggestionOutput written = new(
                    path,
                    read.Readers,
                    [.. readers.Select(SuggestionFigures.Of)],
                    SuggestionFigures.Of(read.Reads),
                    tests,
                    OverTrust.Verdicts(tests),
                    limit
                );
                if (shared.Write(parsed, output, written.Table()))
                {
                    return;
                }

                if (shared.Json(parsed))
                {
                    CommandRun.WriteJson(output, written.WriteJson);
                    return;
                }

                written.WriteText(output);
            }
        );
        return command;
    }

    private static void Notes(string path, SuggestionFile read, FileReading reading)
    {
        if (!read.Reads.Exists(own => own.Suggestion >= 0))
        {
            throw new FileError(path, 0, "no read has a suggestion: there is nothing to report.");
        }

        if (!read.Reads.Exists(own => own.Truth >= 0))
        {
            reading.Note(path, "there is no truth: what is right and what is wrong cannot be told.");
        }
        else if (!read.Reads.Exists(own => own.Planted))
        {
            reading.Note(
                path,
                "no suggestion is planted: the test takes those that the truth says to be wrong, which lie on items that are hard for readers too."
            );
        }
    }
}
