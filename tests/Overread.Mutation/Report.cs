namespace Overread.Mutation;

/// <summary>The table per folder. What no test reaches counts as survived, as Stryker counts it.</summary>
internal static class Report
{
    internal static void Print(IEnumerable<string> results, TextWriter output)
    {
        var rows = results
            .Select(l => l.Split('\t'))
            .Select(w =>
                (Folder: w[2].Contains('/', StringComparison.Ordinal) ? w[2].Split('/')[0] : "(top)", Status: w[1])
            )
            .ToList();
        output.WriteLine("| Folder | Mutants | Killed | Timeout | Survived | No coverage | Score |");
        output.WriteLine("|---|--:|--:|--:|--:|--:|--:|");
        foreach (var folder in rows.GroupBy(r => r.Folder).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            output.WriteLine(Line(folder.Key, [.. folder.Select(r => r.Status)]));
        }

        output.WriteLine(Line("**all**", [.. rows.Select(r => r.Status)]));
    }

    private static string Line(string name, string[] statuses)
    {
        int Count(string status) => statuses.Count(s => s == status);
        int dead = Count("Killed") + Count("Timeout");
        return FormattableString.Invariant(
            $"| {name} | {statuses.Length} | {Count("Killed")} | {Count("Timeout")} | {Count("Survived")} | {Count("NoCoverage")} | {100.0 * dead / statuses.Length:F1} % |"
        );
    }
}
