using System.CommandLine;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Cli.Server;

/// <summary>
/// <c>overread charter</c>: what a project's data may be used for, where they may go and how long they are kept; and the sheet of
/// processing that follows from it.
/// </summary>
internal static class CharterCommand
{
    public static Command Create() =>
        new("charter", "Lay down uses, countries and keeping of a project's data, and see what follows from that.")
        {
            Show(),
            Set(),
            Decide(),
            Keeping(),
            Erase(),
            Processing(),
        };

    private static Command Show()
    {
        Command command = ServerOptions.OnProject("show", "Show the charter and what was decided of other uses.");
        command.OnServer(
            async (parsed, client, cancel) =>
                parsed.Show(
                    await client.ShowCharter(await ServerOptions.ProjectId(client, parsed, cancel), cancel),
                    Write
                )
        );
        return command;
    }

    private static Command Set()
    {
        Option<string> file = new("--file")
        {
            Description =
                "A JSON file with uses, destinations, keeping, impactAssessment and others; see docs/how-to/charter.md.",
            Required = true,
        };
        Option<string> reason = Reason("Why it is laid down, or changed.");
        Command command = ServerOptions.OnProject(
            "set",
            "Lay down the charter. Keeping is made longer, never shorter.",
            file,
            reason
        );
        command.OnServer(
            async (parsed, client, cancel) =>
                parsed.Show(
                    await client.SetCharter(
                        await ServerOptions.ProjectId(client, parsed, cancel),
                        new()
                        {
                            Charter = BodyFile.Read<ProjectCharter>(parsed.GetValue(file)!, "a charter"),
                            Reason = parsed.GetValue(reason)!,
                        },
                        cancel
                    ),
                    Write
                )
        );
        return command;
    }

