using Overread.Cli.Quality.Files;

namespace Overread.Cli.Learning.Sets;

/// <summary>
/// What the items of a release are called elsewhere: a release numbers them, and scores and pictures of the same items go by the names
/// that they had before, which <c>items.csv</c> keeps.
/// </summary>
internal sealed class ReleaseNames
{
    private static readonly string[] s_columns = ["reference", "title", "file", "sop_instance_uid"];

    private readonly Dictionary<string, List<string>> _names = new(StringComparer.Ordinal);

    private ReleaseNames() { }

    /// <summary>Reads them; a release without the table has its numbers alone.</summary>
    internal static ReleaseNames Of(string release, FileReading reading)
    {
        ReleaseNames names = new();
        string path = Path.Combine(release, "items.csv");
        if (!File.Exists(path))
        {
            return names;
        }

        using TableRows rows = TableRows.Open(path, reading);
        int item = ColumnRoles.Find(rows.Header, "item");
        int[] others = [.. s_columns.Select(name => ColumnRoles.Find(rows.Header, name)).Where(at => at >= 0)];
        while (item >= 0 && rows.Next())
        {
            string number = rows.Cell(item).ToString();
            if (!names._names.TryGetValue(number, out List<string>? own))
            {
                names._names[number] = own = [number];
            }

            foreach (int column in others)
            {
                string name = rows.Cell(column).ToString();
                if (name.Length > 0 && !own.Contains(name))
                {
                    own.Add(name);
                }
            }
        }

        return names;
    }

    /// <summary>The number of an item, and its other names behind it.</summary>
    internal IReadOnlyList<string> For(string item) =>
        _names.TryGetValue(item, out List<string>? names) ? names : [item];
}
