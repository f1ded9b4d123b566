using Overread.Imaging.Grids;

namespace Overread.Imaging.Marks;

/// <summary>A shape in millimetres of the patient.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Places">Its places in order; a closed contour does not repeat the first.</param>
public sealed record PatientShape(PatientShapeKind Kind, IReadOnlyList<Lps> Places)
{
    /// <summary>SOP instance of the image on which it was drawn; null where the source does not say.</summary>
    public string? SopInstanceUid { get; init; }
}
