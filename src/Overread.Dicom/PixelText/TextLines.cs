namespace Overread.Dicom.PixelText;

/// <summary>
/// Finds rows of strokes by shape alone: neighbours of like height, colour and stroke on one line (the grouping of Epshtein,
/// Ofek and Wexler, Detecting text in natural scenes with stroke width transform, CVPR 2010, over components instead of
/// rays). Made to miss nothing; what it finds too much, reading and a person take away.
/// </summary>
internal static class TextLines
{
    // A wide window for text on even ground; a narrow, stricter one for text that touches frames, rulers or other lines.
    private static readonly (int Radius, double Deviations)[] Windows = [(14, 0.4), (8, 0.9)];

    private const int LeastHeight = 5;
    private const double LargestGap = 1.1;
    private const int HeightRatio = 2;
    private const double LargestSpace = 2;
    private const double Sure = 0.5;

    /// <summary>Rows of a picture: bright and dark text, lying and standing.</summary>
    internal static List<TextLine> Find(GreyPicture picture)
    {
        List<TextLine> lines = [];
        using LocalContrast contrast = new(picture);
        GreyPicture inverse = picture.Inverse();
        foreach ((int radius, double deviations) in Windows)
        {
            (bool[] bright, bool[] dark) = contrast.Mark(radius, deviations);
            Add(lines, StrokeComponents.Find(picture, bright, (x, y) => contrast.Mean(x, y, radius)));
            Add(lines, StrokeComponents.Find(inverse, dark, (x, y) => 255 - contrast.Mean(x, y, radius)));
        }

        return lines;
    }

    private static void Add(List<TextLine> lines, List<StrokeComponent> strokes)
    {
        List<TextLine> lying = Rows(strokes, false);
        List<TextLine> standing = Rows([.. strokes.Select(Turned)], true);
        lines.AddRange(lying);
        // Lines below one another give columns of letters: those are no standing text.
        lines.AddRange(standing.Where(column => !lying.Exists(row => Covers(row, column))));
    }

    private static StrokeComponent Turned(StrokeComponent stroke) => stroke with { Box = Turned(stroke.Box) };

    private static bool Covers(TextLine row, TextLine column) =>
        row.Letters >= column.Letters
        && row.Score >= column.Score
        && row.Box.Overlap(column.Box) * 4 > (long)column.Box.Width * column.Box.Width;

    private static List<TextLine> Rows(List<StrokeComponent> strokes, bool vertical)
    {
        StrokeComponent[] sorted = [.. strokes.Where(IsLetter).OrderBy(stroke => stroke.Box.Left)];
        int[] parent = [.. Enumerable.Range(0, sorted.Length)];
        for (int i = 0; i < sorted.Length; i++)
        {
            // A neighbour is at most twice as high, and stands no further off than its height and a little more.
            double reach = sorted[i].Box.Right + (LargestGap * HeightRatio * sorted[i].Box.Height);
            for (int j = i + 1; j < sorted.Length && sorted[j].Box.Left <= reach; j++)
            {
                if (AreNeighbours(sorted[i], sorted[j]))
                {
                    parent[Root(parent, i)] = Root(parent, j);
                }
            }
        }

        List<TextLine> lines = [];
        List<StrokeComponent> alone = [];
        foreach (var group in Enumerable.Range(0, sorted.Length).GroupBy(i => Root(parent, i), i => sorted[i]))
        {
            List<StrokeComponent> letters = [.. group];
            bool row = letters.Count > 1 || letters[0].Box.Width > 2 * letters[0].Box.Height;
            if (row && Line(letters, vertical) is { } line)
            {
                lines.Add(line);
            }

            if (letters.Count <= 2)
            {
                alone.AddRange(letters);
            }
        }

        return [.. lines.Select(line => line.Score < Sure ? line : WithEnds(line, alone))];
    }

    /// <summary>Takes in initials and single digits that stand a space further along a sure line.</summary>
    private static TextLine WithEnds(TextLine line, List<StrokeComponent> alone)
    {
        PixelBox box = line.Vertical ? Turned(line.Box) : line.Box;
        bool grown = true;
        while (grown)
        {
            grown = false;
            foreach (StrokeComponent stroke in alone)
            {
                PixelBox other = stroke.Box;
                int gap = Math.Max(other.Left - box.Right, box.Left - other.Right);
                bool along =
                    gap <= LargestSpace * box.Height
                    && gap > -other.Width
                    && other.Top >= box.Top - (box.Height / 3)
                    && other.Bottom <= box.Bottom + (box.Height / 3)
                    && other.Height * 3 >= box.Height
                    && Math.Abs(stroke.Level - line.Level) * 5 <= Math.Abs(line.Level - line.Ground);
                if (along && Joined(box, other) is { } joined && joined != box)
                {
                    box = joined;
                    grown = true;
                }
            }
        }

        return line with
        {
            Box = line.Vertical ? Turned(box) : box,
        };
    }

    private static PixelBox Turned(PixelBox box) => new(box.Top, box.Left, box.Height, box.Width);

    private static int Root(int[] parent, int i)
    {
        while (parent[i] != i)
        {
            parent[i] = parent[parent[i]];
            i = parent[i];
        }

        return i;
    }

    private static bool IsLetter(StrokeComponent stroke)
    {
        PixelBox box = stroke.Box;
        double fill = (double)stroke.Area / (box.Width * box.Height);
        return box.Height >= LeastHeight
            && box.Width <= 14 * box.Height
            && box.Height <= 12 * box.Width
            && fill >= 0.12
            // A letter is made of strokes; a filled patch is not.
            && stroke.Stroke <= Math.Max(3.5, 0.55 * box.Height);
    }

    private static bool AreNeighbours(StrokeComponent one, StrokeComponent other)
    {
        PixelBox a = one.Box;
        PixelBox b = other.Box;
        int lower = Math.Min(a.Height, b.Height);
        int taller = Math.Max(a.Height, b.Height);
        int shared = Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top);
        int gap = b.Left - a.Right;
        int level = Math.Max(14, Math.Max(one.Contrast, other.Contrast) / 4);
        return taller <= HeightRatio * lower
            && shared * 2 >= lower
            && gap <= LargestGap * taller
            && gap >= -0.5 * taller
            && Math.Abs(one.Level - other.Level) <= level
            && Math.Max(one.Stroke, other.Stroke) <= 2.2 * Math.Min(one.Stroke, other.Stroke);
    }

    private static TextLine? Line(List<StrokeComponent> letters, bool vertical)
    {
        PixelBox box = letters.Select(letter => letter.Box).Aggregate(Joined);
        double[] heights = [.. letters.Select(letter => (double)letter.Box.Height).Order()];
        double height = heights[heights.Length / 2];
        // A line that climbs or a heap of specks is taller than its letters.
        if (box.Height > 1.9 * height + 2 || box.Width < box.Height)
        {
            return null;
        }

        return new TextLine(
            vertical ? new PixelBox(box.Top, box.Left, box.Height, box.Width) : box,
            vertical,
            letters.Count,
            (int)letters.Average(letter => letter.Level),
            (int)letters.Average(letter => letter.Ground),
            LineScore.Of(letters, box, height, vertical)
        );
    }

    internal static PixelBox Joined(PixelBox one, PixelBox other)
    {
        int left = Math.Min(one.Left, other.Left);
        int top = Math.Min(one.Top, other.Top);
        return new PixelBox(
            left,
            top,
            Math.Max(one.Right, other.Right) - left,
            Math.Max(one.Bottom, other.Bottom) - top
        );
    }
}
