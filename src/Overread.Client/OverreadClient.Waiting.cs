using System.Text.Json;
using System.Text.Json.Nodes;
using Overread.Client.Model;

namespace Overread.Client;

/// <content>Long work: jobs that are waited for.</content>
public sealed partial class OverreadClient
{
    /// <summary>Looks at a job until it has ended, and returns it as it ended.</summary>
    /// <param name="job">The job's id.</param>
    /// <param name="progress">Told of each look.</param>
    /// <param name="cancel">Stops looking; the job goes on.</param>
    /// <exception cref="OverreadProblemException">The job failed, or was cancelled (job.cancelled).</exception>
    public async Task<JobView> WaitForJob(
        string job,
        IProgress<JobView>? progress = null,
        CancellationToken cancel = default
    )
    {
        while (true)
        {
            JobView now = await ShowJob(job, cancel);
            progress?.Report(now);
            switch (now.State)
            {
                case "done":
                    return now;
                case "failed":
                    throw now.Problem is { ValueKind: JsonValueKind.Object } problem
                        ? OverreadProblemException.Of(0, JsonObject.Create(problem)!)
                        : new OverreadProblemException(0, "job.failed", "The job failed.");
                case "cancelled":
                    throw new OverreadProblemException(0, "job.cancelled", "The job was cancelled.");
                default:
                    await Pause(TimeSpan.FromMilliseconds(100), cancel);
                    break;
            }
        }
    }

    /// <summary>Waits for a job and returns what it made.</summary>
    /// <typeparam name="T">
    /// <see cref="IntakeResult"/> after <see cref="CloseBatch"/>, <see cref="PrepareResult"/> after <see cref="PrepareAgain"/>, <see cref="GateOutcome"/> after <see cref="DecideBatch"/>,
    /// <see cref="ReleaseResult"/> after <see cref="PublishRelease"/>, <see cref="AuditResult"/> after <see cref="StartAudit"/>.
    /// </typeparam>
    /// <param name="job">As the call that started it returned it.</param>
    /// <param name="progress">Told of each look.</param>
    /// <param name="cancel">Stops looking; the job goes on.</param>
    /// <exception cref="OverreadProblemException">
    /// The job failed, was cancelled (job.cancelled), or made something else (job.result).
    /// </exception>
    public async Task<T> WaitForJob<T>(
        JobView job,
        IProgress<JobView>? progress = null,
        CancellationToken cancel = default
    )
    {
        JobView ended = await WaitForJob(job.Id, progress, cancel);
        try
        {
            if (ended.Result is { ValueKind: JsonValueKind.Object } result)
            {
                return result.Deserialize<T>(JsonOptions)!;
            }
        }
        catch (JsonException)
        {
            // Said below: neither nothing nor something else is what was asked for.
        }

        throw new OverreadProblemException(
            0,
            "job.result",
            $"The {ended.Kind} job made no {typeof(T).Name}.",
            ended.Id
        );
    }
}
