using System.CommandLine;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Cli.Server;

/// <summary><c>overread release sealed</c>, <c>ask-opening</c> and <c>opened</c>: the sealed test set of a release.</summary>
internal static class SealedCommands
{
    private static readonly Option<string> Release = new("--release")
    {
        Description = "name:version, such as nodules:1.0.0.",
        Required = true,
    };

    /// <summary>The commands. That a request is approved is signed by a person, in the workbench.</summary>
    public static IEnumerable<Command> All() => [Show(), Ask(), Opened()];

    private static Command Show()
    {
        Command command = On("sealed", "Show the sealed test set of a release: its state, requests and accesses.");
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                (string project, string release) = await Find(client, parsed, cancel);
                parsed.Show(
                    await client.ShowSealedSet(project, release, cancel),
                    set =>
                    {
                        Console.WriteLine($"{set.State}: {set.Items} items.");
                        foreach (OpeningView o in set.Openings)
                        {
                            Console.WriteLine(
                                $"{o.At}  {o.By} asked: {o.Reason}  {o.State}{(o.DecidedBy is null ? "" : $" by {o.DecidedBy} at {o.Decided}")}"
                            );
                        }

                        foreach (SealedAccessView a in set.Accesses)
                        {
                            Console.WriteLine($"{a.At}  {a.By} took the labels of {a.Items} items: {a.Purpose}");
                        }
                    }
                );
            }
        );
        return command;
    }

    private static Command Ask()
    {
        Option<string> reason = new("--reason") { Description = "What for; it is recorded.", Required = true };
        Command command = On(
            "ask-opening",
            "Ask that the sealed labels of a release be opened; somebody else approves it with a signature.",
            reason
        );
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                (string project, string release) = await Find(client, parsed, cancel);
                await client.AskSealedOpening(project, release, new() { Reason = parsed.GetValue(reason)! }, cancel);
            }
        );
        return command;
    }

    private static Command Opened()
    {
        Option<string> purpose = new("--purpose") { Description = "What for; it is recorded.", Required = true };
        Option<string?> recipient = new("--recipient")
        {
            Description = "For whom they are: a recipient, by name or id.",
        };
        Option<string> output = new("--out")
        {
            Description = "The file, for overread verify --opened.",
            DefaultValueFactory = _ => "opened.jsonl",
        };
        Command command = On("opened", "Take the labels of a sealed set that was opened.", purpose, recipient, output);
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                (string project, string release) = await Find(client, parsed, cancel);
                string path = Path.GetFullPath(parsed.GetValue(output)!);
                await using Stream labels = await client.GetSealedLabels(
                    project,
                    release,
                    parsed.GetValue(purpose),
                    await ServerOptions.RecipientId(client, project, parsed.GetValue(recipient), cancel),
                    cancel
                );
                await using (FileStream file = File.Create(path))
                {
                    await labels.CopyToAsync(file, cancel);
                }

                parsed.Print(new Taken(path), t => t.Path);
            }
        );
        return command;
    }

    private sealed record Taken(string Path);

    private static async Task<(string Project, string Release)> Find(
        OverreadClient client,
        ParseResult parsed,
        CancellationToken cancel
    )
    {
        string project = await ServerOptions.ProjectId(client, parsed, cancel);
        string named = parsed.GetValue(Release)!;
        return (
            project,
            (await client.ListReleases(project, cancel)).FirstOrDefault(r => $"{r.Name}:{r.Version}" == named)?.Id
                ?? throw new CommandFailedException($"There is no release {named}.")
        );
    }

    private static Command On(string name, string description, params System.CommandLine.Option[] options) =>
        ServerOptions.OnProject(name, description, [Release, .. options]);
}
