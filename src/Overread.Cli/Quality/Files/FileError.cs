namespace Overread.Cli.Quality.Files;

/// <summary>A file cannot be used; the message names file and line and is shown as it is.</summary>
internal sealed class FileError : Exception
{
    internal FileError(string path, long line, string what)
        : base(line > 0 ? $"{path}, line {line}: {what}" : $"{path}: {what}") { }
}
