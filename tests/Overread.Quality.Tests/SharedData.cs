namespace Overread.Quality.Tests;

/// <summary>Public data sets that lie beside the repository; tests that need them are skipped where they are absent.</summary>
internal static class SharedData
{
    internal static string Path(params string[] parts)
    {
        string? root = Root();
        Assert.SkipUnless(root is not null, "The shared data sets are not beside this repository.");
        string path = System.IO.Path.Combine([root!, "data", "quality", .. parts]);
        Assert.SkipUnless(File.Exists(path) || Directory.Exists(path), $"{path} is absent.");
        return path;
    }

    /// <summary>Rows of a plain CSV file without its header; quotes are stripped.</summary>
    internal static List<string[]> Rows(params string[] parts) =>
        [
            .. File.ReadLines(Path(parts))
                .Skip(1)
                .Where(line => line.Length > 0)
                .Select(line => line.Split(',').Select(cell => cell.Trim('"')).ToArray()),
        ];

    /// <summary>A table with one column per reader, categories numbered in ordinal order of their names.</summary>
    internal static Ratings Table(params string[] parts)
    {
        List<string[]> rows = Rows(parts);
        List<string> names = [.. rows.SelectMany(row => row).Distinct().Order(StringComparer.Ordinal)];
        int[] table = [.. rows.SelectMany(row => row.Select(cell => names.IndexOf(cell)))];
        return Ratings.FromTable(table, rows[0].Length, names.Count);
    }

    /// <summary>A task, worker, label file with its gold file.</summary>
    internal static (Ratings Ratings, int[] Gold) Crowd(string name)
    {
        List<string[]> labels = Rows(name, "labels.csv");
        Dictionary<string, string> gold = Rows(name, "gold.csv").ToDictionary(row => row[0], row => row[1]);
        Dictionary<string, int> items = Index(labels.Select(row => row[0]));
        Dictionary<string, int> readers = Index(labels.Select(row => row[1]));
        Dictionary<string, int> categories = Index(labels.Select(row => row[2]).Concat(gold.Values));
        Ratings ratings = Ratings.FromTriples(
            [.. labels.Select(row => items[row[0]])],
            [.. labels.Select(row => readers[row[1]])],
            [.. labels.Select(row => categories[row[2]])],
            items.Count,
            readers.Count,
            categories.Count
        );
        int[] truth = new int[items.Count];
        Array.Fill(truth, -1);
        foreach ((string item, string label) in gold)
        {
            if (items.TryGetValue(item, out int at))
            {
                truth[at] = categories[label];
            }
        }

        return (ratings, truth);
    }

    private static Dictionary<string, int> Index(IEnumerable<string> names) =>
        names
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select((name, i) => (name, i))
            .ToDictionary(pair => pair.name, pair => pair.i);

    private static string? Root()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(System.IO.Path.Combine(at.FullName, "Overread.slnx")))
        {
            at = at.Parent;
        }

        string? shared = at?.Parent is { } parent ? System.IO.Path.Combine(parent.FullName, "shared") : null;
        return Directory.Exists(shared) ? shared : null;
    }
}
