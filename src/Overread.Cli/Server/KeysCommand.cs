using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Overread.Ledger;
using Overread.Server.Composition;

namespace Overread.Cli.Server;

/// <summary><c>overread keys</c>: the keys of a store at rest. Those of projects are under <c>overread project keys</c>.</summary>
internal static class KeysCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create() =>
        new("keys", "Change the keys of a store that no server runs over (a project's: overread project keys).")
        {
            RotateLog(),
            RotateMarks(),
        };

    private static Command RotateLog() =>
        Rotate(
            "rotate-log",
            "Replace the key that signs the record. The former key signs over to the next and is destroyed; what it has signed stays valid. Stop the server first.",
            async (asked, json) =>
                Show(
                    await LogKeyRotation.Run(asked.Data, asked.By, asked.Reason, asked.Since, TimeProvider.System),
                    json
                )
        );

    private static Command RotateMarks() =>
        Rotate(
            "rotate-marks",
            "Replace the key that marks events and sums up tables. All are held against the former key and marked anew under the next; the former is destroyed. Stop the server first.",
            async (asked, json) =>
            {
                string next = await GuardKeyRotation.Run(
                    asked.Data,
                    asked.By,
                    asked.Reason,
                    asked.Since,
                    TimeProvider.System
                );
                Console.WriteLine(
                    json
                        ? JsonSerializer.Serialize(new { next }, Json)
                        : $"Events and tables are marked under another key ({next}).\nNext: make a backup with its keys, and start the server."
                );
            }
        );

    /// <summary>What every change of a key is asked with.</summary>
    private sealed record Asked(string Data, string By, string Reason, DateTimeOffset? Since);

    private static Command Rotate(string name, string description, Func<Asked, bool, Task> run)
    {
        Option<string> data = ServeCommand.Data(".overread/data");
        Option<string> reason = new("--reason") { Description = "Why. The record keeps it.", Required = true };
        Option<string> by = new("--by") { Description = "Who decides that.", Required = true };
        Option<bool> compromised = new("--compromised")
        {
            Description = "Somebody else may have the key that is given up. Needs --since.",
        };
        Option<string?> since = new("--since")
        {
            Description = "Since when, such as 2026-05-03 or 2026-05-03T14:00:00Z (UTC where nothing is said).",
        };
        Option<bool> json = new("--json") { Description = "Print the outcome as JSON." };
        Command command = new(name, description) { data, reason, by, compromised, since, json };
        command.SetAction(
            async (parsed, _) =>
            {
                Asked asked = new(
                    parsed.GetValue(data)!,
                    Said(parsed.GetValue(by)!, "--by"),
                    Said(parsed.GetValue(reason)!, "--reason"),
                    Since(parsed.GetValue(compromised), parsed.GetValue(since))
                );
                await run(asked, parsed.GetValue(json));
                return 0;
            }
        );
        return command;
    }

    private static string Said(string text, string option) =>
        text.Trim() is { Length: > 0 } said ? said : throw new CommandFailedException($"{option} says nothing.");

    private static DateTimeOffset? Since(bool compromised, string? since)
    {
        if (compromised != since is not null)
        {
            throw new CommandFailedException("--compromised and --since TIME belong together.");
        }

        return since is null ? null
            : DateTimeOffset.TryParse(
                since,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out DateTimeOffset time
            )
                ? time
            : throw new CommandFailedException($"--since {since} is no time, such as 2026-05-03T14:00:00Z.");
    }

    private static void Show(LogKeyChange change, bool json)
    {
        if (json)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        former = change.Former.ToString(),
                        next = change.Next.ToString(),
                        size = change.Size,
                        at = change.At,
                        compromisedSince = change.CompromisedSince,
                    },
                    Json
                )
            );
            return;
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The record is signed by another key from event {change.Size} on."
            )
        );
        Console.WriteLine("former " + change.Former);
        Console.WriteLine("next   " + change.Next);
        Console.WriteLine(
            "Next: start the server; give each witness the new key after the old one (--log OLD --log NEW); tell whoever checks releases, with keys/log-key.changes; make a backup with its keys."
        );
    }
}
