using Overread.Imaging.Marks;

namespace Overread.Imaging.Contours;

/// <summary>
/// Pixels whose centre lies inside an odd number of rings (even-odd rule): holes, islands in holes, and keyholes come out right,
/// and rings of one plane combine by exclusive or. A centre on a left or upper edge is inside, on a right or lower one outside.
/// </summary>
public static class PolygonFill
{
    /// <summary>Fills rings.</summary>
    /// <param name="rings">Closed rings in pixel-edge coordinates, x0, y0, x1, y1 …; closing edges are implied.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <returns>The marked part; null where no pixel centre is inside.</returns>
    public static MaskPatch? Fill(IReadOnlyList<double[]> rings, int width, int height)
    {
        (double top, double bottom) = (double.MaxValue, double.MinValue);
        foreach (double[] ring in rings)
        {
            for (int i = 1; i < ring.Length; i += 2)
            {
                top = Math.Min(top, ring[i]);
                bottom = Math.Max(bottom, ring[i]);
            }
        }

        if (!(top <= bottom))
        {
            return null;
        }

        int first = (int)Math.Clamp(Math.Ceiling(top - 0.5), 0, height);
        int last = (int)Math.Clamp(Math.Ceiling(bottom - 0.5), 0, height);
        if (first >= last)
        {
            return null;
        }

        byte[] rows = new byte[(last - first) * width];
        List<double>[] crossings = new List<double>[last - first];
        foreach (double[] ring in rings)
        {
            Cross(ring, first, last, crossings);
        }

        for (int y = 0; y < crossings.Length; y++)
        {
            if (crossings[y] is not { } row)
            {
                continue;
            }

            row.Sort();
            for (int i = 0; i + 1 < row.Count; i += 2)
            {
                int from = (int)Math.Clamp(Math.Ceiling(row[i] - 0.5), 0, width);
                int to = (int)Math.Clamp(Math.Ceiling(row[i + 1] - 0.5), 0, width);
                if (to > from)
                {
                    rows.AsSpan((y * width) + from, to - from).Fill(1);
                }
            }
        }

        MaskPatch? patch = MaskPatch.Of(rows, width);
        return patch is null ? null : patch with { Y = patch.Y + first };
    }

    private static void Cross(double[] ring, int first, int last, List<double>[] crossings)
    {
        int count = ring.Length / 2;
        for (int i = 0; i < count; i++)
        {
            int j = i + 1 == count ? 0 : i + 1;
            (double x0, double y0, double x1, double y1) = (
                ring[2 * i],
                ring[(2 * i) + 1],
                ring[2 * j],
                ring[(2 * j) + 1]
            );
            if (y0 == y1)
            {
                continue;
            }

            if (y0 > y1)
            {
                (x0, y0, x1, y1) = (x1, y1, x0, y0);
            }

            // Half open in y, so that a corner on a line of centres counts once.
            int from = (int)Math.Clamp(Math.Ceiling(y0 - 0.5), first, last);
            int to = (int)Math.Clamp(Math.Ceiling(y1 - 0.5), first, last);
            double slope = (x1 - x0) / (y1 - y0);
            for (int y = from; y < to; y++)
            {
                (crossings[y - first] ??= []).Add(x0 + ((y + 0.5 - y0) * slope));
            }
        }
    }
}
