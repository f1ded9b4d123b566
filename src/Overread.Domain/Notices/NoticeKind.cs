namespace Overread.Domain.Notices;

/// <summary>What waits for a person in a project.</summary>
public enum NoticeKind
{
    /// <summary>Threads in which somebody calls them in, and that they have not looked at since.</summary>
    Called,

    /// <summary>Threads in which others wrote what they have not been shown yet.</summary>
    Thread,

    /// <summary>Questions to the lead whose last word is the asker's.</summary>
    Question,

    /// <summary>Reads that they were given and have not begun.</summary>
    Assigned,

    /// <summary>Reads that were opened again for them to be made once more.</summary>
    Reread,

    /// <summary>A version of the guideline that they have not acknowledged.</summary>
    Guideline,

    /// <summary>Items in dispute.</summary>
    Dispute,

    /// <summary>Batches at the gate.</summary>
    Gate,

    /// <summary>Releases that were prepared and wait for signatures.</summary>
    Release,

    /// <summary>What the watch over readers asks about.</summary>
    Finding,

    /// <summary>A licence or a qualification of theirs that ends within thirty days, or has ended within thirty.</summary>
    Standing,
}
