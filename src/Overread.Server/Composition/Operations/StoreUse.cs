namespace Overread.Server.Composition.Operations;

/// <summary>
/// What the parts of the data folder take. A store of millions of files takes a while to count: that is done beside whoever asks, who
/// gets the last count until then.
/// </summary>
internal sealed class StoreUse(DataFolder folder, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private (DateTimeOffset At, IReadOnlyList<FolderUse> Parts)? _last;
    private Task? _counting;

    /// <summary>The last count and when it was made; null while the first one goes on.</summary>
    public async Task<(DateTimeOffset At, IReadOnlyList<FolderUse> Parts)?> Ask()
    {
        Task counting;
        lock (_gate)
        {
            if (_last is { } last && time.GetUtcNow() - last.At < Fresh)
            {
                return last;
            }

            _counting = counting = _counting is { IsCompleted: false } ? _counting : Task.Run(Count);
        }

        await Task.WhenAny(counting, Task.Delay(Patience)).ConfigureAwait(false);
        if (counting.IsCompleted)
        {
            // A fault of the count is the asker's to hear.
            await counting.ConfigureAwait(false);
        }

        lock (_gate)
        {
            return _last;
        }
    }

    private void Count()
    {
        (string Part, string Folder)[] folders =
        [
            ("blobs", folder.Blobs),
            ("quarantine", folder.Quarantine),
            ("gate", folder.Gate),
            ("releases", folder.Releases),
            ("vault", folder.Vault),
            ("keys", folder.Keys),
        ];
        List<FolderUse> parts =
        [
            Sum("database", Directory.EnumerateFiles(folder.Root, Path.GetFileName(folder.Database) + "*")),
            .. folders.Select(f => Sum(f.Part, Files(f.Folder))),
        ];
        FolderUse all = Sum("other", Files(folder.Root));
        parts.Add(
            new(
                "other",
                Math.Max(0, all.Files - parts.Sum(p => p.Files)),
                Math.Max(0, all.Bytes - parts.Sum(p => p.Bytes))
            )
        );
        lock (_gate)
        {
            _last = (time.GetUtcNow(), parts);
        }
    }

    private static IEnumerable<string> Files(string root) =>
        Directory.Exists(root)
            ? Directory.EnumerateFiles(
                root,
                "*",
                new EnumerationOptions
                {
                    RecurseSubdirectories = true,
                    IgnoreInaccessible = true,
                    AttributesToSkip = 0,
                }
            )
            : [];

    private static FolderUse Sum(string part, IEnumerable<string> files)
    {
        long count = 0;
        long bytes = 0;
        foreach (FileInfo file in files.Select(f => new FileInfo(f)))
        {
            try
            {
                bytes += file.Length;
                count++;
            }
            catch (FileNotFoundException)
            {
                // Gone while others were counted.
            }
        }

        return new(part, count, bytes);
    }
}
