using Overread.Quality.Numerics;

namespace Overread.Quality.Geometry;

/// <summary>
/// One region out of several readers' polygons: the places that more than a share of the readers marked. Every reader's
/// region is turned into signed distances from its border; the k-th largest of them is positive exactly where k readers
/// marked the place, and its zero line, found by marching squares (Lorensen and Cline 1987 in the plane), is the outline.
/// </summary>
public static class PolygonFusion
{
    /// <summary>Fuses.</summary>
    /// <param name="readers">The polygons of each reader who read the item, closed implicitly; also of those who marked none.</param>
    /// <param name="cell">Step of the grid on which distances are taken: outlines are right to a small part of it.</param>
    /// <param name="share">0.5 is the majority; exactly this share of readers is not enough.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <returns>Closed outlines: the area of an outer one is positive, of a hole negative.</returns>
    /// <exception cref="ArgumentException">The share or the cell is out of range, or the grid is too large.</exception>
    public static IReadOnlyList<IReadOnlyList<PlanePoint>> Fuse(
        IReadOnlyList<IReadOnlyList<IReadOnlyList<PlanePoint>>> readers,
        double cell,
        double share = 0.5,
        int threads = 1
    )
    {
        ArgumentNullException.ThrowIfNull(readers);
        if (!(cell > 0) || !(share >= 0 && share < 1))
        {
            throw new ArgumentException($"The cell {cell} must be positive, the share {share} at least 0 and below 1.");
        }

        PlanePoint[] all = [.. readers.SelectMany(reader => reader).SelectMany(polygon => polygon)];
        if (all.Length == 0)
        {
            return [];
        }

        double left = all.Min(point => point.X) - (1.5 * cell);
        double top = all.Min(point => point.Y) - (1.5 * cell);
        double width = Math.Ceiling((all.Max(point => point.X) - left) / cell) + 2;
        double height = Math.Ceiling((all.Max(point => point.Y) - top) / cell) + 2;
        if (!(width * height <= 1 << 26))
        {
            throw new ArgumentException($"A cell of {cell} makes a grid of {width} × {height}: choose a larger one.");
        }

        int needed = (int)Math.Floor((share * readers.Count) + 1e-9) + 1;
        float[] field = Field(readers, needed, left, top, cell, (int)width, (int)height, threads);
        return
        [
            .. ContourLines
                .Zero(field, (int)width, (int)height)
                .Select(ring =>
                    (IReadOnlyList<PlanePoint>)
                        [.. ring.Select(point => new PlanePoint(left + (point.X * cell), top + (point.Y * cell)))]
                ),
        ];
    }

    /// <summary>The signed area of a closed outline.</summary>
    public static double Area(IReadOnlyList<PlanePoint> outline)
    {
        ArgumentNullException.ThrowIfNull(outline);
        double twice = 0;
        for (int i = 0; i < outline.Count; i++)
        {
            PlanePoint next = outline[(i + 1) % outline.Count];
            twice += (outline[i].X * next.Y) - (next.X * outline[i].Y);
        }

        return twice / 2;
    }

    /// <summary>Per grid node the <paramref name="needed"/>-th largest signed distance of the readers' regions.</summary>
    private static float[] Field(
        IReadOnlyList<IReadOnlyList<IReadOnlyList<PlanePoint>>> readers,
        int needed,
        double left,
        double top,
        double cell,
        int width,
        int height,
        int threads
    )
    {
        float[] field = new float[width * height];
        FixedBlocks.Run(
            height,
            threads,
            y =>
            {
                float[] distances = new float[readers.Count];
                for (int x = 0; x < width; x++)
                {
                    PlanePoint node = new(left + (x * cell), top + (y * cell));
                    for (int r = 0; r < distances.Length; r++)
                    {
                        distances[r] = (float)Signed(readers[r], node);
                    }

                    Array.Sort(distances);
                    field[(y * width) + x] = needed <= distances.Length ? distances[^needed] : -1;
                }
            }
        );
        return field;
    }

    /// <summary>Distance to the border of the union of polygons, positive inside.</summary>
    private static double Signed(IReadOnlyList<IReadOnlyList<PlanePoint>> polygons, PlanePoint node)
    {
        double best = double.NegativeInfinity;
        foreach (IReadOnlyList<PlanePoint> polygon in polygons)
        {
            double square = double.MaxValue;
            bool inside = false;
            for (int i = 0, j = polygon.Count - 1; i < polygon.Count; j = i++)
            {
                PlanePoint a = polygon[i];
                PlanePoint b = polygon[j];
                square = Math.Min(square, node.SquareTo(a, b));
                if (a.Y > node.Y != b.Y > node.Y && node.X < ((b.X - a.X) * (node.Y - a.Y) / (b.Y - a.Y)) + a.X)
                {
                    inside = !inside;
                }
            }

            best = Math.Max(best, polygon.Count == 0 ? double.NegativeInfinity : (inside ? 1 : -1) * Math.Sqrt(square));
        }

        return best;
    }
}
