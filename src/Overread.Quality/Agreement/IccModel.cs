namespace Overread.Quality.Agreement;

/// <summary>The forms of the intraclass correlation, in the letters of McGraw and Wong 1996.</summary>
public enum IccModel
{
    /// <summary>ICC(1): every item has its own readers.</summary>
    OneWay,

    /// <summary>ICC(C): the same readers; a constant offset between them does not matter.</summary>
    Consistency,

    /// <summary>ICC(A): the same readers; offsets count as disagreement.</summary>
    Absolute,
}
