namespace Overread.Domain.Modalities.Imaging.Outlines;

/// <summary>
/// Areas inside outlines by the even-odd rule, exact but for rounding: the plane is cut at the height of each corner and of
/// each crossing of two sides, and between two cuts every side is a straight line that meets no other.
/// </summary>
internal static class OutlineArea
{
    /// <summary>Area in square pixels and centre of gravity of what one outline goes around; the centre of the box where the area is nothing.</summary>
    internal static (double Area, PolygonPoint Centre) Of(IReadOnlyList<PolygonPoint> points)
    {
        List<Side> sides = Side.Of(points);
        double area = 0;
        double sumX = 0;
        double sumY = 0;
        foreach ((double top, double bottom) in Bands(sides, []))
        {
            double height = bottom - top;
            double middle = top + (height / 2);
            List<Side> across = Across(sides, middle);
            for (int i = 0; i + 1 < across.Count; i += 2)
            {
                // Widths are linear in a band, their moments quadratic: Simpson's rule is exact.
                (Side left, Side right) = (across[i], across[i + 1]);
                double Width(double y) => right.At(y) - left.At(y);
                double Moment(double y) => ((right.At(y) * right.At(y)) - (left.At(y) * left.At(y))) / 2;
                area += height * Width(middle);
                sumX += height / 6 * (Moment(top) + (4 * Moment(middle)) + Moment(bottom));
                sumY += height / 6 * ((top * Width(top)) + (4 * middle * Width(middle)) + (bottom * Width(bottom)));
            }
        }

        if (area > 0)
        {
            return (area, new(sumX / area, sumY / area));
        }

        OutlineBounds bounds = OutlineBounds.Of(points);
        return (0, new((bounds.Left + bounds.Right) / 2, (bounds.Top + bounds.Bottom) / 2));
    }

    /// <summary>Area in square pixels that lies inside both.</summary>
    internal static double Common(IReadOnlyList<PolygonPoint> first, IReadOnlyList<PolygonPoint> second)
    {
        List<Side> ones = Side.Of(first);
        List<Side> others = Side.Of(second);
        double area = 0;
        foreach ((double top, double bottom) in Bands(ones, others))
        {
            double middle = top + ((bottom - top) / 2);
            double[] a = [.. Across(ones, middle).Select(s => s.At(middle))];
            double[] b = [.. Across(others, middle).Select(s => s.At(middle))];
            area += (bottom - top) * Shared(a, b);
        }

        return area;
    }

    /// <summary>Intersection over union of what two outlines go around, 0 to 1.</summary>
    internal static double Overlap(IReadOnlyList<PolygonPoint> first, IReadOnlyList<PolygonPoint> second)
    {
        if (!OutlineBounds.Of(first).Meets(OutlineBounds.Of(second)))
        {
            return 0;
        }

        double both = Common(first, second);
        double all = Of(first).Area + Of(second).Area - both;
        return all > 0 ? Math.Clamp(both / all, 0, 1) : 0;
    }

    /// <summary>True where two sides cross; sides that touch do not.</summary>
    internal static bool CrossesItself(IReadOnlyList<PolygonPoint> points)
    {
        for (int i = 0; i < points.Count; i++)
        {
            (PolygonPoint a, PolygonPoint b) = (points[i], points[(i + 1) % points.Count]);
            for (int k = i + 2; k < points.Count; k++)
            {
                (PolygonPoint c, PolygonPoint d) = (points[k], points[(k + 1) % points.Count]);
                if (Turn(a, b, c) * Turn(a, b, d) < 0 && Turn(c, d, a) * Turn(c, d, b) < 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>1 or -1 for the side of the line from a to b on which c lies; 0 on the line.</summary>
    private static int Turn(PolygonPoint a, PolygonPoint b, PolygonPoint c) =>
        Math.Sign(((b.X - a.X) * (c.Y - a.Y)) - ((b.Y - a.Y) * (c.X - a.X)));

    /// <summary>Length that lies in intervals of both; each list holds begins and ends in turn, ascending.</summary>
    private static double Shared(double[] a, double[] b)
    {
        double length = 0;
        int i = 0;
        int k = 0;
        while (i + 1 < a.Length && k + 1 < b.Length)
        {
            length += Math.Max(0, Math.Min(a[i + 1], b[k + 1]) - Math.Max(a[i], b[k]));
            if (a[i + 1] < b[k + 1])
            {
                i += 2;
            }
            else
            {
                k += 2;
            }
        }

        return length;
    }

    /// <summary>Heights between which no side begins, ends or meets another.</summary>
    private static IEnumerable<(double Top, double Bottom)> Bands(List<Side> sides, List<Side> others)
    {
        SortedSet<double> cuts = [];
        foreach (Side side in sides.Concat(others))
        {
            cuts.Add(side.Top);
            cuts.Add(side.Bottom);
        }

        cuts.UnionWith(Crossings(sides, others));
        double last = double.NaN;
        foreach (double cut in cuts)
        {
            if (!double.IsNaN(last))
            {
                yield return (last, cut);
            }

            last = cut;
        }
    }

    /// <summary>The heights at which two sides cross, of one outline or of two.</summary>
    private static IEnumerable<double> Crossings(List<Side> sides, List<Side> others)
    {
        Side[] all = [.. sides, .. others];
        Array.Sort(all, (p, q) => p.Top.CompareTo(q.Top));
        for (int i = 0; i < all.Length; i++)
        {
            for (int k = i + 1; k < all.Length && all[k].Top < all[i].Bottom; k++)
            {
                if (all[i].Meets(all[k]) is { } height)
                {
                    yield return height;
                }
            }
        }
    }

    private static List<Side> Across(List<Side> sides, double height)
    {
        List<Side> across = [.. sides.Where(s => s.Top < height && height < s.Bottom)];
        across.Sort((p, q) => p.At(height).CompareTo(q.At(height)));
        return across;
    }

    /// <summary>A side that is not level, from its upper end to its lower one.</summary>
    private readonly record struct Side(double Top, double Bottom, double AtTop, double AtBottom)
    {
        internal static List<Side> Of(IReadOnlyList<PolygonPoint> points)
        {
            List<Side> sides = [];
            for (int i = 0; i < points.Count; i++)
            {
                (PolygonPoint a, PolygonPoint b) = (points[i], points[(i + 1) % points.Count]);
                if (a.Y < b.Y)
                {
                    sides.Add(new(a.Y, b.Y, a.X, b.X));
                }
                else if (b.Y < a.Y)
                {
                    sides.Add(new(b.Y, a.Y, b.X, a.X));
                }
            }

            return sides;
        }

        internal double At(double height) => AtTop + ((AtBottom - AtTop) * ((height - Top) / (Bottom - Top)));

        /// <summary>The height at which both cross, between their ends; null where they do not, or only touch at an end.</summary>
        internal double? Meets(Side other)
        {
            double from = Math.Max(Top, other.Top);
            double to = Math.Min(Bottom, other.Bottom);
            if (from >= to)
            {
                return null;
            }

            double before = At(from) - other.At(from);
            double after = At(to) - other.At(to);
            if (before * after >= 0)
            {
                return null;
            }

            double height = from + ((to - from) * (before / (before - after)));
            return height > from && height < to ? height : null;
        }
    }
}
