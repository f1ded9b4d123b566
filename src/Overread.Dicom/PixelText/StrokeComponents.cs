namespace Overread.Dicom.PixelText;

/// <summary>
/// Strokes: pixels that stand out from their window (<see cref="LocalContrast"/>), joined where they touch. Rows are taken run
/// by run (Rosenfeld and Pfaltz, Sequential operations in digital picture processing, J. ACM 1966, over runs): noise has many
/// pixels and few of them are worth more than a look.
/// </summary>
internal sealed class StrokeComponents
{
    private const int LeastContrast = 14;
    private const int Smallest = 3;
    private const int Tallest = 96;
    private const int Widest = 400;

    /// <summary>Pixels of one row that stand out side by side, and the run before it of the same component.</summary>
    private record struct Run(int Row, int Left, int Right, int Parent);

    /// <summary>What is known of a component when all its runs were seen; its runs are a chain from the last to the first.</summary>
    private record struct Shape(int Left, int Top, int Right, int Bottom, int Area, int Border, int LastRun);

    private readonly GreyPicture _picture;
    private readonly Func<int, int, double> _ground;
    private readonly List<Run> _runs = [];

    // Sides that a run shares with runs above it.
    private int[] _shared = [];

    private StrokeComponents(GreyPicture picture, Func<int, int, double> ground)
    {
        _picture = picture;
        _ground = ground;
    }

    /// <summary>Components of a picture, by the first of their pixels from the top left.</summary>
    /// <param name="picture">The picture, in which they are bright.</param>
    /// <param name="stands">True for each pixel that stands out.</param>
    /// <param name="ground">Mean grey value around a column and a row.</param>
    internal static List<StrokeComponent> Find(GreyPicture picture, bool[] stands, Func<int, int, double> ground) =>
        new StrokeComponents(picture, ground).Find(stands);

    private List<StrokeComponent> Find(bool[] stands)
    {
        ReadRuns(stands);
        (Shape[] shapes, int[] before) = Shapes();
        List<StrokeComponent> found = [];
        Span<int> counts = stackalloc int[256];
        foreach (Shape shape in shapes)
        {
            if (shape.Area >= Smallest && Describe(shape, before, counts) is { } component)
            {
                found.Add(component);
            }
        }

        return found;
    }

    private void ReadRuns(bool[] stands)
    {
        int width = _picture.Width;
        List<int> shared = [];
        int above = 0;
        for (int y = 0; y < _picture.Height; y++)
        {
            int first = _runs.Count;
            ReadOnlySpan<bool> row = stands.AsSpan(y * width, width);
            for (int x = 0; x < width; x++)
            {
                int ahead = row[x..].IndexOf(true);
                if (ahead < 0)
                {
                    break;
                }

                int left = x + ahead;
                int length = row[left..].IndexOf(false);
                x = length < 0 ? width : left + length;
                _runs.Add(new Run(y, left, x, _runs.Count));
                shared.Add(0);
            }

            Join(above, first, shared);
            above = first;
        }

        _shared = [.. shared];
    }

    /// <summary>Joins the runs of the last row with those above that they touch, corners included.</summary>
    private void Join(int above, int first, List<int> shared)
    {
        int upper = above;
        for (int lower = first; lower < _runs.Count; lower++)
        {
            Run run = _runs[lower];
            while (upper < first && _runs[upper].Right < run.Left)
            {
                upper++;
            }

            for (int at = upper; at < first && _runs[at].Left <= run.Right; at++)
            {
                shared[lower] += Math.Max(0, Math.Min(run.Right, _runs[at].Right) - Math.Max(run.Left, _runs[at].Left));
                Unite(lower, at);
            }
        }
    }

    // The earlier run is the root, so that components come in the order of their first pixels.
    private void Unite(int one, int other)
    {
        int first = Root(one);
        int second = Root(other);
        if (first != second)
        {
            int later = Math.Max(first, second);
            _runs[later] = _runs[later] with { Parent = Math.Min(first, second) };
        }
    }

    private int Root(int run)
    {
        while (_runs[run].Parent != run)
        {
            int parent = _runs[_runs[run].Parent].Parent;
            _runs[run] = _runs[run] with { Parent = parent };
            run = parent;
        }

        return run;
    }

    private (Shape[] Shapes, int[] Before) Shapes()
    {
        int[] number = new int[_runs.Count];
        int[] before = new int[_runs.Count];
        List<Shape> shapes = [];
        for (int i = 0; i < number.Length; i++)
        {
            Run run = _runs[i];
            int length = run.Right - run.Left;
            int border = 2 + (2 * length) - (2 * _shared[i]);
            int root = Root(i);
            if (root == i)
            {
                number[i] = shapes.Count;
                before[i] = -1;
                shapes.Add(new Shape(run.Left, run.Row, run.Right, run.Row + 1, length, border, i));
                continue;
            }

            number[i] = number[root];
            Shape shape = shapes[number[i]];
            before[i] = shape.LastRun;
            shapes[number[i]] = new Shape(
                Math.Min(shape.Left, run.Left),
                shape.Top,
                Math.Max(shape.Right, run.Right),
                run.Row + 1,
                shape.Area + length,
                shape.Border + border,
                i
            );
        }

        return ([.. shapes], before);
    }

    private StrokeComponent? Describe(Shape shape, int[] before, Span<int> counts)
    {
        PixelBox box = new(shape.Left, shape.Top, shape.Right - shape.Left, shape.Bottom - shape.Top);
        if (box.Height > Tallest || box.Width > Widest)
        {
            return null;
        }

        counts.Clear();
        for (int i = shape.LastRun; i >= 0; i = before[i])
        {
            Run run = _runs[i];
            foreach (byte grey in _picture.Pixels.AsSpan((run.Row * _picture.Width) + run.Left, run.Right - run.Left))
            {
                counts[grey]++;
            }
        }

        int level = 255;
        for (int above = counts[255]; level > 0 && above < (shape.Area + 4) / 5; above += counts[level])
        {
            level--;
        }

        double ground = _ground(box.Left + (box.Width / 2), box.Top + (box.Height / 2));
        int contrast = level - (int)ground;
        if (contrast < LeastContrast)
        {
            return null;
        }

        int flat = 0;
        foreach (int count in counts[(level - (contrast / 4))..])
        {
            flat += count;
        }

        return new StrokeComponent(
            box,
            shape.Area,
            level,
            (int)ground,
            2.0 * shape.Area / shape.Border,
            (double)flat / shape.Area
        );
    }
}
