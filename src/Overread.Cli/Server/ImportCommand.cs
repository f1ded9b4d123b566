using System.CommandLine;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Cli.Server;

/// <summary><c>overread import</c>: sends files, folders and archives into a project's quarantine; resumable.</summary>
internal static class ImportCommand
{
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
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                string project = await ServerOptions.ProjectId(client, parsed, cancel);
                if (parsed.GetValue(references))
                {
                    parsed.Print(await References(client, project, parsed.GetValue(paths)!, cancel), ImportSummary.Of);
                    return;
                }

                Import import = new(
                    client,
                    project,
                    parsed.GetValue(approve),
                    parsed.GetValue(ServerOptions.Json) ? _ => { } : Console.Error.WriteLine
                );
                ImportResult result = parsed.GetValue(peer) is { } address
                    ? await import.Fetch(
                        address,
                        parsed.GetValue(match)!,
                        parsed.GetValue(study)!,
                        parsed.GetValue(name),
                        cancel
                    )
                    : await import.Send(parsed.GetValue(paths)!, parsed.GetValue(name), parsed.GetValue(batch), cancel);
                parsed.Print(result, ImportSummary.Of);
            }
        );
        return command;
    }

    private static async Task<UploadFilesAdded> References(
        OverreadClient client,
        string project,
        string[] paths,
        CancellationToken cancel
    )
    {
        if (paths.Length != 1 || !File.Exists(paths[0]))
        {
            throw new CommandFailedException("With --references name one CSV file.");
        }

        return await client.AddReferences(project, await File.ReadAllTextAsync(paths[0], cancel), "text/csv", cancel);
    }
}
