using Overread.Cli.Quality.Files;
using Overread.Text.Documents;
using Overread.Text.Formats;
using Overread.Text.Formats.Tables;

namespace Overread.Cli.Text;

/// <summary>Files and folders as the formats of text take them.</summary>
internal static class TextFiles
{
    internal const string Parquet = "parquet";

    /// <summary>The names of all formats, for help and validation.</summary>
    internal static string[] Names => [.. TextFormats.All.Select(f => f.Name), Parquet];

    /// <summary>The documents of a file or folder.</summary>
    /// <exception cref="FileError">There is no such path, or the one file is none of the format.</exception>
    internal static IEnumerable<AnnotatedDocument> Read(
        string path,
        string from,
        Findings findings,
        ReadingChoices choices,
        DocumentReading? reading = null
    )
    {
        reading ??= new DocumentReading(findings, choices);
        bool folder = Directory.Exists(path);
        string tables = folder ? Path.Combine(path, "documents.parquet") : path;
        if (
            from == Parquet
            || (
                from == "auto" && tables.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) && File.Exists(tables)
            )
        )
        {
            return Tables(tables, findings, choices);
        }

        ITextFormat? format = from == "auto" ? null : TextFormats.Named(from);
        return Documents(path, folder, format, findings, reading);
    }

    private static IEnumerable<AnnotatedDocument> Documents(
        string path,
        bool folder,
        ITextFormat? format,
        Findings findings,
        DocumentReading reading
    )
    {
        IEnumerable<string> files = FilesOf(path);
        using IEnumerator<AnnotatedDocument> documents = reading
            .Read(files.Select(f => Source(f, findings, alone: !folder)).OfType<TextSource>(), format, alone: !folder)
            .GetEnumerator();
        while (true)
        {
            try
            {
                if (!documents.MoveNext())
                {
                    yield break;
                }
            }
            catch (FormatException e)
            {
                throw new FileError(
                    path,
                    0,
                    e.Message.StartsWith(path + ": ", StringComparison.Ordinal)
                        ? e.Message[(path.Length + 2)..]
                        : e.Message
                );
            }

            yield return documents.Current;
        }
    }

    /// <summary>The file, or the files of a folder at any depth in the order of their names, but for hidden ones.</summary>
    /// <exception cref="FileError">There is no such path.</exception>
    internal static IEnumerable<string> FilesOf(string path) =>
        File.Exists(path) ? [path]
        : !Directory.Exists(path) ? throw new FileError(path, 0, "there is no such file or folder.")
        : Directory
            .EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f)[0] != '.')
            .Order(StringComparer.Ordinal);

    /// <summary>True for what a command says in one line instead of ending with it.</summary>
    internal static bool IsRefusal(Exception exception) =>
        exception is FileError or FormatException or ArgumentException or IOException or UnauthorizedAccessException;

    /// <summary>A file's text; null with a finding where it is none.</summary>
    private static TextSource? Source(string path, Findings findings, bool alone)
    {
        if (SourceText.TryDecode(File.ReadAllBytes(path), out string text, out string? problem))
        {
            string folder = Path.GetDirectoryName(path) ?? "";
            return new(path, text, name => Beside(Path.Combine(folder, name), findings));
        }

        if (alone)
        {
            throw new FileError(path, 0, problem + ".");
        }

        findings.LeftOut(path, problem + "; the file is left out");
        return null;
    }

    private static string? Beside(string path, Findings findings)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        if (SourceText.TryDecode(File.ReadAllBytes(path), out string text, out string? problem))
        {
            return text;
        }

        findings.LeftOut(path, problem + "; the file is left out");
        return null;
    }

    private static IEnumerable<AnnotatedDocument> Tables(string documents, Findings findings, ReadingChoices choices)
    {
        string folder = Path.GetDirectoryName(documents) ?? "";
        return DocumentTables.Read(
            Table(documents)!,
            Table(Path.Combine(folder, "spans.parquet")),
            Table(Path.Combine(folder, "relations.parquet")),
            TextSource.Alone(documents, ""),
            findings,
            choices
        );
    }

    private static TableText? Table(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        ParquetRows rows = ParquetRows.Open(path);
        int width = rows.Header.Count;
        string?[][] columns = [.. Enumerable.Range(0, width).Select(rows.Column)];
        int count = width == 0 ? 0 : columns[0].Length;
        return new(
            rows.Header,
            Enumerable
                .Range(0, count)
                .Select(r => ((long)r + 1, (IReadOnlyList<string?>)[.. columns.Select(c => c[r])]))
        );
    }
}
