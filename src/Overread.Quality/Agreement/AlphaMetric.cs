namespace Overread.Quality.Agreement;

/// <summary>The distance between categories in Krippendorff's α.</summary>
public enum AlphaMetric
{
    /// <summary>Different is different.</summary>
    Nominal,

    /// <summary>Ordered categories: the distance is the share of labels that lie between.</summary>
    Ordinal,

    /// <summary>Numbers with equal steps: squared difference.</summary>
    Interval,

    /// <summary>Numbers with a true zero: squared relative difference.</summary>
    Ratio,
}
