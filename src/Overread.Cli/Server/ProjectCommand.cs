using System.CommandLine;
using System.Globalization;
using Overread.Client.Model;
using Spectre.Console;

namespace Overread.Cli.Server;

/// <summary><c>overread project</c>: lists and opens projects, and shows where one stands.</summary>
internal static class ProjectCommand
{
    public static Command Create() =>
        new("project", "List, open and watch projects.")
        {
            List(),
            Open(),
            Show(),
            ProjectKeysCommand.Create(),
            WatchCommand.Create(),
        };

    private static Command List()
    {
        Command command = new("list", "The projects you are in.")
        {
            ServerOptions.Server,
            ServerOptions.Token,
            ServerOptions.Json,
        };
        command.OnServer(async (parsed, client, cancel) => parsed.Show(await client.ListProjects(cancel), Write));
        return command;
    }

    private static Command Open()
    {
        Option<string> name = new("--name") { Description = "Short title.", Required = true };
        Option<string> purpose = new("--purpose") { Description = "What the labels are for.", Required = true };
        Option<string> basis = new("--legal-basis")
        {
            Description = "The ground on which the data may be used.",
            Required = true,
        };
        Option<string?> template = new("--template")
        {
            Description = "chexpert-14, lung-nodule, diabetic-retinopathy or blood-cells.",
        };
        Command command = new("open", "Open a project; you lead it.")
        {
            name,
            purpose,
            basis,
            template,
            ServerOptions.Server,
            ServerOptions.Token,
            ServerOptions.Json,
        };
        command.OnServer(
            async (parsed, client, cancel) =>
                parsed.Print(
                    await client.OpenProject(
                        new()
                        {
                            Name = parsed.GetValue(name)!,
                            Purpose = parsed.GetValue(purpose)!,
                            LegalBasis = parsed.GetValue(basis)!,
                            Template = parsed.GetValue(template) ?? "",
                        },
                        cancel
                    ),
                    p => $"Opened {p.Name} as {p.Id}."
                )
        );
        return command;
    }

    private static Command Show()
    {
        Command command = new("show", "Where a project stands: the funnel and its readers.")
        {
            ServerOptions.Project,
            ServerOptions.Server,
            ServerOptions.Token,
            ServerOptions.Json,
        };
        command.OnServer(
            async (parsed, client, cancel) =>
                parsed.Show(
                    await client.ShowOverview(await ServerOptions.ProjectId(client, parsed, cancel), cancel),
                    Write
                )
        );
        return command;
    }

    private static void Write(IReadOnlyList<ProjectRow> projects)
    {
        Table table = new Table().Border(TableBorder.Minimal).AddColumns("id", "name", "items", "reads", "protocol");
        foreach (ProjectRow p in projects)
        {
            table.AddRow(
                p.Id,
                Markup.Escape(p.Name),
                $"{p.Items}",
                $"{p.ReadsDone} of {p.ReadsNeeded}",
                $"{p.ProtocolVersion}"
            );
        }

        AnsiConsole.Write(table);
    }

    private static void Write(OverviewView view)
    {
        AnsiConsole.WriteLine(string.Join("  →  ", view.Funnel.Select(s => $"{s.Stage} {s.Count}")));
        Table table = new Table()
            .Border(TableBorder.Minimal)
            .AddColumns("reader", "done", "open", "skipped", "agrees with the majority");
        foreach (ReaderRow r in view.Readers)
        {
            string share = r.Agreement is { } a
                ? string.Create(CultureInfo.InvariantCulture, $"{a.Value:0.000} ({a.Low:0.00}–{a.High:0.00})")
                : "–";
            table.AddRow(Markup.Escape(r.Reader), $"{r.Done}", $"{r.Open}", $"{r.Skipped}", share);
        }

        AnsiConsole.Write(table);
    }
}
