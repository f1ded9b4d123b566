using System.Text.RegularExpressions;

namespace Overread.Architecture.Tests;

/// <summary>The table of ASVS sections names tests that are there, or says why a row has none.</summary>
public partial class AsvsTests
{
    [Fact]
    public void Every_row_names_tests_that_are_there_or_says_why_it_has_none()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Overread.slnx")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        string[] sources =
        [
            .. Directory
                .EnumerateFiles(Path.Combine(root, "tests"), "*.cs", SearchOption.AllDirectories)
                .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
                .Select(File.ReadAllText),
        ];
        string[][] rows =
        [
            .. File.ReadLines(Path.Combine(root, "docs/conformance/asvs.md"))
                .Where(l => l.StartsWith("| V", StringComparison.Ordinal))
                .Select(l => l.Split('|')[1..^1].Select(c => c.Trim()).ToArray()),
        ];
        Assert.True(rows.Length > 40);
        Assert.All(rows, r => Assert.True(r.Length == 4, $"A row has four cells: {r[0]}"));
        Assert.Equal(rows.Length, rows.Select(r => r[0]).Distinct().Count());
        foreach (string[] row in rows)
        {
            string[] tests = [.. Named().Matches(row[2]).Select(m => m.Groups[1].Value)];
            bool reasoned =
                row[2].StartsWith("not applicable, because ", StringComparison.Ordinal)
                || row[2].StartsWith("does not hold: ", StringComparison.Ordinal);
            Assert.True(reasoned != tests.Length > 0, $"{row[0]} names tests, or says why it has none.");
            foreach (string[] test in tests.Where(_ => !reasoned).Select(t => t.Split('.')))
            {
                Assert.True(
                    test.Length == 2
                        && sources.Any(s =>
                            Regex.IsMatch(s, $@"\bclass {test[0]}\b")
                            && Regex.IsMatch(
                                s,
                                $@"^    public (async )?(Task|void) {test[1]}\(",
                                RegexOptions.Multiline
                            )
                        ),
                    $"{row[0]}: there is no test {string.Join('.', test)}."
                );
            }
        }
    }

    [GeneratedRegex("`([A-Za-z]+Tests\\.[A-Za-z_]+)`")]
    private static partial Regex Named();
}
