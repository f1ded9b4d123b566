using Overread.Cli.Quality.Files;

namespace Overread.Cli.Text;

/// <summary>A file of lines that is there whole or not at all: what was there before stays until the last line is written.</summary>
internal sealed class WholeFile : IDisposable
{
    private readonly string _path;
    private readonly string _partial;
    private readonly StreamWriter _writer;

    private WholeFile(string path)
    {
        _path = path;
        _partial = path + ".partial";
        _writer = new StreamWriter(_partial) { NewLine = "\n" };
    }

    /// <summary>Begins a file; null where none is wanted.</summary>
    /// <param name="path">Where it shall be.</param>
    /// <param name="input">What is read meanwhile, and needed again.</param>
    /// <exception cref="FileError">It is the input, or cannot be written.</exception>
    internal static WholeFile? Open(string? path, string input)
    {
        if (path is null)
        {
            return null;
        }

        if (Path.GetFullPath(path) == Path.GetFullPath(input))
        {
            throw new FileError(path, 0, "the output is the input: name another file, the original is needed again.");
        }

        try
        {
            return new WholeFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileError(path, 0, e.Message);
        }
    }

    internal TextWriter Lines => _writer;

    /// <summary>Puts it in its place.</summary>
    internal void Complete()
    {
        _writer.Dispose();
        File.Move(_partial, _path, overwrite: true);
    }

    public void Dispose()
    {
        _writer.Dispose();
        File.Delete(_partial);
    }
}
