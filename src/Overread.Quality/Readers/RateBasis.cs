namespace Overread.Quality.Readers;

/// <summary>What a rate is paid for.</summary>
public enum RateBasis
{
    /// <summary>An hour of work.</summary>
    Hour,

    /// <summary>A read that was accepted.</summary>
    AcceptedRead,
}
