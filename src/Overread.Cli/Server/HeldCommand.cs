using System.CommandLine;
using Overread.Client.Model;

namespace Overread.Cli.Server;

/// <summary><c>overread held</c>: all that is held of a patient, or of whoever asks.</summary>
internal static class HeldCommand
{
    public static Command Create() =>
        new("held", "All that is held of a person (GDPR 15, 20); --json gives it whole.") { OfSubject(), OfMe() };

    private static Command OfSubject()
    {
        Option<string> subject = new("--subject") { Description = "The patient, by pseudonym.", Required = true };
        Command command = new("subject", "Of a patient: items, reads, labels, releases, and who was given them.")
        {
            subject,
            ServerOptions.Project,
            ServerOptions.Server,
            ServerOptions.Token,
            ServerOptions.Json,
        };
        command.OnServer(
            async (parsed, client, cancel) =>
                parsed.Show(
                    await client.ShowHeldOfSubject(
                        await ServerOptions.ProjectId(client, parsed, cancel),
                        parsed.GetValue(subject)!,
                        cancel
                    ),
                    h =>
                    {
                        Console.WriteLine(
                            $"{h.Subject} in {h.Project}: {h.Items.Count} items, {h.Reads.Count} reads, {h.Labels.Count} labels."
                        );
                        foreach (HeldItem item in h.Items)
                        {
                            Console.WriteLine($"{item.Title}  {item.State}  {item.Files.Count} files");
                        }

                        foreach (ReleasesHolding release in h.Releases)
                        {
                            Console.WriteLine(
                                $"{release.Name}:{release.Version}  {release.State}  {release.Items} items"
                            );
                        }

                        foreach (DisclosureRow given in h.Given)
                        {
                            Console.WriteLine(
                                $"given {given.At}  {given.Recipient}: {given.What}, for {given.Purpose}"
                            );
                        }
                    }
                )
        );
        return command;
    }

    private static Command OfMe()
    {
        Command command = new("mine", "Of you: account, sessions, tokens, reads, events, releases.")
        {
            ServerOptions.Server,
            ServerOptions.Token,
            ServerOptions.Json,
        };
        command.OnServer(
            async (parsed, client, cancel) =>
                parsed.Show(
                    await client.ShowHeldOfMe(cancel),
                    h =>
                    {
                        Console.WriteLine(
                            $"{h.Account.Name}, {h.Account.Email}, since {h.Account.Created}: {h.Memberships.Count} projects, {h.Sessions.Count} sessions, {h.Tokens.Count} tokens, {h.Reads.Count} reads, {h.Events.Count} events."
                        );
                        foreach (HeldMembership m in h.Memberships)
                        {
                            Console.WriteLine($"{m.Name}: {m.Pseudonym}, {m.Roles}{(m.Left ? ", left" : "")}");
                        }

                        foreach (HeldRelease r in h.Releases)
                        {
                            Console.WriteLine(
                                $"{r.Release}  {r.State}  {r.Items} items that you read, as {r.Pseudonym}"
                            );
                        }
                    }
                )
        );
        return command;
    }
}
