using Overread.Domain.Modalities.Imaging.Masks;

namespace Overread.Server.Modalities.Imaging.Exports;

/// <summary>Masks column after column, as COCO's run lengths go; ours go row after row.</summary>
internal static class MaskColumns
{
    /// <summary>
    /// COCO's uncompressed counts: free and painted pixels in turn, down the first column, then the next; the first count is of
    /// free pixels, and all together are the picture's.
    /// </summary>
    internal static List<int> Counts(IReadOnlyList<MaskRun> runs, int width, int height)
    {
        List<(int From, int To)>[] columns = new List<(int, int)>[width];
        foreach ((int row, int from, int to) in Rows(runs, width))
        {
            for (int x = from; x < to; x++)
            {
                List<(int From, int To)> column = columns[x] ??= [];
                if (column is [.., (int first, int last)] && last == row)
                {
                    column[^1] = (first, row + 1);
                }
                else
                {
                    column.Add((row, row + 1));
                }
            }
        }

        List<int> counts = [];
        int place = 0;
        for (int x = 0; x < width; x++)
        {
            foreach ((int from, int to) in columns[x] ?? [])
            {
                int start = (x * height) + from;
                if (start == place && counts.Count > 0)
                {
                    // What reaches the foot of one column and the head of the next is one run.
                    counts[^1] += to - from;
                }
                else
                {
                    counts.Add(start - place);
                    counts.Add(to - from);
                }

                place = (x * height) + to;
            }
        }

        if (place < width * height)
        {
            counts.Add((width * height) - place);
        }

        return counts;
    }

    /// <summary>The painted stretches of each row, from above and from the left; half open.</summary>
    internal static IEnumerable<(int Row, int From, int To)> Rows(IReadOnlyList<MaskRun> runs, int width)
    {
        foreach (MaskRun run in runs)
        {
            for (int at = run.Start; at < run.End; )
            {
                int row = at / width;
                int end = Math.Min(run.End, (row + 1) * width);
                yield return (row, at - (row * width), end - (row * width));
                at = end;
            }
        }
    }
}
