namespace Overread.Quality.ReaderStudies;

/// <summary>How modalities, readers and cases of a study meet (Obuchowski, Gallas and Hillis 2012, Acad. Radiol. 19:1508).</summary>
public enum StudyDesign
{
    /// <summary>Every reader rated every case under every modality.</summary>
    Crossed,

    /// <summary>No case was rated by two readers.</summary>
    CasesWithinReaders,

    /// <summary>No case was rated under two modalities.</summary>
    CasesWithinModalities,

    /// <summary>Each reader rated some cases under each modality: split-plot, or ratings are missing.</summary>
    Partial,

    /// <summary>A reader rated no diseased or no other case under some modality.</summary>
    MissingCells,
}
