using System.Text.RegularExpressions;

namespace Overread.Architecture.Tests;

/// <summary>
/// Statements are written with parameters alone: what stands in the text of one is the program's own. Every place where a text that holds SQL
/// takes something in is listed here with what it takes; a new one is looked at and added, or written with a parameter.
/// </summary>
public partial class SqlTests
{
    private static readonly string Source = Path.Combine(SourceTree.Root, "src");

    // The database's own words, and lists of columns that a test of their own holds to be constants.
    private static readonly HashSet<string> Everywhere = ["dialect.Clustered", "dialect.Bytes", "Columns"];

    // File → what it takes in, each looked at: names of tables and columns that the program wrote, conditions that are constants, and
    // places of parameters. None comes from a request or from a row.
    private static readonly Dictionary<string, string[]> Looked = new()
    {
        ["ComputeConsensus.cs"] = ["Where"],
        ["BatchTable.cs"] = ["column"],
        ["StageTable.cs"] = ["column", "name"],
        ["ItemTable.cs"] = ["column", """known("f.id")"""],
        ["CountItems.cs"] = ["one", "where"],
        ["ItemQuery.cs"] = ["arguments.Count"],
        ["ListItems.cs"] = ["arguments.Count - 1", "direction", "sort", "where"],
        ["ReadTable.cs"] = ["item", "reader", """string.Join(", ", some.Select((_, i) => "@" + i))"""],
        ["DicomIndex.cs"] = ["From(caller)", "file"],
        // Of the schema itself: no user input reaches these.
        ["GuardAudit.cs"] = ["name"],
        ["GuardedTable.cs"] = ["name", """RowText(connection, name, "")"""],
        ["SqliteRecordReader.cs"] = ["columns", "more", "where", """(query.NewestFirst ? " DESC" : "")""", "limit"],
        ["SqliteReplay.cs"] = ["table"],
        ["StoreForm.cs"] = ["Table", "column.Definition", "table"],
        ["StoreRepair.cs"] = ["Quoted(index)", "Quoted(name)", "kind"],
        ["StoreScrub.cs"] = ["Patience"],
        ["ThreadTable.cs"] = ["Which"],
        ["TableGuard.cs"] = ["GuardedTable.RowText(_writer, table, r.Prefix)", "r.Sign", "table"],
        ["TwinCheck.cs"] = ["table"],
    };

    [Fact]
    public void What_stands_in_the_text_of_a_statement_is_the_programs_own()
    {
        List<(string File, string Taken, string Statement)> found =
        [
            .. Sources().SelectMany(s => Taken(s.File, s.Text)),
        ];
        Assert.True(found.Count > 50, $"only {found.Count} places were found");
        Assert.All(
            found,
            f =>
                Assert.True(
                    Everywhere.Contains(f.Taken)
                        || Condition().IsMatch(f.Taken)
                        || Looked.GetValueOrDefault(f.File, []).Contains(f.Taken),
                    $"{f.File} puts {{{f.Taken}}} into a statement: write it as a parameter, or look at it and list it here. {f.Statement}"
                )
        );
        // What is listed is still there: a line that nothing needs would let something else through.
        foreach ((string file, string[] taken) in Looked)
        {
            Assert.Empty(taken.Except(found.Where(f => f.File == file).Select(f => f.Taken)));
        }
    }

    [Fact]
    public void Lists_of_columns_are_constants()
    {
        (string File, string Text)[] named =
        [
            .. Sources().Where(s => Taken(s.File, s.Text).Any(t => t.Taken == "Columns")),
        ];
        Assert.True(named.Length > 3);
        Assert.All(named, s => Assert.Matches(@"const string Columns\s*=", s.Text));
    }

    [Fact]
    public void No_statement_is_put_together_by_adding_what_is_not_a_constant()
    {
        // "SELECT … WHERE id = '" + id: a literal with SQL in it, and then something that is neither a literal nor a name of a constant.
        foreach ((string file, string text) in Sources())
        {
            Match match = Added().Match(text);
            Assert.False(match.Success, $"{file}: {match.Value}");
        }

        Assert.Matches(Added(), "Run(\"SELECT a FROM b WHERE c = '\" + given + \"'\")");
        Assert.Matches(Added(), "Run(\"DELETE FROM b WHERE c = \" + request.Value)");
        Assert.DoesNotMatch(Added(), "Run(Columns + \" WHERE id = @0\", id)");
    }

    private static IEnumerable<(string File, string Taken, string Statement)> Taken(string file, string text)
    {
        foreach (Match literal in Interpolated().Matches(text))
        {
            string statement = literal.Groups[1].Success ? literal.Groups[1].Value : literal.Groups[2].Value;
            // A sentence that counts something by a statement of its own is none.
            if (!Words().IsMatch(Holes().Replace(statement, "")))
            {
                continue;
            }

            foreach (Match hole in Holes().Matches(statement))
            {
                yield return (
                    file,
                    Whitespace().Replace(hole.Groups[1].Value, m => m.Value.Contains('\n') ? "" : " "),
                    statement.Trim()
                );
            }
        }
    }

    private static IEnumerable<(string File, string Text)> Sources() =>
        new[]
        {
            "Overread.Server",
            "Overread.Storage",
            "Overread.Storage.Sqlite",
            "Overread.Storage.Files",
            "Overread.Cli",
        }
            .SelectMany(p => Directory.EnumerateFiles(Path.Combine(Source, p), "*.cs", SearchOption.AllDirectories))
            .Select(f => f.Replace('\\', '/'))
            .Where(f =>
                !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal)
            )
            .Select(f => (Path.GetFileName(f), File.ReadAllText(f)));

    [GeneratedRegex("\\$\"\"\"(.*?)\"\"\"|\\$\"((?:[^\"\\\\{]|\\\\.|\\{[^}]*\\})*)\"", RegexOptions.Singleline)]
    private static partial Regex Interpolated();

    [GeneratedRegex(
        @"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|PRAGMA|ALTER TABLE|DROP|ATTACH|REPLACE INTO)\b"
    )]
    private static partial Regex Words();

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Holes();

    // A condition that another table says of itself, about a column that is named here.
    [GeneratedRegex("""^\w+Table\.\w+Sql\("[@\w.]+"\)$""")]
    private static partial Regex Condition();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();

    [GeneratedRegex(
        "\"[^\"\\n]*\\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\\b[^\"\\n]*\\b(?:WHERE|VALUES|SET|FROM)\\b[^\"\\n]*\"\\s*\\+\\s*(?!\")[a-z]\\w*"
    )]
    private static partial Regex Added();
}
