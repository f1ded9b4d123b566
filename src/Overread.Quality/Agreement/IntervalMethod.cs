namespace Overread.Quality.Agreement;

/// <summary>How the interval of a coefficient is made.</summary>
public enum IntervalMethod
{
    /// <summary>
    /// What is compatible with the items or clusters seen and one hypothetical one, from the seed; exact for the agreement of two
    /// readers. The default: it holds its coverage where a finding is rare, items are few or all readers agree. Figures that have
    /// no hypothetical items (marks, spans), and tables of very many distinct rows, have the jackknife's.
    /// </summary>
    Posterior,

    /// <summary>Delete-one jackknife over items or clusters: quick, without random numbers; blind to what was not seen.</summary>
    Jackknife,

    /// <summary>Percentile bootstrap over items or clusters, from the seed.</summary>
    Bootstrap,

    /// <summary>No interval.</summary>
    None,
}
