namespace Overread.Quality.Geometry;

/// <summary>An axis-parallel box in any one unit; the high edges are outside.</summary>
/// <param name="X0">Low edge along x.</param>
/// <param name="Y0">Low edge along y.</param>
/// <param name="X1">High edge along x, at least <paramref name="X0"/>.</param>
/// <param name="Y1">High edge along y, at least <paramref name="Y0"/>.</param>
public readonly record struct Box(double X0, double Y0, double X1, double Y1)
{
    /// <summary>Width × height.</summary>
    public double Area => (X1 - X0) * (Y1 - Y0);

    /// <summary>Area of both over area of either, 0 to 1; 0 for two empty boxes.</summary>
    public double IntersectionOverUnion(Box other)
    {
        double width = Math.Min(X1, other.X1) - Math.Max(X0, other.X0);
        double height = Math.Min(Y1, other.Y1) - Math.Max(Y0, other.Y0);
        double both = width > 0 && height > 0 ? width * height : 0;
        double either = Area + other.Area - both;
        return either > 0 ? both / either : 0;
    }
}
