using System.Runtime.InteropServices;

namespace Overread.Server.Composition.Backup;

/// <summary>Writes files of a backup into a folder; what cannot be had whole is not written and named.</summary>
internal sealed class RestoredFiles(BackupRepository repository, string root)
{
    /// <summary>What is missing, a line for each file.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>Files that were written.</summary>
    public long Files { get; private set; }

    /// <summary>Bytes that were written.</summary>
    public long Bytes { get; private set; }

    /// <summary>Writes a file; durable when it returns true.</summary>
    public bool Put(BackupFile file)
    {
        string path = PathOf(root, file.Path);
        using (FileStream stream = Create(path))
        {
            foreach (string name in file.Pieces)
            {
                if (repository.Piece(name) is not { } piece)
                {
                    stream.Dispose();
                    File.Delete(path);
                    Missing.Add(
                        $"{file.Path}: not restored, since {repository.Shown(name)} of the backup is missing or a byte of it was changed."
                    );
                    return false;
                }

                stream.Write(piece);
            }

            stream.Flush(flushToDisk: true);
        }

        Files++;
        Bytes += file.Size;
        return true;
    }

    /// <summary>Writes keys and vault, readable by the owner alone.</summary>
    public static void PutSecrets(string root, IReadOnlyDictionary<string, byte[]> files)
    {
        foreach ((string path, byte[] bytes) in files)
        {
            using FileStream stream = Create(PathOf(root, path));
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }
    }

    private static FileStream Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    // Lists and archives are authenticated; a path that leaves the folder would still be nobody's intent.
    private static string PathOf(string root, string path)
    {
        string full = Path.GetFullPath(Path.Combine(root, path));
        return full.StartsWith(Path.GetFullPath(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw new BackupFailedException("The backup names a file outside the data folder. It is not restored.");
    }
}
