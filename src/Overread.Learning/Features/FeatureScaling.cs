namespace Overread.Learning.Features;

/// <summary>How the columns of a table of features are made alike.</summary>
public enum FeatureScaling
{
    /// <summary>Each column less its mean, over its standard deviation: measurements and descriptors.</summary>
    Standard,

    /// <summary>
    /// Counts of terms: damped, weighted by the logarithm of how rare the term is (Spärck Jones 1972), each row of length 1.
    /// </summary>
    InverseDocument,
}
