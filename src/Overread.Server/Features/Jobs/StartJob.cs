using Overread.Server.Features.Jobs.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Jobs;

/// <summary>Puts a job that a unit of work wrote into the queue. A job that ran meanwhile is left alone by the queue.</summary>
internal sealed class StartJob(JobRunner jobs) : IOutboxWork
{
    public const string Name = "job.start";

    public string Kind => Name;

    public Task Do(OutboxEntry entry, CancellationToken cancel)
    {
        jobs.Enqueue(entry.Body);
        return Task.CompletedTask;
    }
}
