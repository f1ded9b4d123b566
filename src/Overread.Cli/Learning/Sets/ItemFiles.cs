using Overread.Cli.Quality.Files;

namespace Overread.Cli.Learning.Sets;

/// <summary>The pictures or texts of a folder by the names of items: the path in the folder, or the file's name, with or without its ending.</summary>
internal sealed class ItemFiles
{
    private readonly string _folder;
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _twice = new(StringComparer.Ordinal);

    internal ItemFiles(string folder)
    {
        _folder = folder;
        if (!Directory.Exists(folder))
        {
            throw new FileError(folder, 0, "there is no such folder of pictures or texts.");
        }

        foreach (string file in ItemContent.FilesOf(folder))
        {
            string path = Path.GetRelativePath(folder, file).Replace('\\', '/');
            foreach (
                string name in (string[])
                    [
                        path,
                        Path.ChangeExtension(path, null),
                        Path.GetFileName(path),
                        Path.GetFileNameWithoutExtension(path),
                    ]
            )
            {
                if (!_files.TryAdd(name, file) && _files[name] != file)
                {
                    _twice.TryAdd(name, file);
                }
            }
        }
    }

    /// <summary>The file of an item, by the first of its names that the folder knows.</summary>
    /// <exception cref="FileError">There is none, or there are two.</exception>
    internal string Of(IReadOnlyList<string> names, string labels, long line)
    {
        string item = names.FirstOrDefault(_files.ContainsKey) ?? names[0];
        if (!_files.TryGetValue(item, out string? file))
        {
            throw new FileError(
                labels,
                line,
                $"the item {names[0]} has no picture or text in {_folder} (.png, .jpg, .jpeg, .txt, called after the item)."
            );
        }

        return _twice.TryGetValue(item, out string? other)
            ? throw new FileError(
                labels,
                line,
                $"the item {names[0]} could be {file} or {other}; write the path in the folder."
            )
            : file;
    }
}
