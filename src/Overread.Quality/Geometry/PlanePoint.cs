namespace Overread.Quality.Geometry;

/// <summary>A point of a plane in any one unit.</summary>
/// <param name="X">Along x.</param>
/// <param name="Y">Along y.</param>
public readonly record struct PlanePoint(double X, double Y)
{
    /// <summary>The straight distance.</summary>
    public double DistanceTo(PlanePoint other) => Math.Sqrt(SquareTo(other));

    internal double SquareTo(PlanePoint other) => ((X - other.X) * (X - other.X)) + ((Y - other.Y) * (Y - other.Y));

    /// <summary>The squared distance to the nearest point of a straight piece.</summary>
    internal double SquareTo(PlanePoint from, PlanePoint to)
    {
        double length = from.SquareTo(to);
        double along = length > 0 ? (((X - from.X) * (to.X - from.X)) + ((Y - from.Y) * (to.Y - from.Y))) / length : 0;
        return SquareTo(from.Towards(to, Math.Clamp(along, 0, 1)));
    }

    internal PlanePoint Towards(PlanePoint other, double share) =>
        new(X + (share * (other.X - X)), Y + (share * (other.Y - Y)));
}
