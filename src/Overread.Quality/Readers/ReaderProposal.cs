namespace Overread.Quality.Readers;

/// <summary>What is proposed after a finding. A person decides; nothing acts by itself.</summary>
public enum ReaderProposal
{
    /// <summary>Train again with feedback, then a new qualification.</summary>
    Refresh,

    /// <summary>Give the items that the two share to a third reader.</summary>
    ThirdReader,

    /// <summary>No more items until somebody has looked.</summary>
    Pause,

    /// <summary>Pause, and have the reads done anew by others.</summary>
    Requeue,
}
