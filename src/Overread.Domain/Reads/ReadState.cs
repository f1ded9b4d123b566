namespace Overread.Domain.Reads;

/// <summary>Where a read stands.</summary>
public enum ReadState
{
    /// <summary>Reserved for its reader, who may answer.</summary>
    Open,

    /// <summary>Finished. Changed only through a recorded reopening.</summary>
    Submitted,

    /// <summary>The reader declined the item, with a reason.</summary>
    Skipped,

    /// <summary>The reservation ran out before anything was answered.</summary>
    Expired,

    /// <summary>Given or taken back.</summary>
    Released,
}
