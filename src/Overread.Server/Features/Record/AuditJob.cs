using System.Text.Json;
using System.Text.Json.Nodes;
using Overread.Domain.Record;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Record;

/// <summary>Replays and verifies the whole store.</summary>
internal sealed class AuditJob(IDatabase database) : IJobKind
{
    public string Kind => "audit";

    public async Task<JsonObject> Run(JobContext job, CancellationToken cancel)
    {
        long total = database.RecordSize;
        AuditReport report = await database.Audit(new Reporter(done => job.Progress(done, total)), cancel);
        job.Progress(total, total);
        return new JsonObject
        {
            ["events"] = report.Events,
            ["root"] = report.Root,
            ["intact"] = report.Intact,
            ["faults"] = JsonSerializer.SerializeToNode(report.Faults, EventJson.Options),
        };
    }

    // Progress<T> hops threads and may report out of order; this does neither.
    private sealed class Reporter(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
