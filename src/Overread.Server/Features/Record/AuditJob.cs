using System.Text.Json;
using System.Text.Json.Nodes;
using Overread.Domain.Record;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Record;

/// <summary>Replays and verifies the whole store.</summary>
internal sealed class AuditJob(IDatabase database) : IJobKind
{
    private const int FaultsTold = 20;

    public string Kind => "audit";

    public async Task<JsonObject> Run(JobContext job, CancellationToken cancel)
    {
        long total = database.RecordSize;
        AuditReport report = await database.Audit(new Reporter(at => job.Progress(at.Done, at.Total)), cancel);
        job.Progress(total, total);
        await database.Write(
            job.Actor,
            u =>
                u.Append(
                    new About(null, "store"),
                    new StoreAudited(
                        report.Events,
                        report.Root,
                        report.Erased,
                        report.Faults.Count,
                        [.. report.Faults.Take(FaultsTold).Select(f => f.ToString())]
                    )
                )
        );
        return new JsonObject
        {
            ["events"] = report.Events,
            ["root"] = report.Root,
            ["intact"] = report.Intact,
            ["erased"] = report.Erased,
            ["accepted"] = JsonSerializer.SerializeToNode(report.Accepted, EventJson.Options),
            ["faults"] = JsonSerializer.SerializeToNode(report.Faults, EventJson.Options),
        };
    }

    // Progress<T> hops threads and may report out of order; this does neither.
    private sealed class Reporter(Action<AuditProgress> report) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value) => report(value);
    }
}
