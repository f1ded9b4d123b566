using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Overread.Cli.Server;

/// <summary><c>overread import</c>: sends files, folders and archives into a project's quarantine; resumable.</summary>
internal static class ImportCommand
{
    private const int ShownPerReason = 5;
    private const int Piece = 8 << 20;

    public static Command Create()
    {
        Argument<string[]> paths = new("PATH")
        {
            Description = "Files, folders or zip archives; or with --references one CSV of ids.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string?> name = new("--name") { Description = "What to call the batch." };
        Option<string?> batch = new("--resume")
        {
            Description = "Go on with a batch that an earlier import left open.",
        };
        Option<bool> references = new("--references")
        {
            Description = "The file is CSV item[,subject][,reference]: items whose images stay where they are.",
        };
        Option<bool> approve = new("--approve")
        {
            Description = "Approve the batch at the gate at once (stewards; leaves your name in the record).",
        };
        Command command = new("import", "Send files into a project: quarantine, de-identification, gate.")
        {
            paths,
            ServerOptions.Project,
            name,
            batch,
            references,
            approve,
            ServerOptions.Server,
            ServerOptions.Token,
            ServerOptions.Json,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                using ApiClient client = ServerOptions.Client(parsed);
                string project = await ServerOptions.ProjectId(client, parsed.GetValue(ServerOptions.Project)!);
                bool json = parsed.GetValue(ServerOptions.Json);
                JsonNode answer = parsed.GetValue(references)
                    ? await References(client, project, parsed.GetValue(paths)!)
                    : await Send(
                        client,
                        project,
                        parsed.GetValue(paths)!,
                        parsed.GetValue(name),
                        parsed.GetValue(batch),
                        parsed.GetValue(approve),
                        json,
                        cancel
                    );
                Console.WriteLine(json ? answer.ToJsonString() : Summary(answer));
                return 0;
            }
        );
        return command;
    }

    private static async Task<JsonNode> References(ApiClient client, string project, string[] paths)
    {
        if (paths.Length != 1 || !File.Exists(paths[0]))
        {
            throw new CommandFailedException("With --references name one CSV file.");
        }

        return (
            await client.PostText(
                $"api/projects/{project}/references",
                await File.ReadAllTextAsync(paths[0]),
                "text/csv"
            )
        )!;
    }

    private static async Task<JsonNode> Send(
        ApiClient client,
        string project,
        string[] paths,
        string? name,
        string? resume,
        bool approve,
        bool quiet,
        CancellationToken cancel
    )
    {
        List<(string File, string Shown)> files = Files(paths);
        if (files.Count == 0)
        {
            throw new CommandFailedException("There is no file to send.");
        }

        string batch =
            resume
            ?? (
                await client.Post(
                    $"api/projects/{project}/batches",
                    new { name = name ?? Path.GetFileName(Path.GetFullPath(paths[0])) }
                )
            )!["id"]!.GetValue<string>();
        if (!quiet)
        {
            Console.Error.WriteLine($"Batch {batch}: if this breaks off, run it again with --resume {batch}.");
        }

        int sent = 0;
        foreach ((string file, string shown) in files)
        {
            cancel.ThrowIfCancellationRequested();
            await SendFile(client, $"api/projects/{project}/batches/{batch}/uploads", file, shown);
            sent++;
            if (!quiet && (sent % 100 == 0 || sent == files.Count))
            {
                Console.Error.WriteLine($"{sent} of {files.Count} files sent");
            }
        }

        JsonNode job = (await client.Post($"api/projects/{project}/batches/{batch}/close"))!;
        JsonNode answer = (await client.Wait(job, null, cancel))["result"]!.DeepClone();
        // Before the approval: with it quarantine goes, and the names that the files came under.
        answer["batch"] = batch;
        answer["problems"] = await Problems(client, $"api/projects/{project}/batches/{batch}");
        if (approve)
        {
            await client.Post($"api/projects/{project}/batches/{batch}/decision", new { decision = "approve" });
        }

        return answer;
    }

    /// <summary>What was refused, repeated or damaged; null where the token may send but not look at the gate.</summary>
    private static async Task<JsonNode?> Problems(ApiClient client, string batch)
    {
        try
        {
            return (await client.Get(batch))!["problems"]?.DeepClone();
        }
        catch (CommandFailedException)
        {
            return null;
        }
    }

    private static async Task SendFile(ApiClient client, string uploads, string file, string shown)
    {
        FileInfo info = new(file);
        string key = Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{shown}\n{info.Length}\n{info.LastWriteTimeUtc.Ticks}"))
        )[..40];
        JsonNode held = (await client.Get($"{uploads}/{key}"))!;
        if (held["done"]!.GetValue<bool>())
        {
            return;
        }

        long offset = held["offset"]!.GetValue<long>();
        await using FileStream stream = File.OpenRead(file);
        stream.Position = offset;
        byte[] buffer = new byte[Math.Min(Piece, Math.Max(1, info.Length - offset))];
        do
        {
            int read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false);
            string query = string.Create(
                CultureInfo.InvariantCulture,
                $"offset={offset}&total={info.Length}&path={Uri.EscapeDataString(shown)}"
            );
            await client.PatchBytes($"{uploads}/{key}?{query}", buffer.AsMemory(0, read));
            offset += read;
        } while (offset < info.Length);
    }

    private static List<(string File, string Shown)> Files(string[] paths)
    {
        List<(string, string)> files = [];
        foreach (string path in paths)
        {
            if (Directory.Exists(path))
            {
                files.AddRange(
                    Directory
                        .EnumerateFiles(path, "*", SearchOption.AllDirectories)
                        .Order(StringComparer.Ordinal)
                        .Select(f => (f, Path.GetRelativePath(path, f)))
                );
            }
            else if (File.Exists(path))
            {
                files.Add((path, Path.GetFileName(path)));
            }
            else
            {
                throw new CommandFailedException($"There is no file or folder {path}.");
            }
        }

        return files;
    }

    private static string Summary(JsonNode answer)
    {
        if (answer["entries"] is not { } entries)
        {
            return $"{answer["items"]} items added, {answer["duplicates"]} known already.";
        }

        StringBuilder text = new();
        foreach (
            IGrouping<(string Kind, string Reason), string> same in (answer["problems"] as JsonArray ?? [])
                .GroupBy(p => (Text(p, "kind"), Text(p, "reason")), p => Text(p, "path"))
                .OrderByDescending(g => g.Count())
        )
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{same.Key.Kind}: {same.Key.Reason}");
            foreach (string path in same.Take(ShownPerReason))
            {
                text.Append("  ").AppendLine(path);
            }

            if (same.Count() > ShownPerReason)
            {
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"  and {same.Count() - ShownPerReason} more (all with --json)"
                );
            }
        }

        return text.Append(
                CultureInfo.InvariantCulture,
                $"{entries} studies and photos came to the gate; {answer["refused"]} files refused, {answer["duplicates"]} duplicates."
            )
            .ToString();
    }

    private static string Text(JsonNode? node, string member) => node?[member]?.GetValue<string>() ?? "";
}
