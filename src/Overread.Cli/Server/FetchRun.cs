using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Overread.Client;
using Overread.Client.Model;
using Overread.Ledger.Bundles;

namespace Overread.Cli.Server;

/// <summary>
/// Fetches the files of one bundle. What comes is written beside its place until it is whole and its hash is the one that the
/// bundle lists; so whatever breaks off, a file that stands in its place is right, and the next run goes on.
/// </summary>
internal sealed class FetchRun(OverreadClient client, IBundleSource source, string output, int parallel)
{
    private const int Tries = 4;

    // Outside data/: a bundle whose folder is the target still verifies once nothing is half there.
    private const string Parts = ".overread-fetch";

    private readonly ConcurrentBag<FetchProblem> _wrong = [];
    private readonly ConcurrentBag<FetchProblem> _unreached = [];
    private readonly ConcurrentDictionary<string, FetchProblem> _refused = new(StringComparer.Ordinal);
    private int _fetched;
    private long _bytes;
    private long _done;

    private sealed record Retrieval(string Project, string Release);

    /// <summary>Fetches what is not there.</summary>
    /// <param name="purpose">What the files are for.</param>
    /// <param name="recipient">For whom, by name or id, or null.</param>
    /// <param name="progress">Told bytes done of all, or null.</param>
    /// <param name="cancel">Stops; what was written stays for the next run.</param>
    /// <exception cref="CommandFailedException">The bundle is not one that can be fetched.</exception>
    /// <exception cref="OverreadProblemException">The server refused the whole.</exception>
    public async Task<FetchOutcome> Fetch(
        string purpose,
        string? recipient,
        Action<long, long>? progress,
        CancellationToken cancel
    )
    {
        (Retrieval from, IReadOnlyList<BundleDataFile> files) = Read();
        List<BundleDataFile> wanted = [];
        foreach (BundleDataFile file in files)
        {
            cancel.ThrowIfCancellationRequested();
            if (!await IsRight(file, Place(file), cancel))
            {
                wanted.Add(file);
            }
        }

        long all = wanted.Sum(f => f.Size);
        progress?.Invoke(0, all);
        if (wanted.Count > 0)
        {
            if (await Access(from, purpose, recipient, wanted, cancel) is not { } access)
            {
                return Outcome(files.Count, wanted.Count);
            }

            ILookup<string, BundleDataFile> byItem = wanted.ToLookup(f => f.Item, StringComparer.Ordinal);
            foreach (DataRefused refused in access.Refused.Where(r => byItem.Contains(r.Item)))
            {
                _refused[refused.Item] = new(refused.Item, refused.Code, refused.Why, byItem[refused.Item].Count());
            }

            await Parallel.ForEachAsync(
                wanted.Where(f => !_refused.ContainsKey(f.Item)),
                new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancel },
                async (file, stop) =>
                {
                    await One(from, access.Access, file, stop);
                    progress?.Invoke(Interlocked.Add(ref _done, file.Size), all);
                }
            );
            Tidy();
        }

