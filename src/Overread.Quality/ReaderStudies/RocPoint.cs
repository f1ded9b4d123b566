namespace Overread.Quality.ReaderStudies;

/// <summary>A point of a ROC curve.</summary>
/// <param name="Threshold">Cases rated at it or above count as called diseased; +∞ for the point (0, 0).</param>
/// <param name="FalsePositives">Share of the other cases called diseased, 0 to 1.</param>
/// <param name="TruePositives">Share of the diseased cases called diseased, 0 to 1.</param>
public readonly record struct RocPoint(double Threshold, double FalsePositives, double TruePositives)
{
    /// <summary>The points of an empirical curve, from (0, 0) to (1, 1), one for each rating that was given.</summary>
    /// <param name="diseased">Ratings of the diseased cases, at least one.</param>
    /// <param name="others">Ratings of the other cases, at least one.</param>
    /// <exception cref="ArgumentException">A kind has no case.</exception>
    public static IReadOnlyList<RocPoint> Curve(ReadOnlySpan<double> diseased, ReadOnlySpan<double> others)
    {
        if (diseased.IsEmpty || others.IsEmpty)
        {
            throw new ArgumentException("A curve needs diseased cases and others.");
        }

        double[] ill = diseased.ToArray();
        double[] well = others.ToArray();
        List<RocPoint> points = [new(double.PositiveInfinity, 0, 0)];
        foreach (double threshold in ill.Concat(well).Distinct().OrderDescending())
        {
            points.Add(
                new RocPoint(
                    threshold,
                    (double)well.Count(rating => rating >= threshold) / well.Length,
                    (double)ill.Count(rating => rating >= threshold) / ill.Length
                )
            );
        }

        return points;
    }
}
