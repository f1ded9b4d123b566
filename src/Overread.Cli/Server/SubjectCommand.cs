using System.CommandLine;
using Overread.Client.Model;

namespace Overread.Cli.Server;

/// <summary><c>overread subject</c>: erases a subject, or records that it is retained.</summary>
internal static class SubjectCommand
{
    public static Command Create() =>
        new("subject", "Erase a subject for good, or record that it is retained.") { Erase(), Retain() };

    private static Option<string> Subject() =>
        new("--subject") { Description = "The subject, as items name it.", Required = true };

    private static Option<string> Reason(string description) =>
        new("--reason") { Description = description, Required = true };

    private static Command Erase()
    {
        Option<string> subject = Subject();
        Option<string> reason = Reason("Why: who asked and when. It stays for ever: name nobody.");
        Option<string?> keep = new("--keep-releases")
        {
            Description =
                "Why bundles that hold the subject are kept, such as a duty to retain. Needed where there are any.",
        };
        Option<string?> despite = new("--despite-keeping")
        {
            Description =
                "Why the duty to keep the evidence of releases yields. Needed where the charter keeps a release that holds the subject.",
        };
        Option<bool> preview = new("--preview") { Description = "Say what would be erased, and erase nothing." };
        Option<bool> yes = new("--yes") { Description = "Do not ask." };
        Command command = ServerOptions.OnProject(
            "erase",
            "Erase everything of a subject: contents in the record, files, index, vault. Nothing brings it back.",
            subject,
            reason,
            keep,
            despite,
            preview,
            yes
        );
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                string project = await ServerOptions.ProjectId(client, parsed, cancel);
                ErasureForm form = new()
                {
                    Subject = parsed.GetValue(subject)!,
                    Reason = parsed.GetValue(reason)!,
                    Decision = "erase",
                    KeepReleases = parsed.GetValue(keep),
                    DespiteKeeping = parsed.GetValue(despite),
                    Preview = true,
                };
                Erasure would = await client.EraseSubject(project, form, cancel);
                if (parsed.GetValue(preview))
                {
                    parsed.Show(would, e => Words("Would be erased", e));
                    return;
                }

                if (!parsed.GetValue(yes))
                {
                    throw new CommandFailedException(
                        $"This erases {would.Items} items, {would.Events} events and {would.Files} files for good. Say --yes to do it, or --preview to look."
                    );
                }

                parsed.Show(
                    await client.EraseSubject(project, form with { Preview = false }, cancel),
                    e =>
                    {
                        Words("Erased", e);
                        Console.WriteLine(
                            "Files and the freed space of the database are wiped within seconds. Backups from before go with the next overread backup."
                        );
                    }
                );
            }
        );
        return command;
    }

    private static Command Retain()
    {
        Option<string> subject = Subject();
        Option<string> reason = Reason("Which duty outweighs, and until when.");
        Command command = ServerOptions.OnProject(
            "retain",
            "Record that a subject is not erased although somebody asked for it.",
            subject,
            reason
        );
        command.OnServer(
            async (parsed, client, cancel) =>
                parsed.Show(
                    await client.EraseSubject(
                        await ServerOptions.ProjectId(client, parsed, cancel),
                        new()
                        {
                            Subject = parsed.GetValue(subject)!,
                            Reason = parsed.GetValue(reason)!,
                            Decision = "retain",
                        },
                        cancel
                    ),
                    e => Words("Retained", e)
                )
        );
        return command;
    }

    private static void Words(string what, Erasure e)
    {
        Console.WriteLine($"{what}: {e.Items} items, {e.Events} events, {e.Files} files.");
        foreach (ReleasesHolding release in e.Releases)
        {
            Console.WriteLine(
                $"{release.Name}:{release.Version} ({release.State}) holds {release.Items} of its items, and stays as it is."
            );
        }
    }
}