        return Outcome(files.Count, wanted.Count);
    }

    private FetchOutcome Outcome(int listed, int wanted) =>
        new(
            output,
            listed,
            listed - wanted,
            _fetched,
            _bytes,
            [.. _refused.Values.OrderBy(r => r.What, StringComparer.Ordinal)],
            [.. _wrong.OrderBy(w => w.What, StringComparer.Ordinal)],
            [.. _unreached.OrderBy(u => u.What, StringComparer.Ordinal)]
        );

    private async Task<DataAccess?> Access(
        Retrieval from,
        string purpose,
        string? recipient,
        List<BundleDataFile> wanted,
        CancellationToken cancel
    )
    {
        try
        {
            return await client.OpenReleaseData(
                from.Project,
                from.Release,
                new()
                {
                    Purpose = purpose,
                    Recipient = await ServerOptions.RecipientId(client, from.Project, recipient, cancel),
                },
                cancel
            );
        }
        catch (OverreadUnreachableException silence)
        {
            foreach (BundleDataFile file in wanted)
            {
                _unreached.Add(Silent(file, silence));
            }

            return null;
        }
    }

    private static FetchProblem Silent(BundleDataFile file, OverreadUnreachableException silence) =>
        new(file.Path, "server.unreachable", silence.Message, 1);

    // The list must be the one that was released: its hashes are what everything is held to.
    private (Retrieval From, IReadOnlyList<BundleDataFile> Files) Read()
    {
        BundleReport report = new BundleVerifier(new Whole(source)).Verify();
        if (report.Faults.FirstOrDefault(f => !f.File.StartsWith("data/sub-", StringComparison.Ordinal)) is { } fault)
        {
            throw new CommandFailedException(
                $"The bundle does not verify, so its list of files is not believed: {fault.File}: {fault.What}"
            );
        }

        if (report.Data is null)
        {
            throw new CommandFailedException("The bundle has no list of files: it is of an earlier build.");
        }

        using Stream text = source.Open(BundleDataList.RetrievalName);
        return (JsonSerializer.Deserialize<Retrieval>(text, OverreadClient.JsonOptions)!, BundleDataList.Read(source));
    }

    private async Task One(Retrieval from, string access, BundleDataFile file, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.Combine(output, Parts));
        string part = Path.Combine(output, Parts, PartName(file));
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await using (FileStream target = new(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
                {
                    if (target.Length > file.Size)
                    {
                        target.SetLength(0);
                    }

                    if (target.Length < file.Size || file.Size == 0)
                    {
                        await client.FetchReleaseFile(
                            from.Project,
                            from.Release,
                            file.Item,
                            file.File,
                            access,
                            file.Sha256,
                            target,
                            cancel
                        );
                    }

                    target.Flush(flushToDisk: true);
                }

                if (await IsRight(file, part, cancel))
                {
                    string place = Place(file);
                    Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                    File.Move(part, place, overwrite: true);
                    Interlocked.Increment(ref _fetched);
                    Interlocked.Add(ref _bytes, file.Size);
                    return;
                }

                // What an earlier run left may have been of something else: once from the beginning, then it is the server's.
                File.Delete(part);
                if (attempt >= 2)
                {
                    _wrong.Add(
                        new(file.Path, "file.hash", "What the server gives has not the hash that the bundle lists.", 1)
                    );
                    return;
                }
            }
            catch (OverreadProblemException problem) when (problem.Code is "item.withdrawn" or "file.changed")
            {
                File.Delete(part);
                _refused.AddOrUpdate(
                    file.Item,
                    _ => new(file.Item, problem.Code, problem.Title, 1),
                    (_, known) => known with { Files = known.Files + 1 }
                );
                return;
            }
            catch (OverreadProblemException problem)
                when (problem.Code is "file.lost" or "file.unknown" or "file.damaged")
            {
                _wrong.Add(new(file.Path, problem.Code, problem.Title, 1));
                return;
            }
            catch (OverreadUnreachableException silence)
            {
                if (attempt >= Tries)
                {
                    _unreached.Add(Silent(file, silence));
                    return;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(200 << attempt), cancel);
            }
        }
    }

    /// <summary>What a file is called until it is whole: of hashes alone, for what a bundle calls its files is anybody's word and no part of a path.</summary>
    internal static string PartName(BundleDataFile file) =>
        file.Sha256 + "-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Path)))[..16];

    private string Place(BundleDataFile file) => Path.Combine(output, Path.Combine(file.Path.Split('/')));

    private static async Task<bool> IsRight(BundleDataFile file, string path, CancellationToken cancel)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        await using FileStream there = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        return there.Length == file.Size
            && Convert.ToHexStringLower(await SHA256.HashDataAsync(there, cancel)) == file.Sha256;
    }

    private void Tidy()
    {
        string parts = Path.Combine(output, Parts);
        if (Directory.Exists(parts) && !Directory.EnumerateFileSystemEntries(parts).Any())
        {
            Directory.Delete(parts);
        }
    }

    // The bundle without what an earlier run left half fetched.
    private sealed class Whole(IBundleSource bundle) : IBundleSource
    {
        public IReadOnlyList<string> Paths { get; } =
        [.. bundle.Paths.Where(p => !p.StartsWith(Parts + "/", StringComparison.Ordinal))];

        public Stream Open(string path) => bundle.Open(path);

        public IReadOnlyList<BundleFault> ContainerFaults() => bundle.ContainerFaults();

        public void Dispose() { }
    }
}
