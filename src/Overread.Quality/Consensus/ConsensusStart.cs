namespace Overread.Quality.Consensus;

/// <summary>Where an iterative method starts.</summary>
public enum ConsensusStart
{
    /// <summary>Every item's vote shares.</summary>
    Votes,

    /// <summary>Confusion matrices by the method of moments (Zhang, Chen, Zhou and Jordan 2016, JMLR 17:102).</summary>
    Spectral,
}
