using System.Globalization;
using System.Text.RegularExpressions;
using Overread.Cli.Quality.Files;
using Overread.Text.Negation;

namespace Overread.Cli.Quality.Weak;

/// <summary>What labelling functions say of texts, as the table of votes that they could have been given as.</summary>
internal static class FunctionVotes
{
    private static readonly string[] s_texts = ["text", "report", "reports", "note", "impression"];

    /// <summary>Asks every function about every text; one that says nothing abstains.</summary>
    /// <param name="path">Table of texts, or, without a header, of one column.</param>
    /// <param name="column">The column with the text; null for the usual names.</param>
    /// <param name="bare">Whether the table is one column without a header.</param>
    /// <param name="functions">The functions.</param>
    /// <param name="reading">How tables are read.</param>
    internal static TableRows Ask(
        string path,
        string? column,
        bool bare,
        IReadOnlyList<LabellingFunction> functions,
        FileReading reading
    )
    {
        bool fields = functions.Any(function => function.Field is not null);
        List<(long, string?[])> votes = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        using TableRows rows = bare ? Headless(path) : TableRows.Open(path, reading);
        int text = ColumnRoles.Find(rows.Header, column is null ? s_texts : [column]);
        int item = ColumnRoles.Find(rows, "item", ColumnRoles.Item, reading);
        if (text < 0)
        {
            throw new FileError(
                path,
                1,
                $"there is no column '{column ?? "text"}' with the texts (--text-column NAME, or --no-header); the header is {string.Join(',', rows.Header)}."
            );
        }

        int row = 0;
        while (rows.Next())
        {
            row++;
            string name = item < 0 ? row.ToString(CultureInfo.InvariantCulture) : rows.Cell(item).ToString();
            if (!seen.Add(name))
            {
                throw new FileError(path, rows.Line, $"a second text of the item {name}.");
            }

            string words = rows[text].ToString();
            Lazy<MentionContext> around = new(() => new MentionContext(words));
            foreach (LabellingFunction function in functions)
            {
                string? label = Votes(function, words, around, path, rows.Line) ? function.Label : null;
                votes.Add(
                    (
                        rows.Line,
                        fields ? [name, function.Name, label, function.Field ?? ""] : [name, function.Name, label]
                    )
                );
            }
        }

        return new MemoryRows(path, fields ? ["item", "reader", "label", "field"] : ["item", "reader", "label"], votes);
    }

    private static bool Votes(
        LabellingFunction function,
        string words,
        Lazy<MentionContext> around,
        string path,
        long line
    )
    {
        try
        {
            return function.Votes(words, around);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new FileError(
                path,
                line,
                $"the pattern of {function.Name} needs more than a second for this text; write it without nested repetitions and look-arounds."
            );
        }
    }

    private static CsvRows Headless(string path)
    {
        try
        {
            return CsvRows.Of(path, new StringReader("text\n" + File.ReadAllText(path)), ',');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileError(path, 0, e.Message);
        }
    }
}
