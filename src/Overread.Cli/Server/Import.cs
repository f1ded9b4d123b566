using System.Security.Cryptography;
using System.Text;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Cli.Server;

/// <summary>Sends files into a project's quarantine, closes the batch and, where asked, approves what is plain.</summary>
/// <param name="client">The server.</param>
/// <param name="project">The project's id.</param>
/// <param name="approve">True to approve at once what is not doubtful.</param>
/// <param name="say">Told of progress.</param>
internal sealed class Import(OverreadClient client, string project, bool approve, Action<string> say)
{
    public async Task<ImportResult> Send(string[] paths, string? name, string? resume, CancellationToken cancel)
    {
        List<(string File, string Shown)> files = Files(paths);
        if (files.Count == 0)
        {
            throw new CommandFailedException("There is no file to send.");
        }

        string batch = resume ?? await Open(name ?? Path.GetFileName(Path.GetFullPath(paths[0])), cancel);
        say($"Batch {batch}: if this breaks off, run it again with --resume {batch}.");
        int sent = 0;
        foreach ((string file, string shown) in files)
        {
            await SendFile(batch, file, shown, cancel);
            sent++;
            if (sent % 100 == 0 || sent == files.Count)
            {
                say($"{sent} of {files.Count} files sent");
            }
        }

        return await Finish(batch, cancel);
    }

    /// <summary>Study after study through a temporary folder, so that the disk here holds one at a time.</summary>
    public async Task<ImportResult> Fetch(
        string address,
        string[] match,
        string[] studies,
        string? name,
        CancellationToken cancel
    )
    {
        using DicomWebPeer peer = new(address, Environment.GetEnvironmentVariable("OVERREAD_PEER_AUTHORIZATION"));
        List<string> wanted = studies.Length > 0 ? [.. studies] : await peer.Find(match, cancel);
        if (wanted.Count == 0)
        {
            throw new CommandFailedException("The peer has no such study.");
        }

        string batch = await Open(name ?? "DICOMweb import", cancel);
        int instances = 0;
        for (int i = 0; i < wanted.Count; i++)
        {
            string folder = Directory.CreateTempSubdirectory("overread-fetch-").FullName;
            try
            {
                foreach (string file in await peer.Fetch(wanted[i], folder, cancel))
                {
                    await SendFile(batch, file, $"study-{i}/{Path.GetFileName(file)}", cancel);
                    instances++;
                }
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }

            say($"{i + 1} of {wanted.Count} studies, {instances} instances");
        }

        return await Finish(batch, cancel);
    }

    private async Task<string> Open(string name, CancellationToken cancel) =>
        (await client.OpenBatch(project, new() { Name = name }, cancel)).Id;

    private async Task<ImportResult> Finish(string batch, CancellationToken cancel)
    {
        IntakeResult result = await client.WaitForJob<IntakeResult>(
            await client.CloseBatch(project, batch, cancel),
            null,
            cancel
        );
        // Before the approval: with it quarantine goes, and the names that the files came under.
        IReadOnlyList<IntakeProblem>? problems = await Problems(batch, cancel);
        GateOutcome? gate = approve
            ? await client.WaitForJob<GateOutcome>(
                await client.DecideBatch(project, batch, new() { Decision = "approve" }, cancel),
                null,
                cancel
            )
            : null;
        return new(batch, result.Entries, result.Refused, result.Duplicates, problems, gate);
    }

    private async Task<IReadOnlyList<IntakeProblem>?> Problems(string batch, CancellationToken cancel)
    {
        try
        {
            return (await client.ShowBatch(project, batch, cancel)).Problems;
        }
        catch (OverreadProblemException)
        {
            return null;
        }
    }

    // The key is the same when the same file is sent again, so that a resumed import does not repeat it.
    private async Task SendFile(string batch, string file, string shown, CancellationToken cancel)
    {
        FileInfo info = new(file);
        string key = Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{shown}\n{info.Length}\n{info.LastWriteTimeUtc.Ticks}"))
        )[..40];
        await using FileStream stream = File.OpenRead(file);
        await client.UploadFile(project, batch, key, shown, stream, cancel);
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
