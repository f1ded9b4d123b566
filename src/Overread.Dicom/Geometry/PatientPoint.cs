namespace Overread.Dicom.Geometry;

/// <summary>A place in the patient: millimetres, x to the patient's left, y to the back, z to the head (LPS, PS3.3 C.7.6.2.1.1).</summary>
/// <param name="X">Millimetres to the left.</param>
/// <param name="Y">Millimetres to the back.</param>
/// <param name="Z">Millimetres to the head.</param>
public readonly record struct PatientPoint(double X, double Y, double Z)
{
    /// <summary>The vector from another point to this one.</summary>
    public static PatientVector operator -(PatientPoint to, PatientPoint from) =>
        new(to.X - from.X, to.Y - from.Y, to.Z - from.Z);

    /// <summary>The point at the end of a vector.</summary>
    public static PatientPoint operator +(PatientPoint from, PatientVector by) =>
        new(from.X + by.X, from.Y + by.Y, from.Z + by.Z);
}
