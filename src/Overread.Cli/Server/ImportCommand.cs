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
    private const int Piece = 8 << 20;

    public static Command Create()
    {
        Argument<string[]> paths = new("PATH")
        {
            Description = "Files, folders or zip archives; with --references one CSV of ids; nothing with --dicomweb.",
            Arity = ArgumentArity.ZeroOrMore,
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
            Description =
                "Approve what is plain at the gate at once (stewards; leaves your name in the record). What is doubtful waits.",
        };
        Option<string?> peer = new("--dicomweb")
        {
            Description =
                "Fetch from this DICOMweb service (its root address) by QIDO-RS and WADO-RS; OVERREAD_PEER_AUTHORIZATION is sent to it.",
        };
        Option<string[]> match = new("--match")
        {
            Description =
                "With --dicomweb: a key of the search, such as PatientID=4711 or ModalitiesInStudy=CT; repeatable.",
            DefaultValueFactory = _ => [],
        };
        Option<string[]> study = new("--study")
        {
            Description = "With --dicomweb: the UID of a study to fetch; repeatable.",
            DefaultValueFactory = _ => [],
        };
        Command command = new("import", "Send files into a project: quarantine, de-identification, gate.")
        {
            paths,
            peer,
            match,
            study,
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
                JsonNode answer =
                    parsed.GetValue(references) ? await References(client, project, parsed.GetValue(paths)!)
                    : parsed.GetValue(peer) is { } address
                        ? await Fetch(
                            client,
                            project,
                            address,
                            parsed.GetValue(match)!,
                            parsed.GetValue(study)!,
                            parsed.GetValue(name),
                            parsed.GetValue(approve),
                            json,
                            cancel
                        )
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
                Console.WriteLine(json ? answer.ToJsonString() : ImportSummary.Of(answer));
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
            await SendFile(client, Uploads(project, batch), file, shown);
            sent++;
            if (!quiet && (sent % 100 == 0 || sent == files.Count))
            {
                Console.Error.WriteLine($"{sent} of {files.Count} files sent");
            }
        }

        return await Finish(client, project, batch, approve, cancel);
    }

    private static string Uploads(string project, string batch) => $"api/projects/{project}/batches/{batch}/uploads";

    /// <summary>Study after study through a temporary folder, so that the disk here holds one at a time.</summary>
    private static async Task<JsonNode> Fetch(
        ApiClient client,
        string project,
        string address,
        string[] match,
        string[] studies,
        string? name,
        bool approve,
        bool quiet,
        CancellationToken cancel
    )
    {
        using DicomWebPeer peer = new(address, Environment.GetEnvironmentVariable("OVERREAD_PEER_AUTHORIZATION"));
        List<string> wanted = studies.Length > 0 ? [.. studies] : await peer.Find(match, cancel);
        if (wanted.Count == 0)
        {
            throw new CommandFailedException("The peer has no such study.");
        }

        string batch = (
            await client.Post($"api/projects/{project}/batches", new { name = name ?? "DICOMweb import" })
        )!["id"]!.GetValue<string>();
        int instances = 0;
        for (int i = 0; i < wanted.Count; i++)
        {
            string folder = Directory.CreateTempSubdirectory("overread-fetch-").FullName;
            try
            {
                foreach (string file in await peer.Fetch(wanted[i], folder, cancel))
                {
                    await SendFile(client, Uploads(project, batch), file, $"study-{i}/{Path.GetFileName(file)}");
                    instances++;
                }
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }

            if (!quiet)
            {
                Console.Error.WriteLine($"{i + 1} of {wanted.Count} studies, {instances} instances");
            }
        }

        return await Finish(client, project, batch, approve, cancel);
    }

    private static async Task<JsonNode> Finish(
        ApiClient client,
        string project,
        string batch,
        bool approve,
        CancellationToken cancel
    )
    {
        JsonNode job = (await client.Post($"api/projects/{project}/batches/{batch}/close"))!;
        JsonNode ended = await client.Wait(job, null, cancel);
        JsonNode result = ended["result"]!.DeepClone();
        // Before the approval: with it quarantine goes, and the names that the files came under.
        result["batch"] = batch;
        result["problems"] = await Problems(client, $"api/projects/{project}/batches/{batch}");
        if (approve)
        {
            JsonNode decision = (
                await client.Post($"api/projects/{project}/batches/{batch}/decision", new { decision = "approve" })
            )!;
            result["gate"] = (await client.Wait(decision, null, cancel))["result"]!.DeepClone();
        }

        return result;
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
            string query = string.Create(CultureInfo.InvariantCulture, $"offset={offset}&total={info.Length}");
            await client.PatchBytes($"{uploads}/{key}?{query}", buffer.AsMemory(0, read), shown);
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
}
