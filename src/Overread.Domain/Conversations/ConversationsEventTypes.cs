namespace Overread.Domain.Conversations;

/// <summary>The events about threads.</summary>
public static class ConversationsEventTypes
{
    /// <summary>All, in the order in which they came to be.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [
        typeof(ThreadOpened),
        typeof(ThreadAnswered),
        typeof(ThreadResolved),
        typeof(ThreadReopened),
        typeof(ThreadNoted),
        typeof(ThreadViewed),
    ];
}
