namespace Overread.Dicom.Geometry;

/// <summary>
/// A series in which several frames lie at each position, as positions × times (or phases, b-values, echoes, energies): its order,
/// and what a slider needs. Works on single-frame series and on enhanced multi-frame objects alike.
/// </summary>
public sealed class SeriesDimensions
{
    private SeriesDimensions(int positions, IReadOnlyList<SeriesDimension> dimensions, IReadOnlyList<SliceIndex> order)
    {
        Positions = positions;
        Dimensions = dimensions;
        Order = order;
    }

    /// <summary>Number of positions; at least 2.</summary>
    public int Positions { get; }

    /// <summary>The dimensions, at least one; the first changes slowest in <see cref="Order"/>.</summary>
    public IReadOnlyList<SeriesDimension> Dimensions { get; }

    /// <summary>
    /// All frames: of the first value of each dimension every position along the normal, then of the next value of the last
    /// dimension, and so on.
    /// </summary>
    public IReadOnlyList<SliceIndex> Order { get; }

    /// <summary>
    /// Finds positions and dimensions; null where frames have no positions or several orientations, where one frame lies at each
    /// position, or where positions have different numbers of frames (then time points are missing, and no grid is invented).
    /// </summary>
    /// <param name="instances">Data sets of one series, in any order; pixel data are not read.</param>
    public static SeriesDimensions? Of(IReadOnlyList<Dataset> instances)
    {
        SeriesGeometry geometry = SeriesGeometry.Of(instances);
        if (!geometry.IsOrderedByPosition || geometry.FrameCount < 4)
        {
            return null;
        }

        List<List<SliceIndex>> positions = [];
        double last = double.NaN;
        for (int place = 0; place < geometry.FrameCount; place++)
        {
            double at = geometry.PlaneAt(place)!.Distance;
            if (positions.Count == 0 || Math.Abs(at - last) > 0.01)
            {
                positions.Add([]);
                last = at;
            }

            positions[^1].Add(geometry.Order[place]);
        }

        int times = positions[0].Count;
        if (positions.Count < 2 || times < 2 || positions.Exists(p => p.Count != times))
        {
            return null;
        }

        List<Varying> varying =
        [
            .. FrameAttribute.Of(instances).Select(a => Varying.Of(a, instances, positions)).OfType<Varying>(),
        ];
        // A mere number tells frames apart where nothing says how they differ.
        return Single(varying.FindAll(v => v.Attribute.IsNamed), positions, times)
            ?? Several(varying, positions, times)
            ?? (varying.Exists(v => v.Attribute.IsNamed) ? null : Single(varying, positions, times))
            ?? Row(varying, positions);
    }

    // One attribute tells all frames of a position apart.
    private static SeriesDimensions? Single(List<Varying> varying, List<List<SliceIndex>> positions, int times) =>
        varying.Find(v => v.Count == times) is { } one ? Grid(positions, [one]) : null;

    // Two or three attributes do, and every combination of them is there.
    private static SeriesDimensions? Several(List<Varying> varying, List<List<SliceIndex>> positions, int times)
    {
        for (int a = 0; a < varying.Count; a++)
        {
            for (int b = a + 1; b < varying.Count; b++)
            {
                int product = varying[a].Count * varying[b].Count;
                if (product == times && Grid(positions, [varying[a], varying[b]]) is { } two)
                {
                    return two;
                }

                for (int c = b + 1; c < varying.Count && product < times; c++)
                {
                    if (
                        product * varying[c].Count == times
                        && Grid(positions, [varying[a], varying[b], varying[c]]) is { } three
                    )
                    {
                        return three;
                    }
                }
            }
        }

        return null;
    }

    // Not every combination is there, such as one image without diffusion weighting and three directions with it: one row of
    // all frames of a position, by the first attribute that changes, then by number.
    private static SeriesDimensions Row(List<Varying> varying, List<List<SliceIndex>> positions)
    {
        Varying? first = varying.Find(v => v.Attribute.IsNamed);
        List<List<SliceIndex>> rows =
        [
            .. positions.Select(
                (frames, p) =>
                    first is null
                        ? frames
                        : [.. frames.Select((f, i) => (f, first.Ranks[p][i])).OrderBy(f => f.Item2).Select(f => f.f)]
            ),
        ];
        IReadOnlyList<double> values = first is null
            ? [.. Enumerable.Range(1, positions[0].Count).Select(n => (double)n)]
            : [.. first.Ranks[0].Order().Select(rank => first.Values[rank])];
        SeriesDimension dimension =
            first?.Attribute.Dimension(values) ?? new SeriesDimension("Image at this position", "", values);
        return new(
            positions.Count,
            [dimension],
            [.. Enumerable.Range(0, positions[0].Count).SelectMany(t => rows.Select(row => row[t]))]
        );
    }

    private static SeriesDimensions? Grid(List<List<SliceIndex>> positions, Varying[] chosen)
    {
        int cells = chosen.Aggregate(1, (all, v) => all * v.Count);
        SliceIndex[] order = new SliceIndex[cells * positions.Count];
        bool[] taken = new bool[order.Length];
        for (int p = 0; p < positions.Count; p++)
        {
            for (int i = 0; i < positions[p].Count; i++)
            {
                int cell = chosen.Aggregate(0, (at, v) => (at * v.Count) + v.Ranks[p][i]);
                int place = (cell * positions.Count) + p;
                if (taken[place])
                {
                    return null;
                }

                taken[place] = true;
                order[place] = positions[p][i];
            }
        }

        return new(positions.Count, [.. chosen.Select(v => v.Attribute.Dimension(v.Values))], order);
    }

    /// <summary>An attribute that has the same number of values at every position, more than one.</summary>
    /// <param name="Attribute">The attribute.</param>
    /// <param name="Values">Its values at the first position, rising.</param>
    /// <param name="Ranks">By position and frame: the place of the frame's value among those of its position.</param>
    private sealed record Varying(FrameAttribute Attribute, IReadOnlyList<double> Values, int[][] Ranks)
    {
        public int Count => Values.Count;

        public static Varying? Of(
            FrameAttribute attribute,
            IReadOnlyList<Dataset> instances,
            List<List<SliceIndex>> positions
        )
        {
            int[][] ranks = new int[positions.Count][];
            List<double>? first = null;
            for (int p = 0; p < positions.Count; p++)
            {
                List<double> values = [];
                foreach (SliceIndex frame in positions[p])
                {
                    if (attribute.ValueOf(instances[frame.Instance], frame.Frame) is not { } value)
                    {
                        return null;
                    }

                    values.Add(value);
                }

                List<double> distinct = [.. values.Distinct().Order()];
                first ??= distinct;
                if (distinct.Count < 2 || distinct.Count != first.Count)
                {
                    return null;
                }

                ranks[p] = [.. values.Select(v => distinct.BinarySearch(v))];
            }

            return new(attribute, first!, ranks);
        }
    }
}
