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

    /// <summary>
    /// What its pictures show, as their modality states it ("view": "PA"): what items are hung by. Null where nothing is stated.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    /// <summary>The same of single files, by id, where they differ within the series; null where they do not.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? ByFile { get; init; }
}
