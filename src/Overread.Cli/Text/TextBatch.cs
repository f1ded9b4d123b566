namespace Overread.Cli.Text;

/// <summary>The texts of a run, and where what becomes of them goes.</summary>
/// <param name="input">A file, a folder, or -.</param>
/// <param name="output">A file, a folder, or -.</param>
/// <param name="latin">Read as Latin-1.</param>
/// <param name="headers">What is known of the cases.</param>
internal sealed class TextBatch(string input, string output, bool latin, HeaderFile headers)
{
    private const string Standard = "-";
    private byte[]? _standard;

    internal HeaderFile Headers => headers;

    /// <summary>True where the result goes to standard output, and nothing else may.</summary>
    internal bool IsToStandardOutput => output == Standard;

    /// <summary>Names of the texts, sorted; relative to the folder where there is one.</summary>
    /// <exception cref="CommandFailedException">There is no such file or folder, or the output lies in the input.</exception>
    internal IReadOnlyList<string> Names()
    {
        if (input == Standard)
        {
            return [Standard];
        }

        if (Directory.Exists(input))
        {
            string from = Path.GetFullPath(input).TrimEnd('/') + "/";
            string to = output == Standard ? "" : Path.GetFullPath(output).TrimEnd('/') + "/";
            if (output == Standard || to.StartsWith(from, StringComparison.Ordinal))
            {
                throw new CommandFailedException("A folder goes to another folder, outside of itself.");
            }

            return
            [
                .. Directory
                    .EnumerateFiles(input, "*", SearchOption.AllDirectories)
                    .Select(path => Path.GetRelativePath(input, path))
                    .Where(name =>
                        Path.GetExtension(name).ToLowerInvariant() is "" or ".txt" or ".text" or ".note"
                        && !Path.GetFileName(name).StartsWith('.')
                    )
                    .Order(StringComparer.Ordinal),
            ];
        }

        if (!File.Exists(input))
        {
            throw new CommandFailedException($"There is no file or folder {input}.");
        }

        if (output != Standard && Path.GetFullPath(input) == Path.GetFullPath(output))
        {
            throw new CommandFailedException(
                "The output is the input: name another file, the original is needed again."
            );
        }

        return [Path.GetFileName(input)];
    }

    /// <summary>Reads a text.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    internal TextFile Read(string name)
    {
        if (name == Standard)
        {
            _standard ??= ReadStandard();
            return TextFile.Read(name, _standard, latin);
        }

        return TextFile.Read(
            name,
            File.ReadAllBytes(Directory.Exists(input) ? Path.Combine(input, name) : input),
            latin
        );
    }

    /// <summary>Writes what became of a text: whole, or not at all.</summary>
    internal void Write(TextFile file, string text)
    {
        byte[] bytes = file.Bytes(text);
        if (output == Standard)
        {
            using Stream standard = Console.OpenStandardOutput();
            standard.Write(bytes);
            return;
        }

        string path = Directory.Exists(input) || Directory.Exists(output) ? Path.Combine(output, name(file)) : output;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string partial = path + ".partial";
        File.WriteAllBytes(partial, bytes);
        File.Move(partial, path, overwrite: true);

        static string name(TextFile file) => file.Name == Standard ? "stdin.txt" : file.Name;
    }

    private static byte[] ReadStandard()
    {
        using Stream standard = Console.OpenStandardInput();
        using MemoryStream bytes = new();
        standard.CopyTo(bytes);
        return bytes.ToArray();
    }
}
