namespace Overread.Server.Features.Jobs.Contracts;

/// <summary>How the queue of jobs fares, whoever started them.</summary>
/// <param name="Waiting">Jobs that wait.</param>
/// <param name="Running">Those that run, with their progress.</param>
/// <param name="Failed">Those that failed since a time, the newest first, at most 20.</param>
/// <param name="FailedCount">How many failed since then in all.</param>
internal sealed record JobLoad(
    long Waiting,
    IReadOnlyList<JobView> Running,
    IReadOnlyList<JobView> Failed,
    long FailedCount
);
