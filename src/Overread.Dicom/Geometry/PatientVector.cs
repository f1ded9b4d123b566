namespace Overread.Dicom.Geometry;

/// <summary>A direction or displacement in the patient, in the axes of <see cref="PatientPoint"/>.</summary>
/// <param name="X">Towards the left.</param>
/// <param name="Y">Towards the back.</param>
/// <param name="Z">Towards the head.</param>
public readonly record struct PatientVector(double X, double Y, double Z)
{
    /// <summary>Length.</summary>
    public double Length => Math.Sqrt(Dot(this));

    /// <summary>Inner product.</summary>
    public double Dot(PatientVector other) => (X * other.X) + (Y * other.Y) + (Z * other.Z);

    /// <summary>Outer product.</summary>
    public PatientVector Cross(PatientVector other) =>
        new((Y * other.Z) - (Z * other.Y), (Z * other.X) - (X * other.Z), (X * other.Y) - (Y * other.X));

    /// <summary>The vector made longer or shorter.</summary>
    public static PatientVector operator *(PatientVector vector, double factor) =>
        new(vector.X * factor, vector.Y * factor, vector.Z * factor);

    /// <summary>The same direction with length 1; a vector without length stays as it is.</summary>
    public PatientVector Normalized() => Length is 0 ? this : this * (1 / Length);
}
