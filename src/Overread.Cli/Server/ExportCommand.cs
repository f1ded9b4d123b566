using System.CommandLine;
using Overread.Client;
using Overread.Client.Model;
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
        Option<bool> withdrawn = new("--with-withdrawn")
        {
            Description = "Take it although items of it were withdrawn since; that is recorded.",
        };
        Option<string?> recipient = new("--recipient")
        {
            Description = "For whom it is: a recipient's name or id, as the releases page has them.",
        };
        Option<string?> splitReason = new("--split-reason")
        {
            Description =
                "With --publish: why subjects stand in another split than in earlier versions. Without it none may.",
        };
        Option<bool> carry = new("--carry-data")
        {
            Description =
                "With --publish: the bundle carries the files that were labelled. Without it it lists them, and overread fetch gets them.",
        };
        Option<long?> carryLimit = new("--carry-limit")
        {
            Description = "With --carry-data: the most bytes; more is refused. Default and most: 2 GiB.",
        };
        Option<bool> sealTest = new("--seal-test")
        {
            Description =
                "With --publish: the labels of the test part are held back; the bundle commits to them. See overread release sealed.",
        };
        Option<string?> declared = new("--declared")
        {
            Description =
                "With --publish: a JSON file with rationale, originalPurpose, planItem, registration, impactAssessment, noActualKnowledge.",
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
            withdrawn,
            recipient,
            splitReason,
            carry,
            carryLimit,
            sealTest,
            declared,
            output,
            ServerOptions.Server,
            ServerOptions.Token,
            ServerOptions.Json,
        };
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                string[] named = parsed.GetValue(release)!.Split(':');
                if (named.Length != 2)
                {
                    throw new CommandFailedException("A release is named name:version.");
                }

                string project = await ServerOptions.ProjectId(client, parsed, cancel);
                if (parsed.GetValue(publish))
                {
                    NewRelease form = new()
                    {
                        Name = named[0],
                        Version = named[1],
                        Notes = parsed.GetValue(notes),
                        Licence = parsed.GetValue(licence),
                        Authors = parsed.GetValue(authors)?.Select(Author).ToList(),
                        SplitChange = parsed.GetValue(splitReason) is { } why ? new() { Reason = why } : null,
                        CarryData = parsed.GetValue(carry),
                        CarryLimit = parsed.GetValue(carryLimit),
                        SealTest = parsed.GetValue(sealTest),
                        Declared = parsed.GetValue(declared) is { } file
                            ? BodyFile.Read<ReleaseDeclarations>(file, "declarations")
                            : null,
                    };
                    await client.WaitForJob((await client.PublishRelease(project, form, cancel)).Id, null, cancel);
                }

                ReleaseRow row =
                    (await client.ListReleases(project, cancel)).FirstOrDefault(r =>
                        r.Name == named[0] && r.Version == named[1]
                    )
                    ?? throw new CommandFailedException(
                        (await client.ListReleaseDrafts(project, cancel)).Any(d =>
                            d.Name == named[0] && d.Version == named[1]
                        )
                            ? $"{named[0]}:{named[1]} is made and waits for signatures, which people give in the workbench."
                            : $"There is no release {named[0]}:{named[1]}; publish it with --publish."
                    );
                string path = Path.GetFullPath(parsed.GetValue(output) ?? $"{named[0]}-{named[1]}.zip");
                await client.SaveRelease(
                    project,
                    row.Id,
                    path,
                    parsed.GetValue(purpose)!,
                    parsed.GetValue(withdrawn) ? "withdrawn" : null,
                    await ServerOptions.RecipientId(client, project, parsed.GetValue(recipient), cancel),
                    cancel
                );
                BundleReport report = VerifyCommand.Verify(path, null);
                parsed.Print(
                    new Exported(path, report.Verified, report.Files),
                    e => $"{e.Path}: {e.Files} files, {(e.Verified ? "verified" : "NOT verified")}"
                );
                return report.Verified ? 0 : 1;
            }
        );
        return command;
    }

    private sealed record Exported(string Path, bool Verified, int Files);

    /// <summary>An author as the API takes it, from a line as one types it.</summary>
    internal static CitationAuthor Author(string line)
    {
        string[] parts = [.. line.Split(',').Select(p => p.Trim())];
        return parts.Length switch
        {
            1 => new() { Name = parts[0] },
            2 => new() { Family = parts[0], Given = parts[1] },
            3 => new()
            {
                Family = parts[0],
                Given = parts[1],
                Orcid = parts[2],
            },
            _ => throw new CommandFailedException(
                $"'{line}' is no author: 'Family, Given', 'Family, Given, ORCID', or an organisation without a comma."
            ),
        };
    }
}
