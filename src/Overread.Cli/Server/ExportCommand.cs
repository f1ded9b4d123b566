using System.CommandLine;
using System.Text.Json.Nodes;
using Overread.Ledger.Bundles;

namespace Overread.Cli.Server;

/// <summary><c>overread export</c>: publishes a release, or fetches one, as a bundle that verifies.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        Option<string> release = new("--release")
        {
            Description = "name:version, such as nodules:1.0.0.",
            Required = true,
        };
        Option<bool> publish = new("--publish") { Description = "Publish it first, from all items that are read." };
        Option<string> notes = new("--notes")
        {
            Description = "What it is and what changed.",
            DefaultValueFactory = _ => "",
        };
        Option<string?> licence = new("--licence")
        {
            Description = "With --publish: an SPDX id such as CC-BY-4.0, an address, or a text.",
        };
        Option<string[]> authors = new("--author")
        {
            Description =
                "With --publish, once for each: 'Family, Given', 'Family, Given, ORCID', or an organisation without a comma.",
        };
        Option<string> purpose = new("--purpose")
        {
            Description = "What the bundle is for; goes into the record.",
            Required = true,
        };
        Option<string?> output = new("--out") { Description = "The zip file. Default: name-version.zip." };
        Command command = new("export", "Fetch a release as a bundle, publishing it first if asked.")
        {
            ServerOptions.Project,
            release,
            publish,
            notes,
            licence,
            authors,
            purpose,
            output,
            ServerOptions.Server,
            ServerOptions.Token,
            ServerOptions.Json,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                string[] named = parsed.GetValue(release)!.Split(':');
                if (named.Length != 2)
                {
                    throw new CommandFailedException("A release is named name:version.");
                }

                using ApiClient client = ServerOptions.Client(parsed);
                string project = await ServerOptions.ProjectId(client, parsed.GetValue(ServerOptions.Project)!);
                if (parsed.GetValue(publish))
                {
                    JsonNode job = (
                        await client.Post(
                            $"api/projects/{project}/releases",
                            new
                            {
                                name = named[0],
                                version = named[1],
                                notes = parsed.GetValue(notes),
                                licence = parsed.GetValue(licence),
                                authors = parsed.GetValue(authors)?.Select(Author),
                            }
                        )
                    )!;
                    await client.Wait(job, null, cancel);
                }

                JsonNode row =
                    (await client.Get($"api/projects/{project}/releases"))!
                        .AsArray()
                        .FirstOrDefault(r =>
                            r!["name"]!.GetValue<string>() == named[0] && r["version"]!.GetValue<string>() == named[1]
                        )
                    ?? throw new CommandFailedException(
                        $"There is no release {named[0]}:{named[1]}; publish it with --publish."
                    );
                string path = Path.GetFullPath(parsed.GetValue(output) ?? $"{named[0]}-{named[1]}.zip");
                await client.Download(
                    $"api/projects/{project}/releases/{row["id"]}/bundle?purpose={Uri.EscapeDataString(parsed.GetValue(purpose)!)}",
                    path
                );
                BundleReport report = VerifyCommand.Verify(path, null);
                Console.WriteLine(
                    parsed.GetValue(ServerOptions.Json)
                        ? new JsonObject
                        {
                            ["path"] = path,
                            ["verified"] = report.Verified,
                            ["files"] = report.Files,
                        }.ToJsonString()
                        : $"{path}: {report.Files} files, {(report.Verified ? "verified" : "NOT verified")}"
                );
                return report.Verified ? 0 : 1;
            }
        );
        return command;
    }

    /// <summary>An author as the API takes it, from a line as one types it.</summary>
    internal static object Author(string line)
    {
        string[] parts = [.. line.Split(',').Select(p => p.Trim())];
        return parts.Length switch
        {
            1 => new { name = parts[0] },
            2 => new { family = parts[0], given = parts[1] },
            3 => new
            {
                family = parts[0],
                given = parts[1],
                orcid = parts[2],
            },
            _ => throw new CommandFailedException(
                $"'{line}' is no author: 'Family, Given', 'Family, Given, ORCID', or an organisation without a comma."
            ),
        };
    }
}
