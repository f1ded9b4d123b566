using System.Text;
using Overread.Cli.Quality.Files;
using Overread.Text.Formats;

namespace Overread.Cli.Text;

/// <summary>
/// Files that are written beside where they shall be and moved there when all is done: whoever stops in between, or refuses what
/// would be lost, leaves nothing behind.
/// </summary>
internal sealed class StagedFiles : ITextSink, IDisposable
{
    private static readonly UTF8Encoding s_utf8 = new(false);
    private readonly string _output;
    private readonly string _staging;
    private readonly bool _toFolder;
    private readonly List<string> _names = [];

    /// <summary>Begins.</summary>
    /// <param name="output">The file or folder that shall be.</param>
    /// <param name="shape">How the format lays documents into files.</param>
    /// <param name="force">Whether what is there may be replaced.</param>
    /// <exception cref="FileError">Something is there already.</exception>
    internal StagedFiles(string output, FormatShape shape, bool force)
    {
        _output = Path.GetFullPath(output);
        bool folder = Directory.Exists(_output);
        _toFolder = shape != FormatShape.OneFile || folder || output.EndsWith('/');
        if (
            !force
            && (
                (File.Exists(_output) && new FileInfo(_output).Length > 0)
                || (
                    folder
                    && _toFolder
                    && shape != FormatShape.OneFile
                    && Directory.EnumerateFileSystemEntries(_output).Any()
                )
            )
        )
        {
            throw new FileError(
                output,
                0,
                folder
                    ? "the folder is not empty; --force writes into it."
                    : "the file is there already; --force replaces it."
            );
        }

        if (_toFolder && File.Exists(_output))
        {
            throw new FileError(output, 0, "the format writes several files: a folder is needed, and this is a file.");
        }

        string parent = Path.GetDirectoryName(_output) ?? "/";
        _staging = Path.Combine(parent, $".{Path.GetFileName(_output.TrimEnd('/'))}.{Environment.ProcessId}.part");
        Directory.CreateDirectory(_staging);
    }

    /// <summary>Where a file of that name is written until all is done.</summary>
    internal string Stage(string name)
    {
        _names.Add(name);
        return Path.Combine(_staging, name);
    }

    /// <inheritdoc/>
    public TextWriter Open(string name) => new StreamWriter(Stage(name), false, s_utf8, 1 << 16) { NewLine = "\n" };

    /// <summary>Moves everything to its place.</summary>
    internal void Finish(bool force)
    {
        if (!_toFolder)
        {
            File.Move(Path.Combine(_staging, _names.Single()), _output, true);
            return;
        }

        Directory.CreateDirectory(_output);
        foreach (string name in _names)
        {
            string to = Path.Combine(_output, name);
            if (File.Exists(to) && !force)
            {
                throw new FileError(to, 0, "the file is there already; --force replaces it.");
            }

            File.Move(Path.Combine(_staging, name), to, true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(_staging))
        {
            Directory.Delete(_staging, true);
        }
    }
}
