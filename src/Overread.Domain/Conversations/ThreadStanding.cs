namespace Overread.Domain.Conversations;

/// <summary>How a thread stands.</summary>
public enum ThreadStanding
{
    /// <summary>It goes on.</summary>
    Open,

    /// <summary>It is settled.</summary>
    Resolved,

    /// <summary>It is settled by the guideline, which says what it came to.</summary>
    Noted,
}
