using System.CommandLine;
using Overread.Client.Model;

namespace Overread.Cli.Server;

/// <summary><c>overread breach-dossier</c>: who was shown or took what in a span of time, and how long there is to notify.</summary>
internal static class BreachCommand
{
    public static Command Create()
    {
        Option<string?> from = new("--from")
        {
            Description = "From when, such as 2026-11-30T14:00Z; else from the first.",
        };
        Option<string?> to = new("--to") { Description = "Until when; else until now." };
        Option<string?> known = new("--known") { Description = "When it became known: 72 hours run from there." };
        Option<string?> person = new("--person") { Description = "One account, by id or e-mail address." };
        Option<string?> subject = new("--subject") { Description = "One patient, by pseudonym." };
        Command command = new(
            "breach-dossier",
            "What the record says of a breach (GDPR 33), as Markdown: who saw or took whose data, and what it cannot say."
        )
        {
            ServerOptions.Project,
            from,
            to,
            known,
            person,
            subject,
            ServerOptions.Server,
            ServerOptions.Token,
            ServerOptions.Json,
        };
        command.OnServer(
            async (parsed, client, cancel) =>
                parsed.Show(
                    await client.ShowBreach(
                        await ServerOptions.ProjectId(client, parsed, cancel),
                        parsed.GetValue(from),
                        parsed.GetValue(to),
                        parsed.GetValue(known),
                        parsed.GetValue(person),
                        parsed.GetValue(subject),
                        cancel
                    ),
                    Write
                )
        );
        return command;
    }

    private static void Write(Dossier d)
    {
        Console.WriteLine($"# Breach dossier: {d.Project}\n\nMade at {d.Made}, from the record.\n");
        Console.WriteLine($"- Span: {d.From ?? "from the first event"} to {d.To ?? "now"}");
        Console.WriteLine(
            d.NotifyBy is { } by
                ? $"- Known since {d.Known}; to be notified by {by}: {d.HoursLeft} hours left"
                : "- When it became known was not said (--known); 72 hours run from there"
        );
        Console.WriteLine($"- {d.Subjects.Count} patients, {d.Records} items\n\n## Patients\n");
        foreach (BreachSubject s in d.Subjects)
        {
            Console.WriteLine(
                $"- {s.Subject}: shown {s.Shown}, taken {s.Taken} times, {s.First} to {s.Last}, by {string.Join(", ", s.By)}"
            );
        }

        Console.WriteLine("\n## What happened\n");
        foreach (BreachRow row in d.Timeline)
        {
            Console.WriteLine(
                $"- {row.At}  {row.Kind}  {row.Who}: {row.What} ({row.Subjects.Count} patients, event {row.Seq})"
            );
        }

        Console.WriteLine("\n## Unknown\n");
        foreach (string unknown in d.Unknown)
        {
            Console.WriteLine($"- {unknown}");
        }
    }
}
