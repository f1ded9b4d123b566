using Overread.Cli.Quality.Files;
using Overread.Quality;

namespace Overread.Cli.Quality;

/// <summary>
/// The labels of a file: who gave which item which label in which field, whatever form the file had. The order of categories
/// is that of numbers or the caller's; labels that look missing, alike or mixed are said.
/// </summary>
internal sealed class LabelFile
{
    private static readonly string[] s_looksMissing =
    [
        "na",
        "n/a",
        "#n/a",
        "<na>",
        "nan",
        "null",
        "nil",
        "none",
        "missing",
        "\\n",
        ".",
        "-",
        "--",
        "?",
    ];

    private readonly int[][] _rowsOfField;

    private LabelFile(string path, TextColumn[] columns, bool fields, FileReading reading)
    {
        Path = path;
        Reading = reading;
        foreach (TextColumn column in columns)
        {
            column.Seal();
        }

        (Items, Readers, Fields, Labels, Times) = (
            columns[0],
            columns[1],
            fields ? columns[2] : null,
            columns[3],
            columns[4]
        );
        _rowsOfField = Group();
    }

    internal string Path { get; }

    internal FileReading Reading { get; }

    internal TextColumn Items { get; }

    internal TextColumn Readers { get; }

    /// <summary>The field of each row; null when the file has a single, unnamed one.</summary>
    internal TextColumn? Fields { get; }

    internal TextColumn Labels { get; }

    /// <summary>The time of each row, as text; without rows where times were not asked for.</summary>
    internal TextColumn Times { get; }

    /// <summary>The categories as the caller declared them, lowest first; null when none were.</summary>
    internal IReadOnlyList<string>? Order { get; private init; }

    /// <summary>Whether 1,5 may be a number in this file.</summary>
    internal bool DecimalComma { get; private init; }

    /// <summary>The names of the fields; one null when the file has no such column.</summary>
    internal IReadOnlyList<string?> FieldNames => Fields is null ? [null] : [.. Fields.Names];

    /// <summary>Reads separated text, Parquet, Excel, JSON or a tool's export, by the end of the file's name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="choices">What of it is read; null for all.</param>
    /// <param name="reading">What the caller declared of files; null for nothing.</param>
    internal static LabelFile Load(string path, LabelChoices? choices = null, FileReading? reading = null)
    {
        reading ??= FileReading.Plain;
        using TableRows rows = TableRows.Open(path, reading);
        return Read(rows, choices, reading);
    }

    /// <summary>Reads a table.</summary>
    internal static LabelFile Read(TableRows rows, LabelChoices? choices = null, FileReading? reading = null)
    {
        choices ??= LabelChoices.All;
        if (choices.Order is { } order && order.Distinct(StringComparer.Ordinal).Count() < order.Count)
        {
            throw new ArgumentException($"--order {string.Join(' ', order)}: a category stands twice.");
        }

        LabelFile file = new LabelRows(rows, choices, reading ?? FileReading.Plain).Read();
        return choices.Sets is { } parting ? LabelSets.Spread(file, parting) : file;
    }

    /// <summary>Makes a file of its columns: item, reader, field, label, time.</summary>
    internal static LabelFile Of(
        TableRows rows,
        TextColumn[] columns,
        bool fields,
        LabelChoices choices,
        FileReading reading
    )
    {
        LabelFile file = new(rows.Path, columns, fields, reading)
        {
            Order = choices.Order,
            DecimalComma = rows.DecimalComma,
        };
        if (choices.Sets is null)
        {
            file.Doubt();
        }

        return file;
    }

    /// <summary>The same file with other columns.</summary>
    internal LabelFile With(TextColumn[] columns, bool fields) => new(Path, columns, fields, Reading);

    /// <summary>The ratings of one field, with the names of its categories.</summary>
    internal FieldRatings Field(int field, RepeatPolicy repeats, bool allItems = false)
    {
        int[] rows = _rowsOfField[field];
        int[] items = Remap(rows, Items, out List<string> itemNames);
        if (allItems)
        {
            (items, itemNames) = ([.. rows.Select(row => Items.Codes[row])], [.. Items.Names]);
        }

        int[] labels = Remap(rows, Labels, out List<string> used);
        CategoryScale scale = CategoryScale.Of(this, FieldNames[field], used);
        int[] ranks = [.. used.Select(scale.RankOf)];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = labels[i] < 0 ? -1 : ranks[labels[i]];
        }

        int[] readers = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            readers[i] = Readers.Codes[rows[i]];
        }

        try
        {
            Ratings ratings = Ratings.FromTriples(
                items,
                readers,
                labels,
                itemNames.Count,
                Readers.Names.Count,
                scale.Names.Count,
                repeats
            );
            return new FieldRatings(ratings, scale, itemNames);
        }
        catch (ArgumentException refused) when (repeats == RepeatPolicy.Refuse)
        {
            throw new FileError(Path, 0, Name(refused.Message, itemNames));
        }
    }

    /// <summary>Says which labels a person might have meant otherwise.</summary>
    private void Doubt()
    {
        foreach (string label in Labels.Names.Where(LooksMissing))
        {
            Reading.Note(
                Path,
                $"the label '{label}' (first on line {Labels.LineOf(label)}) is read as a category; if it means missing, say --missing {label}."
            );
        }

        foreach (string[] alike in CategoryScale.Alike(Labels.Names))
        {
            Reading.Note(
                Path,
                $"the labels {string.Join(" and ", alike.Select(label => $"'{label}' (line {Labels.LineOf(label)})"))} differ by case or blanks alone and are read as different."
            );
        }

        bool number = Labels.Names.Any(label => NumberText.TryParse(label, DecimalComma, out _));
        if (
            number
            && Fields is null
            && Labels.Names.FirstOrDefault(label => !NumberText.TryParse(label, DecimalComma, out _)) is { } word
        )
        {
            Reading.Note(
                Path,
                $"labels are numbers and words ('{word}', first on line {Labels.LineOf(word)}), so that all are read as words; 1 and 1.0 would be two."
            );
        }
    }

    private static bool LooksMissing(string label) =>
        s_looksMissing.Contains(label.ToLowerInvariant()) || label is "-9" or "-99" or "-999" or "-9999";

    private string Name(string message, List<string> items)
    {
        string[] words = message.Split(' ');
        return int.TryParse(words[1], out int reader) && int.TryParse(words[4], out int item)
            ? $"reader {Readers.Names[reader]} gave item {items[item]} two different labels; choose --repeats first, last or all."
            : message;
    }

    /// <summary>The rows of each field, in the order of the file.</summary>
    private int[][] Group()
    {
        if (Fields is null)
        {
            return
            [
                [.. Enumerable.Range(0, Items.Codes.Length)],
            ];
        }

        List<int>[] rows = [.. Fields.Names.Select(_ => new List<int>())];
        for (int row = 0; row < Fields.Codes.Length; row++)
        {
            rows[Fields.Codes[row]].Add(row);
        }

        return [.. rows.Select(own => own.ToArray())];
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

        int[] found = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            int code = column.Codes[rows[i]];
            found[i] = code < 0 ? -1 : rank[code];
        }

        return found;
    }
}
