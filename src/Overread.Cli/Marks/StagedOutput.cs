using Overread.Cli.Quality.Files;

namespace Overread.Cli.Marks;

/// <summary>Files that are written under another name beside where they shall be, and moved there when all of them are whole.</summary>
internal sealed class StagedOutput : IDisposable
{
    private readonly bool _force;
    private readonly HashSet<string> _inputs;
    private readonly List<(string Path, string Partial)> _files = [];
    private readonly List<string> _folders = [];

    /// <summary>Begins.</summary>
    /// <param name="output">The file or folder asked for.</param>
    /// <param name="force">Whether what is there may be replaced.</param>
    /// <param name="inputs">Files that are read and never written over.</param>
    internal StagedOutput(string output, bool force, IEnumerable<string> inputs)
    {
        Output = output;
        _force = force;
        _inputs = [.. inputs.Select(Path.GetFullPath)];
    }

    /// <summary>The file or folder asked for.</summary>
    internal string Output { get; }

    /// <summary>Files in their places, once done.</summary>
    internal IReadOnlyList<string> Written => [.. _files.Select(file => file.Path)];

    /// <summary>Begins the one file of a format that writes one.</summary>
    internal Stream Only()
    {
        if (Directory.Exists(Output))
        {
            throw new FileError(Output, 0, "it is a folder, and the format writes one file: name the file.");
        }

        return Create(Output);
    }

    /// <summary>Begins a file in the folder of a format that writes several.</summary>
    internal Stream InFolder(string name)
    {
        if (File.Exists(Output))
        {
            throw new FileError(Output, 0, "it is a file, and the format writes several: name a folder.");
        }

        return Create(Path.Combine(Output, name));
    }

    /// <summary>Begins a file.</summary>
    /// <exception cref="FileError">It is there already, or is an input.</exception>
    internal Stream Create(string path)
    {
        string full = Path.GetFullPath(path);
        if (_inputs.Contains(full))
        {
            throw new FileError(path, 0, "the output would lie on an input, which is needed again: name another.");
        }

        if (File.Exists(full) && !_force)
        {
            throw new FileError(path, 0, "the file is there already; --force replaces it.");
        }

        if (_files.Exists(file => file.Path == path))
        {
            throw new FileError(path, 0, "two parts of the output would have this name.");
        }

        string folder = Path.GetDirectoryName(full)!;
        for (
            string? missing = folder;
            missing is not null && !Directory.Exists(missing);
            missing = Path.GetDirectoryName(missing)
        )
        {
            _folders.Add(missing);
        }

        Directory.CreateDirectory(folder);
        string partial = Path.Combine(folder, $".{Path.GetFileName(full)}.{Environment.ProcessId}.part");
        _files.Add((path, partial));
        return new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
    }

    /// <summary>Moves everything to its place.</summary>
    internal void Complete()
    {
        foreach ((string path, string partial) in _files)
        {
            File.Move(partial, path, overwrite: _force);
        }

        _folders.Clear();
    }

    public void Dispose()
    {
        foreach ((_, string partial) in _files)
        {
            File.Delete(partial);
        }

        // Folders that were made for files that were then not wanted.
        foreach (string folder in _folders.Where(Directory.Exists).OrderByDescending(folder => folder.Length))
        {
            if (!Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }
    }
}
