namespace Overread.Quality.Agreement;

/// <summary>How the interval of a coefficient is made.</summary>
public enum IntervalMethod
{
    /// <summary>Delete-one jackknife over items or clusters: exact, quick, without random numbers. The default.</summary>
    Jackknife,

    /// <summary>Percentile bootstrap over items or clusters, from the seed.</summary>
    Bootstrap,

    /// <summary>No interval.</summary>
    None,
}
