using Overread.Quality;

namespace Overread.Cli.Quality;

/// <summary>
/// A file of labels: one row per item, reader and, when there is such a column, field. The usual names of the columns in
/// crowd data sets are understood too.
/// </summary>
internal sealed class LabelFile
{
    private static readonly string[] s_item = ["item", "task", "case", "study", "question_id"];
    private static readonly string[] s_reader = ["reader", "worker", "annotator", "rater", "labeler"];
    private static readonly string[] s_field = ["field", "finding"];
    private static readonly string[] s_label = ["label", "answer", "category", "rating", "response"];

    private LabelFile(string path, TextColumn items, TextColumn readers, TextColumn? fields, TextColumn labels)
    {
        Path = path;
        Items = items;
        Readers = readers;
        Fields = fields;
        Labels = labels;
    }

    internal string Path { get; }

    internal TextColumn Items { get; }

    internal TextColumn Readers { get; }

    /// <summary>The field of each row; null when the file has a single, unnamed one.</summary>
    internal TextColumn? Fields { get; }

    internal TextColumn Labels { get; }

    /// <summary>The names of the fields; one null when the file has no such column.</summary>
    internal IReadOnlyList<string?> FieldNames => Fields is null ? [null] : [.. Fields.Names];

    /// <summary>Reads a CSV or, by its extension, a Parquet file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="order">Order of the categories; null for numbers by value, else names by character.</param>
    /// <param name="only">The readers to keep; null for all.</param>
    /// <param name="sets">What parts the members of a label that is a set; null when labels are single.</param>
    internal static LabelFile Load(
        string path,
        IReadOnlyList<string>? order = null,
        IReadOnlyList<string>? only = null,
        string? sets = null
    )
    {
        LabelFile file = Load(path, order, only);
        return sets is null ? file : LabelSets.Spread(file, sets);
    }

    private static LabelFile Load(string path, IReadOnlyList<string>? order, IReadOnlyList<string>? only)
    {
        if (path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
        {
            return Build(path, ParquetRows.Open(path), order, only);
        }

        using CsvRows rows = CsvRows.Open(path);
        return Read(path, rows, order, only);
    }

    internal static LabelFile Read(
        string path,
        CsvRows rows,
        IReadOnlyList<string>? order,
        IReadOnlyList<string>? only = null
    )
    {
        int[] at = Columns(path, rows.Header);
        TextColumn[] columns = [new(), new(), new(), new()];
        while (rows.Next())
        {
            if (only is not null && !only.Contains(rows[at[1]].ToString()))
            {
                continue;
            }

            for (int i = 0; i < 4; i++)
            {
                if (at[i] >= 0)
                {
                    ReadOnlySpan<char> cell = rows[at[i]];
                    if (cell.IsEmpty && i < 3)
                    {
                        throw new FileError(path, rows.Line, $"the column '{rows.Header[at[i]]}' is empty.");
                    }

                    columns[i].Add(cell);
                }
            }
        }

        return Sealed(path, columns, at[2] >= 0, order);
    }

    /// <summary>The ratings of one field, with the names of its categories.</summary>
    internal (Ratings Ratings, IReadOnlyList<string> Categories, IReadOnlyList<string> Items) Field(
        int field,
        RepeatPolicy repeats,
        bool allItems = false
    )
    {
        int[] rows =
        [
            .. Enumerable.Range(0, Items.Codes.Length).Where(row => Fields is null || Fields.Codes[row] == field),
        ];
        int[] items = Remap(rows, Items, out List<string> itemNames);
        if (allItems)
        {
            (items, itemNames) = ([.. rows.Select(row => Items.Codes[row])], [.. Items.Names]);
        }

        int[] categories = Remap(rows, Labels, out List<string> categoryNames);
        int[] readers = [.. rows.Select(row => Readers.Codes[row])];
        try
        {
            Ratings ratings = Ratings.FromTriples(
                items,
                readers,
                categories,
                itemNames.Count,
                Readers.Names.Count,
                categoryNames.Count,
                repeats
            );
            return (ratings, categoryNames, itemNames);
        }
        catch (ArgumentException refused) when (repeats == RepeatPolicy.Refuse)
        {
            throw new FileError(Path, 0, Name(refused.Message, itemNames));
        }
    }

    private string Name(string message, List<string> items)
    {
        string[] words = message.Split(' ');
        return int.TryParse(words[1], out int reader) && int.TryParse(words[4], out int item)
            ? $"reader {Readers.Names[reader]} gave item {items[item]} two different labels; choose --repeats first, last or all."
            : message;
    }

    private static int[] Remap(int[] rows, TextColumn column, out List<string> names)
    {
        bool[] seen = new bool[column.Names.Count];
        foreach (int row in rows)
        {
            if (column.Codes[row] >= 0)
            {
                seen[column.Codes[row]] = true;
            }
        }

        int[] rank = new int[seen.Length];
        names = [];
        for (int code = 0; code < seen.Length; code++)
        {
            if (seen[code])
            {
                rank[code] = names.Count;
                names.Add(column.Names[code]);
            }
        }

        return [.. rows.Select(row => column.Codes[row] < 0 ? -1 : rank[column.Codes[row]])];
    }

    private static LabelFile Build(
        string path,
        ParquetRows table,
        IReadOnlyList<string>? order,
        IReadOnlyList<string>? only
    )
    {
        int[] at = Columns(path, table.Header);
        TextColumn[] columns = [new(), new(), new(), new()];
        for (int i = 0; i < 4; i++)
        {
            if (at[i] < 0)
            {
                continue;
            }

            string?[] cells = table.Column(at[i]);
            string?[] readers = table.Column(at[1]);
            for (int row = 0; row < cells.Length; row++)
            {
                if (only is not null && !only.Contains(readers[row]))
                {
                    continue;
                }

                if (string.IsNullOrEmpty(cells[row]) && i < 3)
                {
                    throw new FileError(path, row + 1, $"the column '{table.Header[at[i]]}' is empty.");
                }

                columns[i].Add(cells[row]);
            }
        }

        return Sealed(path, columns, at[2] >= 0, order);
    }

    internal static LabelFile Sealed(string path, TextColumn[] columns, bool fields, IReadOnlyList<string>? order)
    {
        for (int i = 0; i < 4; i++)
        {
            columns[i].Seal(i == 3 ? order : null);
        }

        return new LabelFile(path, columns[0], columns[1], fields ? columns[2] : null, columns[3]);
    }

    private static int[] Columns(string path, IReadOnlyList<string> header)
    {
        int[] at = [Find(header, s_item), Find(header, s_reader), Find(header, s_field), Find(header, s_label)];
        string[] needed = ["item", "reader", "field", "label"];
        for (int i = 0; i < 4; i++)
        {
            if (at[i] < 0 && i != 2)
            {
                throw new FileError(
                    path,
                    1,
                    $"no column '{needed[i]}'. The header must be item,reader,label or item,reader,field,answer; "
                        + $"it is {string.Join(',', header)}."
                );
            }
        }

        return at;
    }

    internal static int Find(IReadOnlyList<string> header, params string[] names)
    {
        for (int i = 0; i < header.Count; i++)
        {
            if (names.Contains(header[i], StringComparer.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
