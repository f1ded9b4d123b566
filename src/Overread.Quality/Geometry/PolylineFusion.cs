namespace Overread.Quality.Geometry;

/// <summary>
/// One line out of several readers' drawings of the same vessel, catheter or midline: each is measured out at even steps
/// along its length, turned the way the most central one runs, and the median per axis is taken at every step.
/// </summary>
public static class PolylineFusion
{
    /// <summary>Fuses.</summary>
    /// <param name="lines">One open line per reader, two points or more each, in any one unit.</param>
    /// <param name="steps">Points of the fused line, at least 2.</param>
    /// <returns>The line, and per reader the root mean square of its distance from it, step by step.</returns>
    /// <exception cref="ArgumentException">No line, a line of one point, or one step.</exception>
    public static (IReadOnlyList<PlanePoint> Line, IReadOnlyList<double> Distances) Fuse(
        IReadOnlyList<IReadOnlyList<PlanePoint>> lines,
        int steps = 64
    )
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        if (lines.Count == 0 || lines.Any(line => line.Count < 2))
        {
            throw new ArgumentException("At least one line is needed, and two points in each.");
        }

        PlanePoint[][] even = [.. lines.Select(line => Even(line, steps))];
        PlanePoint[] central = even.OrderBy(line => even.Sum(other => Math.Sqrt(Apart(line, other))))
            .ThenBy(line => Math.Min(line[0].X, line[^1].X))
            .ThenBy(line => Math.Min(line[0].Y, line[^1].Y))
            .First();

        // The fused line runs from the end that lies further left (then further up), whoever drew it which way.
        bool backwards = (central[^1].X, central[^1].Y).CompareTo((central[0].X, central[0].Y)) < 0;
        PlanePoint[] guide = backwards ? [.. central.Reverse()] : central;
        PlanePoint[][] turned =
        [
            .. even.Select(line => Straight(guide, line) <= Reversed(guide, line) ? line : [.. line.Reverse()]),
        ];
        PlanePoint[] fused = new PlanePoint[steps];
        for (int step = 0; step < steps; step++)
        {
            fused[step] = new PlanePoint(
                Median([.. turned.Select(line => line[step].X)]),
                Median([.. turned.Select(line => line[step].Y)])
            );
        }

        return (fused, [.. turned.Select(line => Math.Sqrt(Straight(fused, line) / steps))]);
    }

    private static double Apart(PlanePoint[] first, PlanePoint[] second) =>
        Math.Min(Straight(first, second), Reversed(first, second));

    private static double Straight(PlanePoint[] first, PlanePoint[] second)
    {
        double sum = 0;
        for (int i = 0; i < first.Length; i++)
        {
            sum += first[i].SquareTo(second[i]);
        }

        return sum;
    }

    private static double Reversed(PlanePoint[] first, PlanePoint[] second)
    {
        double sum = 0;
        for (int i = 0; i < first.Length; i++)
        {
            sum += first[i].SquareTo(second[^(i + 1)]);
        }

        return sum;
    }

    private static PlanePoint[] Even(IReadOnlyList<PlanePoint> line, int steps)
    {
        double[] along = new double[line.Count];
        for (int i = 1; i < along.Length; i++)
        {
            along[i] = along[i - 1] + line[i - 1].DistanceTo(line[i]);
        }

        PlanePoint[] even = new PlanePoint[steps];
        int piece = 1;
        for (int step = 0; step < steps; step++)
        {
            double wanted = along[^1] * step / (steps - 1);
            while (piece < along.Length - 1 && along[piece] < wanted)
            {
                piece++;
            }

            double length = along[piece] - along[piece - 1];
            even[step] = line[piece - 1].Towards(line[piece], length > 0 ? (wanted - along[piece - 1]) / length : 0);
        }

        return even;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
