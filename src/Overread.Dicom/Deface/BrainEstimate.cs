namespace Overread.Dicom.Deface;

/// <summary>
/// Where the brain is, roughly: enough to keep a cut away from it, too rough to measure it by. CT: soft tissue that bone
/// surrounds. MR and PET: bright tissue below the skin. In both, shrinking parts it from what it touches (orbits, neck,
/// scalp); the topmost large part is the brain, and is grown back.
/// </summary>
internal static class BrainEstimate
{
    private const float CtBone = 250;
    private const float CtSoftLeast = -40;
    private const float CtSoftMost = 130;
    private const double Reach = 130;
    private const double LeastMillilitres = 120;
    private const double MostMillilitres = 2400;

    /// <summary>Millimetres by which candidates are shrunk, tried in order: the more, the more surely apart, but rougher.</summary>
    private static readonly double[] Shrinkings = [4, 6, 8, 10, 12];

    /// <summary>Parts of the value that parts bright from dark, above which tissue may be brain in MR and PET.</summary>
    private static readonly double[] Levels = [0.5, 0.75, 1, 1.25, 1.5];

    /// <summary>Estimates, most detailed first; none where nothing looks like a brain.</summary>
    internal static IEnumerable<CellMask> Of(HeadMask head, bool isCt)
    {
        float[] depth = head.DepthBelowAir();
        // Contrast differs from sequence to sequence: where a low level joins brain and scalp, a higher one parts them.
        List<CellMask> candidates = isCt
            ? [Enclosed(head, depth)]
            : [.. Levels.Select(level => Below(head, depth, head.Bright * level))];
        foreach (double millimetres in Shrinkings)
        {
            foreach (CellMask candidate in candidates)
            {
                if (Grow(candidate, millimetres) is { } brain && IsPlausible(brain, depth))
                {
                    yield return brain;
                }
            }
        }
    }

    private static CellMask? Grow(CellMask candidates, double millimetres)
    {
        CellGrid grid = candidates.Grid;
        int least = (int)(20_000 / Math.Pow(grid.Cell, 3));
        List<List<int>> parts = candidates.Shrunk(millimetres).Parts(least);
        if (parts.Count == 0)
        {
            return null;
        }

        // Tongue and muscles of the neck may be large too: the brain is what lies on top.
        List<int> top = parts
            .Where(part => part.Count >= parts[0].Count * 0.3)
            .MaxBy(part => part.Average(index => index / grid.Layer))!;
        CellMask grown = CellMask.Of(grid, top).Grown(millimetres + grid.Cell).And(candidates);
        CellMask whole = grown.Closed(8).Filled().Opened(5);
        List<List<int>> left = whole.Parts(least);
        return left.Count == 0 ? null : CellMask.Of(grid, left[0]);
    }

    private static bool IsPlausible(CellMask brain, float[] depth)
    {
        CellGrid grid = brain.Grid;
        int count = 0;
        int shallow = 0;
        int[] least = [int.MaxValue, int.MaxValue, int.MaxValue];
        int[] most = [-1, -1, -1];
        double near = Math.Pow(4 / grid.Cell, 2);
        for (int i = 0; i < grid.Count; i++)
        {
            if (!brain[i])
            {
                continue;
            }

            count++;
            shallow += depth[i] <= near ? 1 : 0;
            int[] at = [i % grid.Width, i / grid.Width % grid.Depth, i / grid.Layer];
            for (int axis = 0; axis < 3; axis++)
            {
                least[axis] = Math.Min(least[axis], at[axis]);
                most[axis] = Math.Max(most[axis], at[axis]);
            }
        }

        double volume = grid.Millilitres(count);
        double[] size = [.. least.Zip(most, (from, to) => (to - from + 1) * grid.Cell)];
        double box = size[0] * size[1] * size[2] / 1000;
        return volume is >= LeastMillilitres and <= MostMillilitres
            && size[0] is >= 60 and <= 190
            && size[1] is >= 80 and <= 225
            && size[2] is >= 20 and <= 210
            && volume >= box * 0.3
            && shallow <= count * 0.03;
    }

    private static CellMask Below(HeadMask head, float[] depth, double level)
    {
        CellGrid grid = head.Volume.Grid;
        double skin = Math.Pow(6 / grid.Cell, 2);
        float[] values = head.Volume.Values;
        return CellMask.Where(grid, i => head.Solid[i] && values[i] > level && depth[i] >= skin);
    }

    /// <summary>Soft tissue with bone on at least three of four sides and above, within reach of a skull.</summary>
    private static CellMask Enclosed(HeadMask head, float[] depth)
    {
        CellVolume volume = head.Volume;
        CellGrid grid = volume.Grid;
        float[] values = volume.Values;
        byte[] walls = new byte[grid.Count];
        int reach = (int)(Reach / grid.Cell);
        for (int z = 0; z < grid.Height; z++)
        {
            for (int y = 0; y < grid.Depth; y++)
            {
                Sweep(values, walls, grid.Index(0, y, z), 1, grid.Width, reach, 1, 2);
            }

            for (int x = 0; x < grid.Width; x++)
            {
                Sweep(values, walls, grid.Index(x, 0, z), grid.Width, grid.Depth, reach, 4, 8);
            }
        }

        for (int at = 0; at < grid.Layer; at++)
        {
            Sweep(values, walls, at, grid.Layer, grid.Height, reach, 0, 16);
        }

        double skin = Math.Pow(4 / grid.Cell, 2);
        return CellMask.Where(
            grid,
            i =>
                values[i] is > CtSoftLeast and < CtSoftMost
                && (walls[i] & 16) != 0
                && int.PopCount(walls[i] & 15) >= 3
                && depth[i] >= skin
        );
    }

    /// <summary>Marks the cells of a line that have bone before them, and those that have it behind them.</summary>
    private static void Sweep(
        float[] values,
        byte[] walls,
        int start,
        int stride,
        int length,
        int reach,
        byte before,
        byte behind
    )
    {
        int bone = -1;
        for (int i = 0; i < length; i++)
        {
            int at = start + (i * stride);
            bone = values[at] > CtBone ? i : bone;
            walls[at] |= bone >= 0 && i - bone <= reach ? before : (byte)0;
        }

        bone = -1;
        for (int i = length - 1; i >= 0; i--)
        {
            int at = start + (i * stride);
            // A head that the field of view cuts off at the top has its skull there.
            bool ends = behind == 16 && float.IsNaN(values[at]);
            bone = values[at] > CtBone || ends ? i : bone;
            walls[at] |= bone >= 0 && bone - i <= reach ? behind : (byte)0;
        }
    }
}
