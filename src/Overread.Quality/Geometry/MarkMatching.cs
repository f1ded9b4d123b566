using Overread.Quality.Numerics;

namespace Overread.Quality.Geometry;

/// <summary>
/// Pairs the marks of two readers one to one and counts hits. Pairs are made greedily from the most alike down, so that the
/// result does not depend on the order of marks except between exactly equal likenesses, where the first come first.
/// </summary>
/// <param name="Pairs">Matched marks: index of the first reader's, of the second's, and their likeness.</param>
/// <param name="First">Marks of the first reader.</param>
/// <param name="Second">Marks of the second reader.</param>
public sealed record MarkMatching(IReadOnlyList<(int First, int Second, double Likeness)> Pairs, int First, int Second)
{
    /// <summary>2 · pairs / (first + second), 0 to 1; null when neither reader marked anything.</summary>
    public double? F1 => First + Second == 0 ? null : 2.0 * Pairs.Count / (First + Second);

    /// <summary>Pairs boxes by intersection over union.</summary>
    /// <param name="first">One reader's boxes.</param>
    /// <param name="second">The other reader's boxes.</param>
    /// <param name="least">Least intersection over union of a pair.</param>
    public static MarkMatching Boxes(IReadOnlyList<Box> first, IReadOnlyList<Box> second, double least = 0.5)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Of(first.Count, second.Count, (i, j) => first[i].IntersectionOverUnion(second[j]), least);
    }

    /// <summary>Pairs points, such as landmarks, by distance; likeness is 1 at no distance and 0 at the largest.</summary>
    /// <param name="first">One reader's points in millimetres.</param>
    /// <param name="second">The other reader's points.</param>
    /// <param name="farthest">Largest distance of a pair in millimetres, positive.</param>
    public static MarkMatching Points(
        IReadOnlyList<(double X, double Y, double Z)> first,
        IReadOnlyList<(double X, double Y, double Z)> second,
        double farthest
    )
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(farthest);
        double Likeness(int i, int j)
        {
            (double x, double y, double z) = (
                first[i].X - second[j].X,
                first[i].Y - second[j].Y,
                first[i].Z - second[j].Z
            );
            return 1 - (Math.Sqrt((x * x) + (y * y) + (z * z)) / farthest);
        }

        return Of(first.Count, second.Count, Likeness, 0);
    }

    /// <summary>Pairs half-open spans of text or time by intersection over union.</summary>
    /// <param name="first">One reader's spans.</param>
    /// <param name="second">The other reader's spans.</param>
    /// <param name="least">Least intersection over union of a pair; 1 asks for equal spans.</param>
    public static MarkMatching Spans(
        IReadOnlyList<(double Start, double End)> first,
        IReadOnlyList<(double Start, double End)> second,
        double least = 0.5
    )
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        double Likeness(int i, int j)
        {
            double both = Math.Max(
                0,
                Math.Min(first[i].End, second[j].End) - Math.Max(first[i].Start, second[j].Start)
            );
            double either = first[i].End - first[i].Start + second[j].End - second[j].Start - both;
            return either > 0 ? both / either : 0;
        }

        return Of(first.Count, second.Count, Likeness, least);
    }

    /// <summary>Pairs any marks by a likeness of one's own.</summary>
    /// <param name="first">Marks of the first reader.</param>
    /// <param name="second">Marks of the second reader.</param>
    /// <param name="likeness">Likeness of two marks; higher is more alike.</param>
    /// <param name="least">Least likeness of a pair; marks without any overlap (0 at a threshold of 0) still pair.</param>
    public static MarkMatching Of(int first, int second, Func<int, int, double> likeness, double least)
    {
        ArgumentNullException.ThrowIfNull(likeness);
        List<(double Likeness, int First, int Second)> candidates = [];
        for (int i = 0; i < first; i++)
        {
            for (int j = 0; j < second; j++)
            {
                double value = likeness(i, j);
                if (value >= least)
                {
                    candidates.Add((value, i, j));
                }
            }
        }

        bool[] firstTaken = new bool[first];
        bool[] secondTaken = new bool[second];
        List<(int, int, double)> pairs = [];
        foreach (
            (double value, int i, int j) in candidates
                .OrderByDescending(c => c.Likeness)
                .ThenBy(c => c.First)
                .ThenBy(c => c.Second)
        )
        {
            if (!firstTaken[i] && !secondTaken[j])
            {
                firstTaken[i] = secondTaken[j] = true;
                pairs.Add((i, j, value));
            }
        }

        return new MarkMatching(pairs, first, second);
    }

    /// <summary>
    /// Pairs any marks so that there are as many pairs as can be and, among such pairings, the sum of their likenesses is largest (Kuhn
    /// 1955, Naval Res. Logist. Q. 2:83; time grows with the cube of the larger number of marks). Greedy pairing may take the likest pair
    /// at the price of another.
    /// </summary>
    /// <param name="first">Marks of the first reader.</param>
    /// <param name="second">Marks of the second reader.</param>
    /// <param name="likeness">Likeness of two marks; higher is more alike.</param>
    /// <param name="least">Least likeness of a pair.</param>
    public static MarkMatching Optimal(int first, int second, Func<int, int, double> likeness, double least)
    {
        ArgumentNullException.ThrowIfNull(likeness);
        int size = Math.Max(first, second);
        double[] values = new double[first * second];
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int i = 0; i < first; i++)
        {
            for (int j = 0; j < second; j++)
            {
                double value = likeness(i, j);
                values[(i * second) + j] = value >= least ? value : double.NaN;
                (low, high) = value >= least ? (Math.Min(low, value), Math.Max(high, value)) : (low, high);
            }
        }

        if (!(high >= low))
        {
            return new MarkMatching([], first, second);
        }

        // One pair more outweighs whatever the likenesses of all pairs can differ by.
        double spread = Math.Max(high - low, 1e-9);
        double pair = spread * (size + 1);
        double[] cost = new double[size * size];
        for (int i = 0; i < first; i++)
        {
            for (int j = 0; j < second; j++)
            {
                double value = values[(i * second) + j];
                cost[(i * size) + j] = double.IsNaN(value) ? 0 : -pair - (value - low);
            }
        }

        int[] columns = Assignment.Cheapest(cost, size);
        return new MarkMatching(
            [
                .. Enumerable
                    .Range(0, first)
                    .Where(i => columns[i] < second && !double.IsNaN(values[(i * second) + columns[i]]))
                    .Select(i => (i, columns[i], values[(i * second) + columns[i]])),
            ],
            first,
            second
        );
    }
}
