using Overread.Cli.Quality.Files;

namespace Overread.Cli.Learning.Sets;

/// <summary>
/// Numbers by item out of one or more tables, side by side: the first column names the item, or the one that is called so. A name
/// may carry a longer path in front, here or in the labels.
/// </summary>
internal sealed class FeatureTable
{
    private readonly List<(string Path, int Width, Dictionary<string, double[]> Rows, HashSet<string> Twice)> _tables =
    [];

    internal FeatureTable(IEnumerable<string> paths, FileReading reading)
    {
        foreach (string path in paths)
        {
            _tables.Add(Load(path, reading));
        }
    }

    /// <summary>Numbers per item.</summary>
    internal int Width => _tables.Sum(table => table.Width);

    /// <summary>The numbers of an item, by the first of its names that a table knows.</summary>
    /// <exception cref="FileError">A table has no row for it, or two that could be meant.</exception>
    internal double[] Of(IReadOnlyList<string> names, string labels, long line)
    {
        List<double> row = [];
        foreach ((string path, _, Dictionary<string, double[]> rows, HashSet<string> twice) in _tables)
        {
            double[]? found = null;
            foreach (string name in names.SelectMany(Tails))
            {
                if (rows.TryGetValue(name, out found))
                {
                    if (twice.Contains(name))
                    {
                        throw new FileError(labels, line, $"the item {names[0]} could be several rows of {path}.");
                    }

                    break;
                }
            }

            row.AddRange(
                found
                    ?? throw new FileError(
                        labels,
                        line,
                        $"the item {names[0]} has no row in {path}; give it one, or leave the item out."
                    )
            );
        }

        return [.. row];
    }

    private static (string, int, Dictionary<string, double[]>, HashSet<string>) Load(string path, FileReading reading)
    {
        using TableRows rows = TableRows.Open(path, reading);
        int item = Math.Max(0, ColumnRoles.Find(rows, "item", ColumnRoles.Item, reading));
        int[] columns = [.. Enumerable.Range(0, rows.Header.Count).Where(i => i != item)];
        if (columns.Length == 0)
        {
            throw new FileError(path, 1, "there is no column of numbers beside the item's.");
        }

        Dictionary<string, double[]> byName = new(StringComparer.Ordinal);
        HashSet<string> twice = [];
        HashSet<string> whole = [];
        while (rows.Next())
        {
            double[] numbers = [.. columns.Select(column => Number(rows, column))];
            string name = rows.Cell(item).ToString();
            if (!whole.Add(name))
            {
                throw new FileError(path, rows.Line, $"a second row for {name}.");
            }

            foreach (string tail in Tails(name))
            {
                if (!byName.TryAdd(tail, numbers))
                {
                    twice.Add(tail);
                }
            }
        }

        return (path, columns.Length, byName, twice);
    }

    internal static double Number(TableRows rows, int column) =>
        rows.Number(column, out double number) && double.IsFinite(number)
            ? number
            : throw new FileError(
                rows.Path,
                rows.Line,
                $"'{rows[column]}' in the column {rows.Header[column]} is no number; features are numbers in every row."
            );

    private static IEnumerable<string> Tails(string name)
    {
        yield return name;
        for (int at = name.IndexOf('/', StringComparison.Ordinal); at >= 0; at = name.IndexOf('/', at + 1))
        {
            yield return name[(at + 1)..];
        }
    }
}
