using System.Text.RegularExpressions;
using Overread.Quality.Tests.Cli;

namespace Overread.Quality.Tests.Docs;

/// <summary>
/// Runs every console block of the quality documentation: the line after <c>$ overread</c> is run, and each further line
/// must appear in what it prints. <c>data/</c> is the folder of public data sets, <c>examples/</c>
/// lies beside the pages, and <c>recheck.csv</c> is what the page says it is.
/// </summary>
public sealed partial class WorkedExamples
{
    public static TheoryData<string> Pages => [.. Files().Select(path => Path.GetRelativePath(Root(), path))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Print_what_the_page_says(string page)
    {
        string text = File.ReadAllText(Path.Combine(Root(), page));
        int blocks = 0;
        foreach (Match block in ConsoleBlock().Matches(text))
        {
            blocks++;
            string[] lines = block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.StartsWith("$ overread ", lines[0], StringComparison.Ordinal);
            using Tool tool = new();
            string[] arguments =
            [
                .. lines[0]
                    ["$ overread ".Length..]
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(word =>
                        word.StartsWith("data/", StringComparison.Ordinal) ? SharedData.Path(word.Split('/')[1..])
                        : word.StartsWith("examples/", StringComparison.Ordinal)
                            ? Path.Combine(Root(), "docs", "quality", word)
                        : word == "recheck.csv" ? Recheck(tool)
                        : word
                    ),
            ];
            (_, string output, string error) = tool.Run(arguments);
            string printed = Spaces().Replace(output + error, " ");
            foreach (string line in lines[1..].Where(line => line.Trim() != "…"))
            {
                Assert.Contains(Spaces().Replace(line.Trim(), " "), printed, StringComparison.Ordinal);
            }
        }

        Assert.True(
            blocks > 0
                || page.EndsWith("coverage.md", StringComparison.Ordinal)
                || page.Contains("how-to", StringComparison.Ordinal)
                || page.EndsWith("mutation.md", StringComparison.Ordinal)
        );
    }

    private static string Recheck(Tool tool)
    {
        string[] gold = File.ReadAllLines(SharedData.Path("rte", "gold.csv"));
        string[] chosen = [gold[0], .. gold.Where((_, i) => (i + 1) % 7 == 0)];
        return tool.Write("recheck.csv", string.Join('\n', chosen) + "\n");
    }

    private static string[] Files() => Directory.GetFiles(Path.Combine(Root(), "docs", "quality"), "*.md");

    internal static string Root()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Overread.slnx")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new InvalidOperationException("The repository was not found.");
    }

    [GeneratedRegex(@"```console\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ConsoleBlock();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
