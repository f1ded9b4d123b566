using Overread.Dicom.Geometry;

namespace Overread.Dicom.Phantoms;

/// <summary>A nodule that was put into a phantom.</summary>
/// <param name="Center">Its middle in the patient.</param>
/// <param name="DiameterMillimeters">Diameter.</param>
/// <param name="HounsfieldUnits">Density inside, before noise.</param>
/// <param name="IsRightLung">True for the patient's right lung.</param>
public sealed record NoduleTruth(
    PatientPoint Center,
    double DiameterMillimeters,
    double HounsfieldUnits,
    bool IsRightLung
);
