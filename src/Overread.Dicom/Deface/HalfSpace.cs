using Overread.Dicom.Geometry;

namespace Overread.Dicom.Deface;

/// <summary>Everything on one side of a plane in the patient: the points p with Normal · p ≤ Offset.</summary>
/// <param name="Normal">Points away from the half-space; length 1.</param>
/// <param name="Offset">Millimetres from the frame of reference's origin along the normal.</param>
public readonly record struct HalfSpace(PatientVector Normal, double Offset)
{
    /// <summary>Millimetres by which a point lies outside; negative inside.</summary>
    public double Outside(PatientPoint point) => (point - default(PatientPoint)).Dot(Normal) - Offset;
}
