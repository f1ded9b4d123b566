using Overread.Cli.Quality.Files;

namespace Overread.Cli.Learning.Sets;

/// <summary>The labels of a table, one row per item: its name, its label, its group, and the line for messages.</summary>
internal sealed class LabelTable
{
    private LabelTable(string path, List<(string Item, string Label, string Group, long Line)> rows) =>
        (Path, Rows) = (path, rows);

    internal string Path { get; }

    internal IReadOnlyList<(string Item, string Label, string Group, long Line)> Rows { get; }

    /// <summary>Reads it; rows without a label are left out and counted in a warning.</summary>
    /// <param name="path">The file.</param>
    /// <param name="choices">Names of columns.</param>
    /// <param name="numbers">Called per row that has a label, to read further columns.</param>
    internal static LabelTable Load(string path, SetChoices choices, Action<TableRows, int, int, int>? numbers = null)
    {
        using TableRows rows = TableRows.Open(path, choices.Reading);
        int item = ColumnRoles.Find(rows, "item", ColumnRoles.Item, choices.Reading, main: true);
        int label = choices.Label is { } named
            ? ColumnRoles.Find(rows.Header, named)
            : ColumnRoles.Find(rows, "label", ColumnRoles.Label, choices.Reading, main: true);
        int group = ColumnRoles.Find(
            rows.Header,
            choices.Group is null ? ["group", "subject", "patient"] : [choices.Group]
        );
        Require(rows, item, "item", "--columns item=NAME");
        Require(rows, label, choices.Label ?? "label", "--label NAME");
        if (choices.Group is { } wanted)
        {
            Require(rows, group, wanted, "--group NAME");
        }

        Dictionary<string, long> seen = new(StringComparer.Ordinal);
        List<(string, string, string, long)> read = [];
        int without = 0;
        while (rows.Next())
        {
            string name = rows.Cell(item).ToString();
            string said = rows.Cell(label).ToString();
            if (name.Length == 0)
            {
                throw new FileError(path, rows.Line, $"the column {rows.Header[item]} is empty: an item needs a name.");
            }

            if (!seen.TryAdd(name, rows.Line))
            {
                throw new FileError(
                    path,
                    rows.Line,
                    $"the item {name} stands on line {seen[name]} already; one row per item is needed (a table of reads is made one by 'overread consensus')."
                );
            }

            if (said.Length == 0 || choices.Reading.Missing.Contains(said))
            {
                without++;
                continue;
            }

            numbers?.Invoke(rows, item, label, group);
            read.Add((name, said, group < 0 ? name : rows.Cell(group).ToString(), rows.Line));
        }

        if (without > 0)
        {
            choices.Reading.Note(path, $"{without} items without a label are left out.");
        }

        return new LabelTable(path, read);
    }

    private static void Require(TableRows rows, int at, string what, string option)
    {
        if (at < 0)
        {
            throw new FileError(
                rows.Path,
                1,
                $"there is no column '{what}' ({option}); the header is {string.Join(',', rows.Header)}."
            );
        }
    }
}
