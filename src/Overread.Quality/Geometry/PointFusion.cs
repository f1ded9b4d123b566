namespace Overread.Quality.Geometry;

/// <summary>
/// One set of points out of several readers' landmarks or lesion centres. The closest points of different readers are
/// joined first (agglomeration by centres, one point per reader in a group); a group's point is the median per axis, which
/// one stray reader cannot pull away.
/// </summary>
public static class PointFusion
{
    /// <summary>Fuses.</summary>
    /// <param name="readers">The points of each reader who read the item, in millimetres; also of those who marked none.</param>
    /// <param name="farthest">Largest distance between the centres of groups that are joined, in millimetres, positive.</param>
    /// <param name="share">Share of readers that a point needs; 0.5 asks for at least half.</param>
    /// <returns>Points with the number of readers behind them, most first.</returns>
    public static IReadOnlyList<((double X, double Y, double Z) Point, int Readers)> Fuse(
        IReadOnlyList<IReadOnlyList<(double X, double Y, double Z)>> readers,
        double farthest,
        double share = 0.5
    )
    {
        ArgumentNullException.ThrowIfNull(readers);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(farthest);

        // Points are ordered by place, whoever marked them: the result does not depend on the order of readers.
        List<List<((double X, double Y, double Z) Point, int Reader)>> groups =
        [
            .. readers
                .SelectMany((points, reader) => points.Select(point => (Point: point, Reader: reader)))
                .OrderBy(entry => entry.Point)
                .Select(entry => new List<((double X, double Y, double Z) Point, int Reader)> { entry }),
        ];
        while (Closest(groups, farthest) is var (first, second))
        {
            groups[first].AddRange(groups[second]);
            groups.RemoveAt(second);
        }

        List<((double X, double Y, double Z) Point, int Readers)> fused = [];
        foreach (
            List<((double X, double Y, double Z) Point, int Reader)> group in groups.Where(group =>
                group.Count >= (share * readers.Count) - 1e-9
            )
        )
        {
            int marks = group.Count;
            fused.Add(
                (
                    (Median(group, entry => entry.X), Median(group, entry => entry.Y), Median(group, entry => entry.Z)),
                    marks
                )
            );
        }

        return [.. fused.OrderByDescending(entry => entry.Readers).ThenBy(entry => entry.Point)];
    }

    private static (int First, int Second)? Closest(
        List<List<((double X, double Y, double Z) Point, int Reader)>> groups,
        double farthest
    )
    {
        (int, int)? found = null;
        double least = farthest * farthest;
        for (int i = 0; i < groups.Count; i++)
        {
            for (int j = i + 1; j < groups.Count; j++)
            {
                double x = groups[i].Average(entry => entry.Point.X) - groups[j].Average(entry => entry.Point.X);
                double y = groups[i].Average(entry => entry.Point.Y) - groups[j].Average(entry => entry.Point.Y);
                double z = groups[i].Average(entry => entry.Point.Z) - groups[j].Average(entry => entry.Point.Z);
                double square = (x * x) + (y * y) + (z * z);
                bool disjoint = !groups[i].Exists(entry => groups[j].Exists(other => other.Reader == entry.Reader));
                if (disjoint && (square < least || (square == least && found is null)))
                {
                    (found, least) = ((i, j), square);
                }
            }
        }

        return found;
    }

    private static double Median(
        List<((double X, double Y, double Z) Point, int Reader)> group,
        Func<(double X, double Y, double Z), double> axis
    )
    {
        double[] values = [.. group.Select(entry => axis(entry.Point)).Order()];
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
