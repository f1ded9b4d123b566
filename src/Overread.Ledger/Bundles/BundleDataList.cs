using System.Globalization;
using Overread.Ledger.Bundles.Statements;

namespace Overread.Ledger.Bundles;

/// <summary>
/// The list of the files that were labelled. It is part of the content that was released, so its hashes hold for files that
/// are fetched later as well.
/// </summary>
public static class BundleDataList
{
    /// <summary>The list's name.</summary>
    public const string Name = "data/files.csv";

    /// <summary>What <c>overread fetch</c> needs to ask for them: project and release.</summary>
    public const string RetrievalName = "data/retrieval.json";

    private const int LongestPath = 400;

    /// <summary>The files, in the order of the list; none where the bundle has no list.</summary>
    /// <exception cref="FormatException">A row cannot be read, or names a place where nothing of a bundle may stand.</exception>
    public static IReadOnlyList<BundleDataFile> Read(IBundleSource source)
    {
        List<BundleDataFile> files = [];
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (IReadOnlyDictionary<string, string> row in CsvTable.Rows(source, Name))
        {
            string Cell(string column) => row.GetValueOrDefault(column, "");
            int line = files.Count + 2;
            string path = Cell("path");
            string hash = Cell("sha256");
            if (PathFault(path) is { } fault)
            {
                throw new FormatException($"Line {line} of {Name}: {fault}");
            }

            if (!seen.Add(path))
            {
                throw new FormatException($"Line {line} of {Name}: '{path}' stands there twice.");
            }

            if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower))
            {
                throw new FormatException($"Line {line} of {Name}: '{hash}' is no SHA-256 in lower-case hex.");
            }

            if (!long.TryParse(Cell("size"), NumberStyles.None, CultureInfo.InvariantCulture, out long size))
            {
                throw new FormatException($"Line {line} of {Name}: '{Cell("size")}' is no size in bytes.");
            }

            files.Add(new(Cell("item"), Cell("file"), path, Cell("media_type"), size, hash));
        }

        return files;
    }

    /// <summary>
    /// Why nothing may be written at a path, or null. A bundle may come from anybody: a path stays below <c>data/</c>, and
    /// has letters, digits, <c>. _ -</c> and <c>/</c> alone, so that it means the same on every system.
    /// </summary>
    public static string? PathFault(string path) =>
        path.Length > LongestPath ? $"the path is longer than {LongestPath} characters."
        : !path.StartsWith("data/", StringComparison.Ordinal) ? $"'{path}' does not begin with data/."
        : !path.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/')
            ? $"'{path}' has characters that a path in a bundle has not."
        : path.Split('/').Any(p => p.Length == 0 || p[0] == '.' || p[^1] == '.')
            ? $"'{path}' has a part that is empty, or begins or ends with a point."
        : path is Name or RetrievalName ? $"'{path}' is a file of the bundle's own."
        : null;
}
