namespace Overread.Dicom.Deface;

/// <summary>
/// A set of cells, and the morphology of it with balls whose radius is in millimetres. Beyond the grid counts as outside for growing, as inside for shrinking, so that
/// what the field of view cuts off does not recede from the cut.
/// </summary>
internal sealed class CellMask(CellGrid grid, bool[] cells)
{
    internal CellGrid Grid { get; } = grid;

    internal bool[] Cells { get; } = cells;

    internal int Count => Cells.Count(cell => cell);

    internal bool this[int index] => Cells[index];

    internal static CellMask Where(CellGrid grid, Func<int, bool> holds)
    {
        bool[] cells = new bool[grid.Count];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = holds(i);
        }

        return new CellMask(grid, cells);
    }

    internal CellMask And(CellMask other) => Where(Grid, i => Cells[i] && other.Cells[i]);

    internal CellMask Grown(double millimetres) => new(Grid, Near(millimetres, true));

    internal CellMask Shrunk(double millimetres)
    {
        bool[] near = Near(millimetres, false);
        for (int i = 0; i < near.Length; i++)
        {
            near[i] = !near[i];
        }

        return new CellMask(Grid, near);
    }

    internal CellMask Opened(double millimetres) => Shrunk(millimetres).Grown(millimetres);

    internal CellMask Closed(double millimetres) => Grown(millimetres).Shrunk(millimetres);

    /// <summary>Connected parts (by sides), largest first; those with fewer cells are left out.</summary>
    internal List<List<int>> Parts(int least)
    {
        List<List<int>> parts = [];
        bool[] met = new bool[Cells.Length];
        Span<int> near = stackalloc int[6];
        for (int start = 0; start < Cells.Length; start++)
        {
            if (!Cells[start] || met[start])
            {
                continue;
            }

            List<int> part = [start];
            met[start] = true;
            for (int at = 0; at < part.Count; at++)
            {
                int count = Grid.Neighbours(part[at], near);
                for (int n = 0; n < count; n++)
                {
                    if (Cells[near[n]] && !met[near[n]])
                    {
                        met[near[n]] = true;
                        part.Add(near[n]);
                    }
                }
            }

            if (part.Count >= least)
            {
                parts.Add(part);
            }
        }

        parts.Sort((a, b) => b.Count != a.Count ? b.Count.CompareTo(a.Count) : a[0].CompareTo(b[0]));
        return parts;
    }

    internal static CellMask Of(CellGrid grid, List<int> part)
    {
        bool[] cells = new bool[grid.Count];
        foreach (int index in part)
        {
            cells[index] = true;
        }

        return new CellMask(grid, cells);
    }

    /// <summary>The set with everything that cannot be reached from the grid's sides without crossing it.</summary>
    internal CellMask Filled()
    {
        bool[] outside = new bool[Cells.Length];
        Stack<(int Row, int X)> open = new();
        for (int row = 0; row < Grid.Depth * Grid.Height; row++)
        {
            (int z, int y) = Math.DivRem(row, Grid.Depth);
            bool side = y == 0 || z == 0 || y == Grid.Depth - 1 || z == Grid.Height - 1;
            for (int x = 0; x < Grid.Width; x += side ? 1 : Math.Max(1, Grid.Width - 1))
            {
                open.Push((row, x));
                while (open.TryPop(out (int Row, int X) at))
                {
                    Flood(outside, open, at.Row, at.X);
                }
            }
        }

        for (int i = 0; i < outside.Length; i++)
        {
            outside[i] = !outside[i];
        }

        return new CellMask(Grid, outside);
    }

    /// <summary>Takes the run of free cells about a cell for outside, and notes a cell of each run that touches it.</summary>
    private void Flood(bool[] outside, Stack<(int Row, int X)> open, int row, int x)
    {
        int start = row * Grid.Width;
        if (Cells[start + x] || outside[start + x])
        {
            return;
        }

        (int from, int to) = (x, x + 1);
        while (from > 0 && !Cells[start + from - 1])
        {
            from--;
        }

        while (to < Grid.Width && !Cells[start + to])
        {
            to++;
        }

        outside.AsSpan(start + from, to - from).Fill(true);
        (int z, int y) = Math.DivRem(row, Grid.Depth);
        Note(y > 0, row - 1);
        Note(y < Grid.Depth - 1, row + 1);
        Note(z > 0, row - Grid.Depth);
        Note(z < Grid.Height - 1, row + Grid.Depth);

        void Note(bool there, int beside)
        {
            bool within = false;
            for (int at = from; there && at < to; at++)
            {
                int cell = (beside * Grid.Width) + at;
                bool free = !Cells[cell] && !outside[cell];
                if (free && !within)
                {
                    open.Push((beside, at));
                }

                within = free;
            }
        }
    }

    /// <summary>Cells whose centre lies within a distance of a cell of the set (or of its complement).</summary>
    private bool[] Near(double millimetres, bool of)
    {
        double cells = millimetres / Grid.Cell;
        return new BallGrowth(Grid, cells * cells).Of(Cells, of);
    }

    /// <summary>
    /// Squared distance in cells to the nearest cell of the set (or of its complement); infinite without any (Felzenszwalb and
    /// Huttenlocher 2012).
    /// </summary>
    internal float[] Distances(bool of)
    {
        float[] d = new float[Cells.Length];
        for (int i = 0; i < d.Length; i++)
        {
            d[i] = Cells[i] == of ? 0 : float.PositiveInfinity;
        }

        int longest = Math.Max(Grid.Width, Math.Max(Grid.Depth, Grid.Height));
        float[] line = new float[longest];
        float[] bounds = new float[longest + 1];
        int[] roots = new int[longest];
        for (int z = 0; z < Grid.Height; z++)
        {
            for (int y = 0; y < Grid.Depth; y++)
            {
                Pass(d, Grid.Index(0, y, z), 1, Grid.Width, line, bounds, roots);
            }

            for (int x = 0; x < Grid.Width; x++)
            {
                Pass(d, Grid.Index(x, 0, z), Grid.Width, Grid.Depth, line, bounds, roots);
            }
        }

        for (int at = 0; at < Grid.Layer; at++)
        {
            Pass(d, at, Grid.Layer, Grid.Height, line, bounds, roots);
        }

        return d;
    }

    /// <summary>One line: the lower envelope of the parabolas rooted at its cells.</summary>
    private static void Pass(float[] d, int start, int stride, int length, float[] line, float[] bounds, int[] roots)
    {
        int last = -1;
        for (int q = 0; q < length; q++)
        {
            float value = d[start + (q * stride)];
            line[q] = value;
            if (float.IsPositiveInfinity(value))
            {
                continue;
            }

            float crossing = float.NegativeInfinity;
            while (last >= 0)
            {
                int r = roots[last];
                crossing = (value + ((float)q * q) - (line[r] + ((float)r * r))) / (2f * (q - r));
                if (crossing > bounds[last])
                {
                    break;
                }

                last--;
            }

            last++;
            roots[last] = q;
            bounds[last] = last == 0 ? float.NegativeInfinity : crossing;
            bounds[last + 1] = float.PositiveInfinity;
        }

        if (last < 0)
        {
            return;
        }

        int k = 0;
        for (int q = 0; q < length; q++)
        {
            while (bounds[k + 1] < q)
            {
                k++;
            }

            int r = roots[k];
            d[start + (q * stride)] = ((float)(q - r) * (q - r)) + line[r];
        }
    }
}