    private static Command Decide()
    {
        Option<string> use = new("--use") { Description = "What for, as whoever takes it will say.", Required = true };
        Option<string?> recipient = new("--recipient") { Description = "For whom, by name or id; else for everybody." };
        Option<bool> not = new("--not-compatible") { Description = "Decide that it is not compatible." };
        Option<string> reason = Reason("Why it is compatible with what was declared, or why not (GDPR 6(4)).");
        Command command = ServerOptions.OnProject(
            "decide",
            "Decide whether a use that was not declared is compatible with what was.",
            use,
            recipient,
            not,
            reason
        );
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                string project = await ServerOptions.ProjectId(client, parsed, cancel);
                parsed.Show(
                    await client.DecideFurtherUse(
                        project,
                        new()
                        {
                            Use = parsed.GetValue(use)!,
                            Compatible = !parsed.GetValue(not),
                            Reason = parsed.GetValue(reason)!,
                            Recipient = await ServerOptions.RecipientId(
                                client,
                                project,
                                parsed.GetValue(recipient),
                                cancel
                            ),
                        },
                        cancel
                    ),
                    Write
                );
            }
        );
        return command;
    }

    private static Command Keeping()
    {
        Command command = ServerOptions.OnProject(
            "keeping",
            "Until when each release is kept, and what has lain in quarantine too long. Exit code 1 where something is over."
        );
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                KeepingView view = await client.ShowKeeping(
                    await ServerOptions.ProjectId(client, parsed, cancel),
                    cancel
                );
                parsed.Show(view, Write);
                return view.Releases.Any(r => !r.Kept && r.State != "erased") || view.Quarantine.Any(b => b.Over)
                    ? 1
                    : 0;
            }
        );
        return command;
    }

    private static Command Erase()
    {
        Option<string> release = new("--release") { Description = "name:version.", Required = true };
        Option<string> reason = Reason("Why it is destroyed.");
        Option<bool> yes = new("--yes") { Description = "Do not ask." };
        Command command = ServerOptions.OnProject(
            "erase",
            "Destroy the bundle of a release after the end of its keeping. Nothing brings it back.",
            release,
            reason,
            yes
        );
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                string project = await ServerOptions.ProjectId(client, parsed, cancel);
                string named = parsed.GetValue(release)!;
                KeptRelease found =
                    (await client.ShowKeeping(project, cancel)).Releases.FirstOrDefault(r =>
                        $"{r.Name}:{r.Version}" == named
                    ) ?? throw new CommandFailedException($"There is no release {named}.");
                if (!parsed.GetValue(yes))
                {
                    throw new CommandFailedException($"This destroys {named} for good. Say --yes to do it.");
                }

                await client.EraseRelease(project, found.Id, new() { Reason = parsed.GetValue(reason)! }, cancel);
                parsed.Show(
                    await client.ShowKeeping(project, cancel),
                    _ =>
                        Console.WriteLine(
                            $"{named} is destroyed. Backups from before go with the next overread backup."
                        )
                );
            }
        );
        return command;
    }

    private static Command Processing()
    {
        Command command = ServerOptions.OnProject(
            "processing",
            "The record of processing activities (GDPR 30), computed; what nobody said is said to be unknown."
        );
        command.OnServer(
            async (parsed, client, cancel) =>
                parsed.Show(
                    await client.ShowProcessing(await ServerOptions.ProjectId(client, parsed, cancel), cancel),
                    sheet =>
                    {
                        Console.WriteLine($"# Processing: {sheet.Project}\n\nComputed at {sheet.At}.\n");
                        foreach (ProcessingRow row in sheet.Rows)
                        {
                            Console.WriteLine($"## {row.Title} ({row.Clause}; {row.From})\n");
                            foreach (string said in row.Said)
                            {
                                Console.WriteLine($"- {said}");
                            }

                            Console.WriteLine();
                        }
                    }
                )
        );
        return command;
    }

    private static void Write(CharterView view)
    {
        if (view.Charter is not { } charter)
        {
            Console.WriteLine("Nothing is laid down: any purpose is recorded, and none is refused.");
            return;
        }

        Console.WriteLine($"Laid down by {view.By} at {view.At}: {view.Reason}");
        foreach (DeclaredUse use in charter.Uses ?? [])
        {
            Console.WriteLine(
                $"use          {use.Name}  ({use.Basis}{(use.Condition is null ? "" : "; " + use.Condition)})"
            );
        }

        foreach (Destination to in charter.Destinations ?? [])
        {
            Console.WriteLine($"country      {to.Country}  {to.Instrument} {to.Reference}".TrimEnd());
        }

        Console.WriteLine(
            $"assessment   {charter.ImpactAssessment ?? (charter.NoImpactAssessment is { } why ? "none: " + why : "not named")}"
        );
        Console.WriteLine(
            charter.Keeping is { } rule
                ? $"keeping      {rule.Years} years ({rule.Kind}{(rule.LastPlaced is { } last ? $", last placed {last}" : "")})"
                : "keeping      not laid down"
        );
        foreach (FurtherUseRow decided in view.Decided)
        {
            Console.WriteLine(
                $"decided      {decided.Use}: {(decided.Compatible ? "compatible" : "not compatible")}, by {decided.By} at {decided.At}: {decided.Reason}"
            );
        }
    }

    private static void Write(KeepingView view)
    {
        foreach (KeptRelease release in view.Releases)
        {
            Console.WriteLine(
                $"{release.Name}:{release.Version}  {release.State}  {(release.State == "erased" ? "" : release.Until is { } day ? (release.Kept ? "kept until " : "over since ") + day : "kept, without an end yet")}".TrimEnd()
            );
        }

        foreach (QuarantinedBatch batch in view.Quarantine)
        {
            Console.WriteLine(
                $"batch {batch.Name}  {batch.State}  {batch.Days} days in quarantine{(batch.Over ? ", too long: decide about it at the gate" : "")}"
            );
        }
    }

    private static Option<string> Reason(string description) =>
        new("--reason") { Description = description, Required = true };
}
