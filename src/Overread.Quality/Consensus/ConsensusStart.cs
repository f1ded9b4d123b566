namespace Overread.Quality.Consensus;

/// <summary>From where an iteration begins.</summary>
public enum ConsensusStart
{
    /// <summary>From the shares of votes.</summary>
    Votes,

    /// <summary>
    /// From moments of three groups of readers (Zhang, Chen, Zhou and Jordan 2016, JMLR 17:102), which find the truth even
    /// where the vote is wrong more often than not, given enough items. Where it cannot be had, votes stand in, visibly.
    /// </summary>
    Spectral,
}
