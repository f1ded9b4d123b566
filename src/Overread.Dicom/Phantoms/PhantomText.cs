namespace Overread.Dicom.Phantoms;

/// <summary>The words in which one kind of phantom differs from another.</summary>
internal sealed record PhantomText(
    string Modality,
    string SopClass,
    string ImageType,
    string StudyDescription,
    string SeriesDescription,
    int Study
);
