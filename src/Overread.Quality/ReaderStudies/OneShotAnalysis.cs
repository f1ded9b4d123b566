namespace Overread.Quality.ReaderStudies;

/// <summary>The U-statistics of a reader study.</summary>
/// <param name="State">Whether they exist, and if not, why not.</param>
/// <param name="Design">How modalities, readers and cases meet.</param>
/// <param name="FixedReaders">Whether the conclusion is for these very readers.</param>
/// <param name="Modalities">Each modality.</param>
/// <param name="Differences">Every two modalities, second minus first.</param>
public sealed record OneShotAnalysis(
    StudyState State,
    StudyDesign Design,
    bool FixedReaders,
    IReadOnlyList<ModalityEstimate> Modalities,
    IReadOnlyList<ModalityDifference> Differences
);
