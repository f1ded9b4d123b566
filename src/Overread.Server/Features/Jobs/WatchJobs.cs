using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Overread.Domain;
using Overread.Domain.Record;
using Overread.Server.Access;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Jobs;

/// <summary>Progress of long work, asked for or streamed (server-sent events).</summary>
internal static class WatchJobs
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/jobs", (Caller caller, JobRunner jobs) => jobs.Of(caller.Person))
            .Needs(Action.SignedIn)
            .Says("list-jobs", "Lists the caller's jobs, the newest first.");
        api.MapGet("/jobs/{id}", (string id, Caller caller, JobRunner jobs) => Mine(id, caller, jobs))
            .Needs(Action.SignedIn)
            .Says("show-job", "Shows a job: state, progress, result or problem.")
            .Problems(404, "job.unknown");
        api.MapGet("/jobs/{id}/events", Stream)
            .Needs(Action.SignedIn)
            .Says("watch-job", "Streams a job's progress as server-sent events until it ends.")
            .GivesText("text/event-stream")
            .Problems(404, "job.unknown");
        api.MapDelete("/jobs/{id}", Cancel)
            .Needs(Action.SignedIn)
            .Says("cancel-job", "Asks a job to stop.")
            .Problems(404, "job.unknown");
    }

    private static JobView Mine(string id, Caller caller, JobRunner jobs) =>
        (jobs.IsOf(id, caller.Person) ? jobs.Find(id) : null)
        ?? throw new RefusedException(new("job.unknown", "There is no such job of yours.", RefusalKind.NotFound));

    private static async Task Stream(string id, Caller caller, JobRunner jobs, HttpContext http)
    {
        JobView job = Mine(id, caller, jobs);
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        // nginx passes each line on at once.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        string last = "";
        while (!http.RequestAborted.IsCancellationRequested)
        {
            string json = JsonSerializer.Serialize(job, EventJson.Options);
            if (json != last)
            {
                await http.Response.WriteAsync($"data: {json}\n\n", http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                last = json;
            }

            if (job.State is "done" or "failed" or "cancelled")
            {
                return;
            }

            await Task.Delay(200, http.RequestAborted);
            job = jobs.Find(id)!;
        }
    }

    private static async Task<NoContent> Cancel(string id, Caller caller, JobRunner jobs)
    {
        Mine(id, caller, jobs);
        await jobs.Cancel(id);
        return TypedResults.NoContent();
    }
}
