namespace Overread.Quality.ReaderStudies;

/// <summary>By what figure a reader is judged under a modality.</summary>
public enum StudyOutcome
{
    /// <summary>Area under the empirical curve (trapezoids; Wilcoxon's statistic, Bamber 1975, J. Math. Psychol. 12:387).</summary>
    EmpiricalArea,

    /// <summary>Area under the binormal curve of greatest likelihood (<see cref="BinormalRoc"/>).</summary>
    BinormalArea,

    /// <summary>Share of diseased cases rated at the threshold or above.</summary>
    Sensitivity,

    /// <summary>Share of the other cases rated below the threshold.</summary>
    Specificity,
}
