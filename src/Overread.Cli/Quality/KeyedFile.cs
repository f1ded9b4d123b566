using Overread.Cli.Quality.Files;

namespace Overread.Cli.Quality;

/// <summary>A table that gives each item one value: its gold label, its cluster.</summary>
internal static class KeyedFile
{
    /// <summary>Reads the value of each item, or of each item and field, keyed as <see cref="Key"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reading">What the caller declared of files; null for nothing.</param>
    /// <param name="columns">Names under which the value column may go.</param>
    internal static Dictionary<string, string> Load(string path, FileReading? reading, params string[] columns)
    {
        using TableRows rows = TableRows.Open(path, reading);
        int item = ColumnRoles.Find(rows, "item", ColumnRoles.Item, reading);
        int field = ColumnRoles.Find(rows, "field", ColumnRoles.Field, reading);
        int value = ColumnRoles.Find(rows.Header, columns);
        if (item < 0 || value < 0)
        {
            throw new FileError(
                path,
                1,
                $"the columns item and {columns[0]} are needed; the header is {string.Join(',', rows.Header)}."
            );
        }

        Dictionary<string, string> values = new(StringComparer.Ordinal);
        while (rows.Next())
        {
            string key = Key(rows.Cell(item).ToString(), field < 0 ? null : rows.Cell(field).ToString());
            string text = rows.Cell(value).ToString();
            if (!values.TryAdd(key, text) && values[key] != text)
            {
                throw new FileError(path, rows.Line, $"a second, different value for {key.Replace('\u001f', ' ')}.");
            }
        }

        return values;
    }

    internal static string Key(string item, string? field) => field is null ? item : $"{item}\u001f{field}";
}
