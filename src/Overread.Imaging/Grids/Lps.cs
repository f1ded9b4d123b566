namespace Overread.Imaging.Grids;

/// <summary>
/// A place or a displacement in the patient: millimetres, x to the patient's left, y to the back, z to the head (LPS, DICOM
/// PS3.3 C.7.6.2.1.1).
/// </summary>
/// <param name="X">Millimetres to the left.</param>
/// <param name="Y">Millimetres to the back.</param>
/// <param name="Z">Millimetres to the head.</param>
public readonly record struct Lps(double X, double Y, double Z)
{
    /// <summary>Length in millimetres.</summary>
    public double Length => Math.Sqrt(Dot(this));

    /// <summary>True where all three numbers are finite.</summary>
    public bool IsFinite => double.IsFinite(X) && double.IsFinite(Y) && double.IsFinite(Z);

    /// <summary>Inner product.</summary>
    public double Dot(Lps other) => (X * other.X) + (Y * other.Y) + (Z * other.Z);

    /// <summary>Outer product.</summary>
    public Lps Cross(Lps other) =>
        new((Y * other.Z) - (Z * other.Y), (Z * other.X) - (X * other.Z), (X * other.Y) - (Y * other.X));

    /// <summary>The same direction with length 1; one without length stays as it is.</summary>
    public Lps Normalized() => Length is var length && length > 0 ? this * (1 / length) : this;

    /// <summary>Sum.</summary>
    public static Lps operator +(Lps a, Lps b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    /// <summary>Difference.</summary>
    public static Lps operator -(Lps a, Lps b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    /// <summary>Longer or shorter.</summary>
    public static Lps operator *(Lps a, double factor) => new(a.X * factor, a.Y * factor, a.Z * factor);
}
