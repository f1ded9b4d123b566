namespace Overread.Domain.Modalities.Imaging.Outlines;

/// <summary>The box around an outline, in pixels.</summary>
internal readonly record struct OutlineBounds(double Left, double Top, double Right, double Bottom)
{
    internal static OutlineBounds Of(IReadOnlyList<PolygonPoint> points) =>
        new(points.Min(p => p.X), points.Min(p => p.Y), points.Max(p => p.X), points.Max(p => p.Y));

    internal bool Meets(OutlineBounds other) =>
        Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
}
