namespace Overread.Server.Modalities.Imaging.DicomWeb;

/// <summary>One instance that passed the gate, with its header as DICOM JSON.</summary>
internal sealed record DicomRow(
    string File,
    string Item,
    long Ordinal,
    string Hash,
    int Frames,
    string Study,
    string Series,
    string Sop,
    string Syntax,
    string Patient,
    string Modality,
    int SeriesNumber,
    int InstanceNumber,
    string Header
)
{
    /// <summary>False for what goes with images and has none of its own: a report, contours, a document.</summary>
    public bool HasPixels => Header.Contains("\"7FE00010\"", StringComparison.Ordinal);
}
