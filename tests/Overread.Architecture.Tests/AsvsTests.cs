using System.Text.RegularExpressions;

namespace Overread.Architecture.Tests;

/// <summary>The table of ASVS 5.0.0 has every requirement of the levels 1 and 2, and each names tests that are there or says why it has none.</summary>
public partial class AsvsTests
{
    private const string First = """
        1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.5.1 2.1.1 2.2.1 2.2.2 2.3.1 3.2.1 3.2.2 3.3.1 3.4.1 3.4.2 3.5.1
        3.5.2 3.5.3 4.1.1 4.4.1 5.2.1 5.2.2 5.3.1 5.3.2 6.1.1 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.3.1
        6.3.2 6.4.1 6.4.2 7.2.1 7.2.2 7.2.3 7.2.4 7.4.1 7.4.2 8.1.1 8.2.1 8.2.2 8.3.1 9.1.1 9.1.2 9.1.3 9.2.1 10.4.1
        10.4.2 10.4.3 10.4.4 10.4.5 11.3.1 11.3.2 11.4.1 12.1.1 12.2.1 12.2.2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1
        15.3.1
        """;

    private const string Second = """
        1.1.1 1.1.2 1.2.6 1.2.7 1.2.8 1.2.9 1.3.3 1.3.4 1.3.5 1.3.6 1.3.7 1.3.8 1.3.9 1.3.10 1.3.11 1.4.1 1.4.2 1.4.3
        1.5.2 2.1.2 2.1.3 2.2.3 2.3.2 2.3.3 2.3.4 2.4.1 3.3.2 3.3.3 3.3.4 3.4.3 3.4.4 3.4.5 3.4.6 3.5.4 3.5.5 3.7.1
        3.7.2 4.1.2 4.1.3 4.2.1 4.3.1 4.3.2 4.4.2 4.4.3 4.4.4 5.1.1 5.2.3 5.4.1 5.4.2 5.4.3 6.1.2 6.1.3 6.2.9 6.2.10
        6.2.11 6.2.12 6.3.3 6.3.4 6.4.3 6.4.4 6.5.1 6.5.2 6.5.3 6.5.4 6.5.5 6.6.1 6.6.2 6.6.3 6.8.1 6.8.2 6.8.3 6.8.4
        7.1.1 7.1.2 7.1.3 7.3.1 7.3.2 7.4.3 7.4.4 7.4.5 7.5.1 7.5.2 7.6.1 7.6.2 8.1.2 8.2.3 8.4.1 9.2.2 9.2.3 9.2.4
        10.1.1 10.1.2 10.2.1 10.2.2 10.3.1 10.3.2 10.3.3 10.3.4 10.4.6 10.4.7 10.4.8 10.4.9 10.4.10 10.4.11 10.5.1
        10.5.2 10.5.3 10.5.4 10.5.5 10.6.1 10.6.2 10.7.1 10.7.2 10.7.3 11.1.1 11.1.2 11.2.1 11.2.2 11.2.3 11.3.3
        11.4.2 11.4.3 11.4.4 11.5.1 11.6.1 12.1.2 12.1.3 12.3.1 12.3.2 12.3.3 12.3.4 13.1.1 13.2.1 13.2.2 13.2.3
        13.2.4 13.2.5 13.3.1 13.3.2 13.4.2 13.4.3 13.4.4 13.4.5 14.1.1 14.1.2 14.2.2 14.2.3 14.2.4 14.3.2 14.3.3
        15.1.2 15.1.3 15.2.2 15.2.3 15.3.2 15.3.3 15.3.4 15.3.5 15.3.6 15.3.7 16.1.1 16.2.1 16.2.2 16.2.3 16.2.4
        16.2.5 16.3.1 16.3.2 16.3.3 16.3.4 16.4.1 16.4.2 16.4.3 16.5.1 16.5.2 16.5.3 17.1.1 17.2.1 17.2.2 17.2.3
        17.2.4 17.3.1 17.3.2
        """;

