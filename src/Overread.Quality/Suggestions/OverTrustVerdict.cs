namespace Overread.Quality.Suggestions;

/// <summary>What wrong suggestions show of a reader.</summary>
public enum OverTrustVerdict
{
    /// <summary>So few wrong suggestions that even following all of them would show nothing.</summary>
    Unknown,

    /// <summary>Over-trust is not shown; that there is none is not shown either.</summary>
    NotShown,

    /// <summary>The reader follows wrong suggestions more often than is tolerated.</summary>
    OverTrusts,
}
