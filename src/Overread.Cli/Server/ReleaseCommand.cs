using System.CommandLine;
using Overread.Client.Model;

namespace Overread.Cli.Server;

/// <summary><c>overread release</c>: what stands before a release, what became of releases, and who is who in them.</summary>
internal static class ReleaseCommand
{
    public static Command Create()
    {
        Command command = new("release", "Look at what stands before a release, and at what became of releases.")
        {
            Preflight(),
            Waiting(),
            Signatures(),
            Holding(),
            Disclosures(),
            Status(),
            Questions(),
            Decide(),
        };
        foreach (Command more in SealedCommands.All().Concat(PopulationCommands.All()))
        {
            command.Add(more);
        }

        return command;
    }

    private static Command Preflight()
    {
        Option<string?> name = new("--name") { Description = "The release's name: whose subjects keep their split." };
        Command command = ServerOptions.OnProject(
            "preflight",
            "What is open, held, disputed, unsampled, missing or unclear.",
            name
        );
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                string project = await ServerOptions.ProjectId(client, parsed, cancel);
                ReleasePreflightView view = await client.ReleasePreflight(project, parsed.GetValue(name), cancel);
                parsed.Show(
                    view,
                    v =>
                    {
                        foreach (PreflightCheck check in v.Checks)
                        {
                            Console.WriteLine($"{check.State, -5} {check.Text} {check.Next}".TrimEnd());
                        }
                    }
                );
                return view.Ready ? 0 : 1;
            }
        );
        return command;
    }

    private static Command Waiting()
    {
        Command command = ServerOptions.OnProject(
            "waiting",
            "List the releases that were made and wait for signatures."
        );
        command.OnServer(
            async (parsed, client, cancel) =>
                parsed.Show(
                    await client.ListReleaseDrafts(await ServerOptions.ProjectId(client, parsed, cancel), cancel),
                    drafts =>
                    {
                        foreach (ReleaseDraftView draft in drafts)
                        {
                            Console.WriteLine(
                                $"{draft.Name}:{draft.Version}  {draft.Items} items, made by {draft.Author} at {draft.Prepared}, {draft.Signatures.Count} signatures"
                            );
                        }

                        Console.WriteLine($"{drafts.Count} wait. They are signed in the workbench, by people.");
                    }
                )
        );
        return command;
    }

    private static Command Signatures()
    {
        Option<string?> subject = new("--subject")
        {
            Description = "About what, such as protocol/3 or release/ID; all where none is given.",
        };
        Command command = ServerOptions.OnProject(
            "signatures",
            "List who signed what, when, and what it means.",
            subject
        );
        command.OnServer(
            async (parsed, client, cancel) =>
                parsed.Show(
                    await client.ListSignatures(
                        await ServerOptions.ProjectId(client, parsed, cancel),
                        parsed.GetValue(subject),
                        cancel
                    ),
                    signatures =>
                    {
                        foreach (SignatureView s in signatures)
                        {
                            Console.WriteLine($"{s.At}  {s.Name}  {s.Subject}  {s.Meaning}");
                        }

                        Console.WriteLine($"{signatures.Count} signatures.");
                    }
                )
        );
        return command;
    }

    private static Command Holding()
    {
        Option<string?> subject = new("--subject") { Description = "The subject, as items and bundles name it." };
        Option<string?> item = new("--item") { Description = "Or an item's id." };
        Command command = ServerOptions.OnProject(
            "holding",
            "Find the releases that hold a subject or an item.",
            subject,
            item
        );
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                string project = await ServerOptions.ProjectId(client, parsed, cancel);
                ReleasesHeld held = await client.FindReleases(
                    project,
                    parsed.GetValue(subject),
                    parsed.GetValue(item),
                    cancel
                );
                parsed.Show(
                    held,
                    h =>
                    {
                        Console.WriteLine($"{h.Items.Count} items; {h.Releases.Count} releases hold any of them.");
                        foreach (ReleaseHolder release in h.Releases)
                        {
                            Console.WriteLine(
                                $"{release.Name}:{release.Version}  {release.State}  {release.Items.Count} items in {release.Split}, taken {release.Taken} times"
                            );
                        }
                    }
                );
            }
        );
        return command;
    }

    private static Command Disclosures()
    {
        Option<string?> subject = new("--subject") { Description = "The subject; without one every disclosure." };
        Command command = ServerOptions.OnProject(
            "disclosures",
            "To whom releases were given that hold a subject, when and what for (45 CFR 164.528).",
            subject
        );
        command.OnServer(
            async (parsed, client, cancel) =>
                parsed.Show(
                    await client.ListDisclosures(
                        await ServerOptions.ProjectId(client, parsed, cancel),
                        parsed.GetValue(subject),
                        cancel
                    ),
                    rows =>
                    {
                        foreach (DisclosureRow row in rows)
                        {
                            Console.WriteLine($"{row.At}  {row.Recipient}  {row.What}  {row.Purpose}");
                        }

                        Console.WriteLine($"{rows.Count} disclosures.");
                    }
                )
        );
        return command;
    }

    private static Command Status()
    {
        Option<string> output = new("--out")
        {
            Description = "The file.",
            DefaultValueFactory = _ => "releases.status",
        };
        Command command = ServerOptions.OnProject(
            "status",
            "Fetch the signed list of what became of the releases, for overread verify --status.",
            output
        );
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                string project = await ServerOptions.ProjectId(client, parsed, cancel);
                string path = Path.GetFullPath(parsed.GetValue(output)!);
                await using Stream list = await client.ReleaseStatus(project, cancel);
                await using (FileStream file = File.Create(path))
                {
                    await list.CopyToAsync(file, cancel);
                }

                parsed.Print(new Fetched(path), f => f.Path);
            }
        );
        return command;
    }

    private static Command Questions()
    {
        Command command = ServerOptions.OnProject("questions", "What is unclear about who is who.");
        command.OnServer(
            async (parsed, client, cancel) =>
                parsed.Show(
                    await client.ShowSubjects(await ServerOptions.ProjectId(client, parsed, cancel), cancel),
                    v =>
                    {
                        foreach (SubjectQuestion q in v.Open)
                        {
                            Console.WriteLine($"{q.Id}  {q.Kind}: {string.Join(", ", q.Subjects)}. {q.Why}");
                        }

                        Console.WriteLine($"{v.Open.Count} open, {v.Settled.Count} answered.");
                    }
                )
        );
        return command;
    }

    private static Command Decide()
    {
        Option<string> question = new("--question") { Description = "The question's id.", Required = true };
        Option<bool> same = new("--same") { Description = "The subjects are one patient." };
        Option<bool> apart = new("--apart") { Description = "They are several." };
        Option<string> reason = new("--reason") { Description = "Why; it is recorded.", Required = true };
        Command command = ServerOptions.OnProject(
            "decide",
            "Answer a question about who is who.",
            question,
            same,
            apart,
            reason
        );
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                if (parsed.GetValue(same) == parsed.GetValue(apart))
                {
                    throw new CommandFailedException("Say either --same or --apart.");
                }

                string project = await ServerOptions.ProjectId(client, parsed, cancel);
                await client.DecideSubjects(
                    project,
                    new()
                    {
                        Question = parsed.GetValue(question),
                        Same = parsed.GetValue(same),
                        Reason = parsed.GetValue(reason)!,
                    },
                    cancel
                );
            }
        );
        return command;
    }

    private sealed record Fetched(string Path);
}
