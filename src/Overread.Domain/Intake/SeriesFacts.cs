namespace Overread.Domain.Intake;

/// <summary>One series of an item.</summary>
/// <param name="Id">The series' id.</param>
/// <param name="Title">What readers see, such as "CT 64 images".</param>
/// <param name="Modality">DICOM modality, or XC for a photo.</param>
/// <param name="Files">In reading order.</param>
public sealed record SeriesFacts(string Id, string Title, string Modality, IReadOnlyList<FileFacts> Files)
{
    /// <summary>Positions and axes, where it has several parts at each position; null else.</summary>
    public SeriesLayout? Layout { get; init; }
}
