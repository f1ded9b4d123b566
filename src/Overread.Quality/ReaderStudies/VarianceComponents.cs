namespace Overread.Quality.ReaderStudies;

/// <summary>
/// The components of the model of Obuchowski and Rockette 1995 (Commun. Stat. Simul. 24:285), estimated from mean squares:
/// such estimates may be negative. Where a study has one reader or one modality, what it cannot tell is null.
/// </summary>
/// <param name="Reader">Variance between readers.</param>
/// <param name="ModalityReader">Variance of readers' preferences for a modality.</param>
/// <param name="Error">Variance of one figure over samples of cases.</param>
/// <param name="Cov1">Covariance: one reader, two modalities.</param>
/// <param name="Cov2">Covariance: two readers, one modality.</param>
/// <param name="Cov3">Covariance: two readers, two modalities.</param>
/// <param name="Cases">Number of cases that these belong to.</param>
public sealed record VarianceComponents(
    double? Reader,
    double? ModalityReader,
    double Error,
    double? Cov1,
    double? Cov2,
    double? Cov3,
    int Cases
);
