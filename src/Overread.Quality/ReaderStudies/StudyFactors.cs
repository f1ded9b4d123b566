namespace Overread.Quality.ReaderStudies;

/// <summary>What stands for a population: the conclusion reaches as far.</summary>
public enum StudyFactors
{
    /// <summary>Readers and cases are samples: the conclusion is for other readers and other cases too.</summary>
    RandomReadersRandomCases,

    /// <summary>These very readers; cases are a sample.</summary>
    FixedReadersRandomCases,

    /// <summary>These very cases; readers are a sample.</summary>
    RandomReadersFixedCases,
}
