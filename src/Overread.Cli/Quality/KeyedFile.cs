namespace Overread.Cli.Quality;

/// <summary>A CSV file that gives each item one value: its gold label, its cluster.</summary>
internal static class KeyedFile
{
    /// <summary>Reads the value of each item, or of each item and field, keyed as <see cref="Key"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Names under which the value column may go.</param>
    internal static Dictionary<string, string> Load(string path, params string[] columns)
    {
        using CsvRows rows = CsvRows.Open(path);
        int item = LabelFile.Find(rows.Header, "item", "task", "case", "study");
        int field = LabelFile.Find(rows.Header, "field", "finding");
        int value = LabelFile.Find(rows.Header, columns);
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
            string key = Key(rows[item].ToString(), field < 0 ? null : rows[field].ToString());
            string text = rows[value].ToString();
            if (!values.TryAdd(key, text) && values[key] != text)
            {
                throw new FileError(path, rows.Line, $"a second, different value for {key.Replace('\u001f', ' ')}.");
            }
        }

        return values;
    }

    internal static string Key(string item, string? field) => field is null ? item : $"{item}\u001f{field}";
}
