using System.Text.Json.Nodes;

namespace Overread.Server.Features.Jobs.Contracts;

/// <summary>One kind of long work. A job may be run again after a crash, so its steps are idempotent.</summary>
internal interface IJobKind
{
    /// <summary>intake, release, audit …</summary>
    string Kind { get; }

    /// <summary>Does the work and returns its result.</summary>
    Task<JsonObject> Run(JobContext job, CancellationToken cancel);
}
