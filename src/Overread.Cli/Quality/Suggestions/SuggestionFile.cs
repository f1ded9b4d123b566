using Overread.Cli.Quality.Files;
using Overread.Quality.Suggestions;

namespace Overread.Cli.Quality.Suggestions;

/// <summary>Reads with what was suggested: item, reader, suggestion, final, and, if there, first, truth, planted, seconds.</summary>
internal sealed class SuggestionFile
{
    private static readonly string[] s_yes = ["yes", "true", "1"];
    private static readonly string[] s_no = ["no", "false", "0", ""];

    private readonly Dictionary<string, int> _categories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _readers = new(StringComparer.Ordinal);

    private SuggestionFile() { }

    internal List<SuggestedRead> Reads { get; } = [];

    internal IReadOnlyList<string> Readers => [.. _readers.Keys];

    internal static SuggestionFile Load(string path, FileReading reading)
    {
        SuggestionFile file = new();
        using TableRows rows = TableRows.Open(path, reading);
        int item = ColumnRoles.Find(rows, "item", ColumnRoles.Item, reading, main: true);
        int reader = ColumnRoles.Find(rows, "reader", ColumnRoles.Reader, reading, main: true);
        int truth = ColumnRoles.Find(rows, "truth", ColumnRoles.Truth, reading, main: true);
        int Column(params string[] names) => ColumnRoles.Find(rows.Header, names);
        int suggestion = Column("suggestion", "suggested");
        int final = Column("final", "answer", "label");
        int first = Column("first", "own");
        int planted = Column("planted");
        int seconds = Column("seconds", "duration");
        (int At, string Name)[] needed =
        [
            (item, "item"),
            (reader, "reader"),
            (suggestion, "suggestion"),
            (final, "final"),
        ];
        if (needed.FirstOrDefault(column => column.At < 0).Name is { } lacking)
        {
            throw new FileError(
                path,
                1,
                $"there is no column '{lacking}'; item, reader, suggestion (empty where none was shown) and final are needed, first, truth, planted and seconds may stand beside. The header is {string.Join(',', rows.Header)}."
            );
        }

        HashSet<(string, string)> seen = [];
        while (rows.Next())
        {
            string who = rows.Cell(reader).ToString();
            string what = rows.Cell(item).ToString();
            if (who.Length == 0 || what.Length == 0 || rows.Cell(final).IsEmpty)
            {
                throw new FileError(path, rows.Line, "item, reader and final must not be empty.");
            }

            if (!seen.Add((who, what)))
            {
                throw new FileError(path, rows.Line, $"a second read of {what} by {who}; give each its own item name.");
            }

            file.Reads.Add(
                new SuggestedRead(
                    Number(file._readers, who),
                    file.Category(rows, suggestion),
                    file.Category(rows, first),
                    file.Category(rows, final),
                    file.Category(rows, truth),
                    Planted(rows, planted, suggestion, truth),
                    Seconds(rows, seconds)
                )
            );
        }

        return file.Reads.Count > 0 ? file : throw new FileError(path, 0, "there is no read in it.");
    }

    private int Category(TableRows rows, int column) =>
        column < 0 || rows.Cell(column).IsEmpty ? -1 : Number(_categories, rows.Cell(column).ToString());

    private static bool Planted(TableRows rows, int column, int suggestion, int truth)
    {
        string text = column < 0 ? "" : rows.Cell(column).ToString().ToLowerInvariant();
        if (!s_yes.Contains(text))
        {
            return s_no.Contains(text)
                ? false
                : throw new FileError(rows.Path, rows.Line, $"'{text}' in the column planted is neither yes nor no.");
        }

        bool wrong =
            truth >= 0
            && !rows.Cell(truth).IsEmpty
            && !rows.Cell(suggestion).IsEmpty
            && !rows.Cell(suggestion).SequenceEqual(rows.Cell(truth));
        return wrong
            ? true
            : throw new FileError(
                rows.Path,
                rows.Line,
                "a planted suggestion must be wrong: the columns suggestion and truth must be filled and differ."
            );
    }

    private static double? Seconds(TableRows rows, int column)
    {
        if (column < 0 || rows.Cell(column).IsEmpty)
        {
            return null;
        }

        return rows.Number(column, out double seconds) && seconds > 0 && double.IsFinite(seconds)
            ? seconds
            : throw new FileError(rows.Path, rows.Line, $"'{rows[column]}' is no positive number of seconds.");
    }

    private static int Number(Dictionary<string, int> numbers, string name)
    {
        if (!numbers.TryGetValue(name, out int number))
        {
            numbers[name] = number = numbers.Count;
        }

        return number;
    }
}
