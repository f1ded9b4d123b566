namespace Overread.Domain.Guidelines;

/// <summary>
/// What two texts have in common line by line: a longest common subsequence (Wagner and Fischer 1974), removed lines before
/// added ones. What stands between the common beginning and the common end of texts with very many lines is shown as replaced.
/// </summary>
public static class TextDiff
{
    private const long MostCells = 4_000_000;

    /// <summary>The lines of both texts in order. The lines that are not added are the old text, those not removed the new one.</summary>
    public static IReadOnlyList<DiffLine> Lines(string before, string after)
    {
        string[] old = Split(before);
        string[] now = Split(after);
        int start = 0;
        while (start < old.Length && start < now.Length && old[start] == now[start])
        {
            start++;
        }

        int end = 0;
        while (
            end < old.Length - start
            && end < now.Length - start
            && old[old.Length - 1 - end] == now[now.Length - 1 - end]
        )
        {
            end++;
        }

        return
        [
            .. old[..start].Select(l => new DiffLine(DiffKind.Same, l)),
            .. Middle(old[start..(old.Length - end)], now[start..(now.Length - end)]),
            .. old[(old.Length - end)..].Select(l => new DiffLine(DiffKind.Same, l)),
        ];
    }

    private static List<DiffLine> Middle(string[] old, string[] now)
    {
        if ((long)old.Length * now.Length > MostCells)
        {
            return
            [
                .. old.Select(l => new DiffLine(DiffKind.Removed, l)),
                .. now.Select(l => new DiffLine(DiffKind.Added, l)),
            ];
        }

        // common[i, j]: length of the longest common subsequence of what begins at line i of the old and j of the new text.
        int[,] common = new int[old.Length + 1, now.Length + 1];
        for (int i = old.Length - 1; i >= 0; i--)
        {
            for (int j = now.Length - 1; j >= 0; j--)
            {
                common[i, j] =
                    old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        List<DiffLine> lines = [];
        int at = 0;
        int to = 0;
        while (at < old.Length || to < now.Length)
        {
            if (at < old.Length && to < now.Length && old[at] == now[to])
            {
                lines.Add(new(DiffKind.Same, old[at++]));
                to++;
            }
            else if (to == now.Length || (at < old.Length && common[at + 1, to] >= common[at, to + 1]))
            {
                lines.Add(new(DiffKind.Removed, old[at++]));
            }
            else
            {
                lines.Add(new(DiffKind.Added, now[to++]));
            }
        }

        return lines;
    }

    private static string[] Split(string text) => text.Length == 0 ? [] : text.ReplaceLineEndings("\n").Split('\n');
}
