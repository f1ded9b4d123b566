namespace Overread.Quality.ReaderStudies;

/// <summary>How the covariances of readers' figures over cases are estimated.</summary>
public enum CovarianceMethod
{
    /// <summary>Leave one case out (Efron 1982). For every outcome and design; the default.</summary>
    Jackknife,

    /// <summary>DeLong, DeLong and Clarke-Pearson 1988, Biometrics 44:837. For empirical areas of a crossed study.</summary>
    DeLong,

    /// <summary>
    /// Without bias, by U-statistics (Gallas 2006, Acad. Radiol. 13:353; Gallas, Pennello and Myers 2007, J. Opt. Soc. Am. A
    /// 24:B70). For empirical areas, sensitivity and specificity, of every design.
    /// </summary>
    Unbiased,
}
