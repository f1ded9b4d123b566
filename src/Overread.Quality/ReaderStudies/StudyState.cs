namespace Overread.Quality.ReaderStudies;

/// <summary>Whether an analysis of a reader study exists, and if not, why not.</summary>
public enum StudyState
{
    /// <summary>It was computed.</summary>
    Computed,

    /// <summary>There is no diseased case, or none but diseased ones.</summary>
    OneTruth,

    /// <summary>With one reader, readers cannot be a random factor: take them as fixed.</summary>
    OneReader,

    /// <summary>A reader has no figure under some modality: the analysis of variance needs them all, <see cref="OneShot"/> does not.</summary>
    MissingCells,

    /// <summary>A binormal curve has no greatest likelihood for some reader: the ratings separate the cases too well.</summary>
    NoCurve,

    /// <summary>Too few cases to see how much a figure varies.</summary>
    TooFewCases,
}