    private static readonly string Root = SourceTree.Root;
    private static readonly string[] Workbench = ["core", "kinds", "modalities", "shell", "ui"];

    [Fact]
    public void Every_number_of_levels_1_and_2_has_one_row_with_its_level()
    {
        Dictionary<string, string> levels = Numbers(First)
            .ToDictionary(n => n, _ => "1")
            .Concat(Numbers(Second).Select(n => new KeyValuePair<string, string>(n, "2")))
            .ToDictionary();
        Assert.Equal(253, levels.Count);
        string[][] rows = Rows();
        Assert.Empty(levels.Keys.Except(rows.Select(r => r[0])));
        Assert.Equal(levels.Count, rows.Length);
        Assert.All(rows, r => Assert.Equal(levels[r[0]], r[1]));
        // In the order of the standard, so that a line is found.
        Assert.Equal(rows.Select(r => r[0]), rows.Select(r => r[0]).OrderBy(Order));
    }

    [Fact]
    public void Every_row_names_tests_that_are_there_or_says_why_it_has_none()
    {
        string[] sources =
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories)
                .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
                .Select(File.ReadAllText),
        ];
        foreach (string[] row in Rows())
        {
            Assert.True(row.Length == 5, $"A row has five cells: {row[0]}");
            Assert.True(row[2].Length is > 0 and < 140, $"{row[0]} says in a few words what it asks.");
            string[] tests = [.. Named().Matches(row[3]).Select(m => m.Groups[1].Value)];
            Match[] plays = [.. Played().Matches(row[3]).Select(m => m)];
            Assert.All(
                plays,
                play =>
                    Assert.Contains(
                        Directory
                            .EnumerateFiles(Path.Combine(Root, "tests/Overread.Browser"), play.Groups[1].Value)
                            .Concat(
                                Workbench.SelectMany(f =>
                                    Directory.EnumerateFiles(
                                        Path.Combine(Root, "web", f),
                                        play.Groups[1].Value,
                                        SearchOption.AllDirectories
                                    )
                                )
                            ),
                        file =>
                            Regex.IsMatch(
                                File.ReadAllText(file),
                                $@"\btest\(\s*['`""]{Regex.Escape(play.Groups[2].Value)}['`""]"
                            )
                    )
            );
            bool reasoned =
                row[3].StartsWith("not applicable, because ", StringComparison.Ordinal)
                || row[3].StartsWith("does not hold: ", StringComparison.Ordinal);
            Assert.True(
                reasoned != (tests.Length + plays.Length > 0),
                $"{row[0]} names tests, or says why it has none."
            );
            Assert.True(!reasoned || row[4].Length == 0, $"{row[0]} says what is wanting twice.");
            foreach (string[] test in tests.Select(t => t.Split('.')))
            {
                Assert.True(
                    sources.Any(s =>
                        Regex.IsMatch(s, $@"\bclass {test[0]}\b")
                        && Regex.IsMatch(s, $@"^    public (async )?(Task|void) {test[1]}\(", RegexOptions.Multiline)
                    ),
                    $"{row[0]}: there is no test {string.Join('.', test)}."
                );
            }
        }
    }

    private static string[] Numbers(string text) =>
        text.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries);

    private static int Order(string number) =>
        number
            .Split('.')
            .Aggregate(
                0,
                (sum, part) => (sum * 100) + int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)
            );

    private static string[][] Rows() =>
        [
            .. File.ReadLines(Path.Combine(Root, "docs/conformance/asvs.md"))
                .Where(l => Numbered().IsMatch(l))
                .Select(l => l.Split('|')[1..^1].Select(c => c.Trim()).ToArray()),
        ];

    [GeneratedRegex(@"^\| \d")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"`([a-z-]+\.(?:mjs|test\.tsx?)): ([^`]+)`")]
    private static partial Regex Played();

    [GeneratedRegex("`([A-Za-z0-9]+Tests\\.[A-Za-z0-9_]+)`")]
    private static partial Regex Named();
}
