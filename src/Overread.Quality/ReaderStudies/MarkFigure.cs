namespace Overread.Quality.ReaderStudies;

/// <summary>
/// By what figure a reader who marks lesions is judged (Chakraborty and Berbaum 2004, Med. Phys. 31:2313; Chakraborty and Zhai 2016, Med.
/// Phys. 43:2548). A lesion nobody marked and a case without a mark are rated below everything.
/// </summary>
public enum MarkFigure
{
    /// <summary>
    /// Area under the weighted AFROC: how often a lesion is rated above the highest false mark of a case without lesions, ties for
    /// half, each diseased case with the same weight. The default.
    /// </summary>
    WeightedAfroc,

    /// <summary>The same with the same weight for each lesion.</summary>
    Afroc,

    /// <summary>The weighted AFROC against the highest false marks of all cases.</summary>
    WeightedAfroc1,

    /// <summary>The AFROC against the highest false marks of all cases.</summary>
    Afroc1,

    /// <summary>Area under the ROC curve of each case's highest mark, wherever it is.</summary>
    InferredRoc,

    /// <summary>Share of lesions marked at the threshold or above.</summary>
    LesionSensitivity,

    /// <summary>Share of diseased cases with a lesion marked at the threshold or above.</summary>
    CaseSensitivity,

    /// <summary>Share of cases without lesions that have no mark at the threshold or above.</summary>
    CaseSpecificity,

    /// <summary>False marks per case at the threshold or above.</summary>
    FalseMarksPerCase,

    /// <summary>Share of lesions marked at the lowest threshold that keeps false marks per case at a limit.</summary>
    SensitivityAtFalseMarks,
}
