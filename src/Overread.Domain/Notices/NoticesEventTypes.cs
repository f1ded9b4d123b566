namespace Overread.Domain.Notices;

/// <summary>The events about what persons are told.</summary>
public static class NoticesEventTypes
{
    /// <summary>All, in the order in which they came to be.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [typeof(NoticesSeen), typeof(NoticesWanted), typeof(NoticesMailed)];
}
