namespace Overread.Server.Features.Conversations;

/// <summary>A thread and what stands in it for the caller.</summary>
internal sealed record ThreadView(ThreadRow Thread, IReadOnlyList<ThreadEntry> Entries);
