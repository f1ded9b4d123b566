using Overread.Domain.Notices;

namespace Overread.Server.Features.Notices.Contracts;

/// <summary>Something that waits for a person in a project.</summary>
/// <param name="Kind">What.</param>
/// <param name="Count">How many of it; at least 1.</param>
/// <param name="Newest">UTC time when the newest of it came to wait.</param>
internal sealed record Notice(NoticeKind Kind, long Count, string Newest)
{
    /// <summary>A notice where there is something of the kind; none where there is nothing.</summary>
    public static IEnumerable<Notice> Of(NoticeKind kind, (long Count, string? Newest) waiting) =>
        waiting is { Count: > 0, Newest: { } newest } ? [new(kind, waiting.Count, newest)] : [];
}
