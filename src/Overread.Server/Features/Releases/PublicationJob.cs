using System.Text.Json.Nodes;
using Overread.Domain;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Releases;

/// <summary>Publishes a release that was prepared and signed. Cut off at any moment, it goes on where it was.</summary>
internal sealed class PublicationJob(IDatabase database, ReleaseClosing closing) : IJobKind
{
    private const int Steps = 3;

    public string Kind => "release-publication";

    public async Task<JsonObject> Run(JobContext job, CancellationToken cancel)
    {
        string id = job.Arguments["release"]!.GetValue<string>();
        ReleaseDrafts.Draft draft;
        using (ReadLease read = database.Read())
        {
            draft = ReleaseDrafts.Find(read.Connection, job.Project!, id);
        }

        job.Progress(0, Steps);
        ReleaseClosing.Begun? begun = closing.Find(job.Project!, draft.Release.Name, draft.Release.Version);
        if (begun is not null && begun.Release != id)
        {
            throw new RefusedException(Domain.Releases.ReleaseRules.Taken(draft.Release.Name, draft.Release.Version));
        }

        if (begun is null || !closing.IsWhole(id))
        {
            closing.CheckDraft(id, draft.Release.ContentHash);
            begun ??= await closing.Publish(job.Actor, job.Project!, draft.Release);
            job.Progress(1, Steps);
            await closing.Seal(begun, cancel);
        }

        job.Progress(2, Steps);
        return closing.Verified(job, id, Steps);
    }
}
