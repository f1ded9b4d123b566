namespace Overread.Quality.Geometry;

/// <summary>A half-open span of text or time with its category.</summary>
/// <param name="Start">Where it begins, in any one unit: code points, samples, seconds.</param>
/// <param name="End">Where it ends, not included; above <paramref name="Start"/>.</param>
/// <param name="Category">Its category, from 0.</param>
public readonly record struct MarkedSpan(double Start, double End, int Category = 0)
{
    /// <summary>How long it is.</summary>
    public double Length => End - Start;

    /// <summary>How long both are at once; 0 where they do not meet.</summary>
    public double Overlap(MarkedSpan other) => Math.Max(0, Math.Min(End, other.End) - Math.Max(Start, other.Start));
}
