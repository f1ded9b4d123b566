namespace Overread.Imaging.Contours;

/// <summary>
/// Joins holes to what surrounds them by a cut that is walked there and back (a keyhole, DICOM PS3.3 C.8.8.6.3), so that each ring stands
/// for itself and readers that know no holes draw none. By the even-odd rule the joined ring encloses the same.
/// </summary>
public static class Keyholes
{
    /// <summary>Joins the holes among rings.</summary>
    /// <param name="rings">Closed rings x0, y0, x1, y1 …, of which those within an odd number of others are holes.</param>
    /// <returns>Rings without holes.</returns>
    public static IReadOnlyList<double[]> Join(IReadOnlyList<double[]> rings)
    {
        if (rings.Count < 2)
        {
            return rings;
        }

        List<double[]> joined = [];
        List<(double[] Ring, int Corner)> holes = [];
        for (int i = 0; i < rings.Count; i++)
        {
            if (IsHole(rings, i))
            {
                holes.Add((rings[i], Leftmost(rings[i])));
            }
            else
            {
                joined.Add(rings[i]);
            }
        }

        // From left to right: what lies left of a hole is then joined already.
        foreach ((double[] ring, int corner) in holes.OrderBy(h => h.Ring[h.Corner]).ThenBy(h => h.Ring[h.Corner + 1]))
        {
            if (Nearest(joined, ring[corner], ring[corner + 1]) is { } cut)
            {
                joined[cut.Ring] = Joined(joined[cut.Ring], cut.Edge, cut.X, ring, corner);
            }
            else
            {
                joined.Add(ring);
            }
        }

        return joined;
    }

    private static double[] Joined(double[] outer, int edge, double x, double[] hole, int corner)
    {
        List<double> all = [.. outer.AsSpan(0, edge + 2)];
        double y = hole[corner + 1];
        all.AddRange([x, y]);
        all.AddRange(hole.AsSpan(corner));
        all.AddRange(hole.AsSpan(0, corner + 2));
        all.AddRange([x, y]);
        all.AddRange(outer.AsSpan(edge + 2));
        return [.. all];
    }

    /// <summary>The side nearest to the left of a place, on its height.</summary>
    private static (int Ring, int Edge, double X)? Nearest(List<double[]> rings, double x, double y)
    {
        (int Ring, int Edge, double X)? best = null;
        for (int r = 0; r < rings.Count; r++)
        {
            double[] ring = rings[r];
            for (int i = 0; i < ring.Length; i += 2)
            {
                int j = i + 2 == ring.Length ? 0 : i + 2;
                (double y0, double y1) = (ring[i + 1], ring[j + 1]);
                if (y0 == y1 || y < Math.Min(y0, y1) || y > Math.Max(y0, y1))
                {
                    continue;
                }

                double at = ring[i] + ((y - y0) / (y1 - y0) * (ring[j] - ring[i]));
                if (at <= x && (best is null || at > best.Value.X))
                {
                    best = (r, i, at);
                }
            }
        }

        return best;
    }

    private static int Leftmost(double[] ring)
    {
        int best = 0;
        for (int i = 2; i < ring.Length; i += 2)
        {
            best = ring[i] < ring[best] || (ring[i] == ring[best] && ring[i + 1] < ring[best + 1]) ? i : best;
        }

        return best;
    }

    /// <summary>Whether a ring lies in an odd number of others, told by a place just inside of its leftmost corner.</summary>
    private static bool IsHole(IReadOnlyList<double[]> rings, int which)
    {
        double[] ring = rings[which];
        int corner = Leftmost(ring);
        int count = ring.Length;
        (double px, double py) = (ring[(corner - 2 + count) % count], ring[(corner - 1 + count) % count]);
        (double nx, double ny) = (ring[(corner + 2) % count], ring[(corner + 3) % count]);
        // Between the corner and its neighbours, very near to the corner: inside of the ring, and on no side of another.
        double x = ring[corner] + (1e-3 * ((px + nx) / 2 - ring[corner])) + 1e-7;
        double y = ring[corner + 1] + (1e-3 * ((py + ny) / 2 - ring[corner + 1]));
        int inside = 0;
        for (int r = 0; r < rings.Count; r++)
        {
            inside += r != which && Contains(rings[r], x, y) ? 1 : 0;
        }

        return (inside & 1) == 1;
    }

    private static bool Contains(double[] ring, double x, double y)
    {
        bool inside = false;
        for (int i = 0; i < ring.Length; i += 2)
        {
            int j = i + 2 == ring.Length ? 0 : i + 2;
            (double y0, double y1) = (ring[i + 1], ring[j + 1]);
            if ((y0 > y) != (y1 > y) && x < ring[i] + ((y - y0) / (y1 - y0) * (ring[j] - ring[i])))
            {
                inside = !inside;
            }
        }

        return inside;
    }
}
