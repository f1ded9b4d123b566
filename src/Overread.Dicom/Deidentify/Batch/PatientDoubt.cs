using Overread.Deidentification.Patients;

namespace Overread.Dicom.Deidentify.Batch;

/// <summary>A finding about who is who, without a value: files are named by their place in the sorted input.</summary>
/// <param name="Id">Keyed name of the finding, equal on every run.</param>
/// <param name="Kind">Why it is asked.</param>
/// <param name="Rules">Rules of spelling by which two numbers are one.</param>
/// <param name="IsOpen">True while nobody has settled it.</param>
/// <param name="OneFiles">Files that name the first, at most 20.</param>
/// <param name="OtherFiles">Files that name the second, at most 20.</param>
public sealed record PatientDoubt(
    string Id,
    PatientFindingKind Kind,
    NumberRules Rules,
    bool IsOpen,
    IReadOnlyList<int> OneFiles,
    IReadOnlyList<int> OtherFiles
);
