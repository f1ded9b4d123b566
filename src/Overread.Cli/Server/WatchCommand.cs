using System.CommandLine;
using Overread.Client.Model;

namespace Overread.Cli.Server;

/// <summary><c>overread project watch</c>: what the server's watch over reads found about readers, and a person's decision.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        Option<bool> now = new("--now")
        {
            Description = "Look through the reads now; the server does so daily besides.",
        };
        Option<string?> follow = new("--follow") { Description = "The id of a finding that you follow." };
        Option<string?> rest = new("--rest") { Description = "The id of a finding that you let rest." };
        Option<string?> reason = new("--reason") { Description = "Why." };
        Command command = new(
            "watch",
            "What the watch over reads asks about readers. A decision changes nobody's standing: what you do, you do."
        )
        {
            now,
            follow,
            rest,
            reason,
            ServerOptions.Project,
            ServerOptions.Server,
            ServerOptions.Token,
            ServerOptions.Json,
        };
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                string project = await ServerOptions.ProjectId(client, parsed, cancel);
                if (parsed.GetValue(now))
                {
                    await client.WaitForJob((await client.StartReaderWatch(project, cancel)).Id, null, cancel);
                }

                if ((parsed.GetValue(follow) ?? parsed.GetValue(rest)) is { } finding)
                {
                    await client.DecideReaderFinding(
                        project,
                        finding,
                        new() { Follows = parsed.GetValue(follow) is not null, Reason = parsed.GetValue(reason) ?? "" },
                        cancel
                    );
                }

                parsed.Show(
                    await client.ShowReaderWatch(project, cancel),
                    view =>
                    {
                        foreach (FindingRow f in view.Findings)
                        {
                            Console.WriteLine(
                                $"{f.Id}  {f.Reader}{(f.With is null ? "" : " with " + f.With)}: {f.Kind} in {f.Field}, after read {f.AtRead}; {(f.Follows is { } follows ? (follows ? "followed" : "let rest") + $" by {f.By}: {f.Reason}" : f.Proposal + "?")}"
                            );
                        }

                        Console.WriteLine(
                            view.Looked is null
                                ? "The reads were not looked through yet."
                                : $"{view.Findings.Count} findings; {view.Reads} reads were looked through at {view.Looked}."
                        );
                    }
                );
            }
        );
        return command;
    }
}
