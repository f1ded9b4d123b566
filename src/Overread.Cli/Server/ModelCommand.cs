using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Overread.Cli.Quality;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Cli.Server;

/// <summary><c>overread model</c>: the models of a project, what they answer, and what that does to readers.</summary>
internal static class ModelCommand
{
    public static Command Create() =>
        new("model", "List a project's models, send their predictions in, and see what these do to readers.")
        {
            List(),
            Suggest(),
            Report(),
            ModelProbeCommand.Create(),
        };

    private static Command List()
    {
        Command command = ServerOptions.OnProject("list", "The models with what they are approved for.");
        command.OnServer(
            async (parsed, client, cancel) =>
                parsed.Show(
                    await client.ListModels(await ServerOptions.ProjectId(client, parsed, cancel), cancel),
                    models =>
                    {
                        TextTable table = new(
                            "model",
                            "version",
                            "state",
                            "protocol",
                            "suggestions",
                            "items",
                            "sha256"
                        );
                        foreach (ModelView model in models)
                        {
                            table.Add(
                                model.Model.Name,
                                model.Model.Version,
                                model.State,
                                string.Join(' ', model.Approvals.Select(a => $"v{a.ProtocolVersion}")),
                                Whole(model.Suggestions),
                                Whole(model.Items),
                                model.Model.Sha256
                            );
                        }

                        table.Write(Console.Out);
                    }
                )
        );
        return command;
    }

    private static Command Suggest()
    {
        Argument<FileInfo> file = new("file")
        {
            Description =
                "JSON Lines: item, field, value, model, version and, if there, score and state. All of it is taken or nothing.",
        };
        Command command = ServerOptions.OnProject("suggest", "Send in what approved models answer.");
        command.Arguments.Add(file);
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                FileInfo read = parsed.GetRequiredValue(file);
                if (!read.Exists)
                {
                    throw new CommandFailedException($"{read.FullName}: there is no such file.");
                }

                string project = await ServerOptions.ProjectId(client, parsed, cancel);
                try
                {
                    parsed.Print(
                        await client.UploadSuggestions(
                            project,
                            await File.ReadAllTextAsync(read.FullName, cancel),
                            cancel: cancel
                        ),
                        t =>
                            $"{t.Suggestions} suggestions for {t.Items} items taken in, by {string.Join(", ", t.Models)}."
                    );
                }
                catch (OverreadProblemException problem) when (problem.Code == "suggestions.lines")
                {
                    throw new CommandFailedException(string.Join('\n', Faults(read.Name, problem)));
                }
            }
        );
        return command;
    }

    private static IEnumerable<string> Faults(string file, OverreadProblemException problem)
    {
        foreach (JsonNode? fault in problem.Details?["faults"]?.AsArray() ?? [])
        {
            yield return $"{file}:{fault!["line"]}: {fault["member"]}: {fault["message"]}";
        }

        yield return "Nothing was saved.";
    }

    private static Command Report()
    {
        Command command = ServerOptions.OnProject(
            "report",
            "What suggestions did to each reader: acceptance, switches to right and to wrong, time, over-trust."
        );
        command.OnServer(
            async (parsed, client, cancel) =>
                parsed.Show(
                    await client.ReportSuggestions(await ServerOptions.ProjectId(client, parsed, cancel), cancel),
                    Words
                )
        );
        return command;
    }

    private static void Words(SuggestionReport report)
    {
        if (report.Models.Count == 0)
        {
            Console.WriteLine("No suggestion was shown in a submitted read yet.");
        }

        foreach (ModelReport model in report.Models)
        {
            Console.WriteLine($"{model.Model} {model.Version} ({model.Sha256})");
            Console.WriteLine(
                $"{model.Answers} answers to the fields that it suggested, {model.Referenced} of them with a decision of an adjudicator."
            );
            TextTable table = new(
                "reader",
                "accepted",
                "to right",
                "to wrong",
                "wrong followed",
                "of",
                "time ratio",
                "p",
                "over-trust"
            );
            foreach (ReaderReport reader in model.Readers)
            {
                table.Add(
                    reader.Reader,
                    TextTable.Short(reader.Figures.Accepted.Value),
                    TextTable.Short(reader.Figures.ToRight.Value),
                    TextTable.Short(reader.Figures.ToWrong.Value),
                    Whole(reader.Followed),
                    Whole(reader.Wrong),
                    TextTable.Short(reader.Figures.TimeRatio, 2),
                    TextTable.Short(reader.PValue, 4),
                    reader.Verdict
                );
            }

            table.Write(Console.Out);
            Console.WriteLine(model.Sentence);
            Console.WriteLine();
        }
    }

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);
}
