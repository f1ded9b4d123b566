using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Overread.Architecture.Tests;

/// <summary>The table of requirements names tests that are there, and says of each row what is wanting.</summary>
public partial class RequirementTests
{
    private sealed record Row(string Id, string Clause, string Words, string[] Tests, string Wanting)
    {
        public string State =>
            Tests.Length == 0 ? "not"
            : Wanting.Length == 0 ? "holds"
            : "partly";
    }

    private static readonly string Root = SourceTree.Root;

    [Fact]
    public void The_table_is_made_of_its_rows_and_every_test_in_it_is_there()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Root, "tests/Overread.Architecture.Tests/requirements.txt"));
        List<Row> rows = [.. lines.Where(l => !l.StartsWith('#') && !l.StartsWith('=')).Select(Parse)];
        Assert.Equal(rows.Count, rows.Select(r => r.Id).Distinct().Count());
        Assert.All(rows, r => Assert.True(r.Tests.Length > 0 || r.Wanting.Length > 0, $"{r.Id} says nothing."));
        string[] sources =
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories)
                .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
                .Select(File.ReadAllText),
        ];
        foreach (string test in rows.SelectMany(r => r.Tests).Distinct())
        {
            string[] parts = test.Split('.');
            Assert.True(
                parts.Length == 2
                    && sources.Any(s =>
                        Regex.IsMatch(s, $@"\bclass {parts[0]}\b")
                        && Regex.IsMatch(s, $@"^    public (async )?(Task|void) {parts[1]}\(", RegexOptions.Multiline)
                    ),
                $"There is no test {test}."
            );
        }

        string path = Path.Combine(Root, "docs/conformance/requirements.md");
        string text = Table(lines, rows);
        if (Environment.GetEnvironmentVariable("OVERREAD_WRITE_REQUIREMENTS") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.True(
            File.ReadAllText(path) == text,
            "requirements.txt has changed: run this test with OVERREAD_WRITE_REQUIREMENTS=1 and look at the difference."
        );
    }

    private static Row Parse(string line)
    {
        string[] cells = [.. line.Split('|').Select(c => c.Trim())];
        Assert.True(cells.Length == 5, $"A row has five cells: {line}");
        Assert.Matches(Id(), cells[0]);
        return new(
            cells[0],
            cells[1],
            cells[2],
            cells[3].Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            cells[4]
        );
    }

    private static string Table(string[] lines, List<Row> rows)
    {
        int Of(string state) => rows.Count(r => r.State == state);
        StringBuilder text = new(
            "# Requirements of regulators, and the tests that show them\n\nMade of `tests/Overread.Architecture.Tests/requirements.txt` by `RequirementTests`, which holds that every test is there. In our own\nwords; not legal advice. *holds*: tests show it. *partly*: tests show a part, and the last column says what is wanting. *not*: the last\ncolumn says why. Most clauses bind those who use the platform; a row says what the platform does about it.\n\n"
        );
        text.Append(
            CultureInfo.InvariantCulture,
            $"Of {rows.Count} rows {Of("holds")} hold, {Of("partly")} partly, {Of("not")} do not.\n"
        );
        foreach (string line in lines.Where(l => !l.StartsWith('#')))
        {
            if (line.StartsWith('='))
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"\n## {line[1..].Trim()}\n\n| id | clause | what | state | tests | what is wanting |\n|---|---|---|---|---|---|\n"
                );
                continue;
            }

            Row row = Parse(line);
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {row.Id} | {row.Clause} | {row.Words} | {row.State} | {string.Join("<br>", row.Tests.Select(t => $"`{t}`"))} | {row.Wanting} |\n"
            );
        }

        return text.ToString();
    }

    [GeneratedRegex("^[A-Z][0-9]{1,2}$")]
    private static partial Regex Id();
}
