using System.Security.Claims;
using Overread.Domain;
using Overread.Domain.Fitness;
using Overread.Domain.Projects;
using Overread.Domain.Record;
using Overread.Server.Access;
using Overread.Storage;

namespace Overread.Server.Composition;

/// <summary>Renders refusals and faults as RFC 9457 problems. What a fault was about goes to the log, never to the client.</summary>
internal sealed partial class ProblemWriter(RequestDelegate next, DataFolder folder, ILogger<ProblemWriter> logger)
{
    /// <summary>The fact that says in how many seconds to ask again; it becomes the header.</summary>
    public const string RetryAfter = "retryAfter";

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (RefusedException e)
        {
            if (!Described(context, e.Refusal.Code))
            {
                LogUndescribed(
                    KnownMethod.Of(context.Request),
                    context.GetEndpoint()?.DisplayName ?? "?",
                    e.Refusal.Code
                );
            }

            // Whoever is not signed in shows in the record's counts of failed sign-ins; a line for each would be theirs to fill a disk with.
            if (
                e.Refusal.Kind == RefusalKind.Forbidden
                && context.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } person
            )
            {
                LogRefused(
                    person,
                    KnownMethod.Of(context.Request),
                    (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "?",
                    e.Refusal.Code
                );
            }

            await Write(context, e.Refusal);
        }
        catch (BadHttpRequestException e)
        {
            await Write(context, MalformedRequest.Of(context, e), e.StatusCode);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to answer.
        }
        catch (BlobDamagedException e)
        {
            LogDamaged(e.Hash);
            await Write(
                context,
                new Refusal("file.damaged", "The file's bytes are damaged, and are not given out.")
                {
                    Next = "Tell the administrator: run overread audit, and put the file back from a backup.",
                },
                500
            );
        }
        catch (Exception e) when (DiskFault.Of(e, folder, context.Request.ContentLength) is var (status, problem))
        {
            LogDisk(problem.Code, problem.Facts!.GetValueOrDefault("freeBytes") as long? ?? -1);
            await Write(context, problem, status);
        }
        catch (Exception e)
        {
            // Exception messages may quote what was sent, and that may identify a patient: the type and place must do.
            LogFault(
                KnownMethod.Of(context.Request),
                context.GetEndpoint()?.DisplayName ?? "?",
                e.GetType().Name,
                e.StackTrace ?? ""
            );
            await Write(
                context,
                new Refusal("server.fault", "The server met a fault; nothing of this request was saved.")
                {
                    Next = "Try again; if it happens again, tell the administrator the time.",
                },
                500
            );
        }
    }

    // The codes of the gate and of the door are described of every route (ApiDescription); a handler's stand where it is mapped.
    private static bool Described(HttpContext context, string code) =>
        context.GetEndpoint() is not { } endpoint
        || endpoint.Metadata.GetMetadata<NeedsAction>() is not { } needs
        || (Permissions.IsReading(needs.Action) && FitnessCheck.Codes.Contains(code))
        || code.StartsWith("access.", StringComparison.Ordinal)
        || code is "session.needed" or "project.unknown"
        || endpoint.Metadata.GetOrderedMetadata<OperationProblems>().Any(p => p.Codes.Contains(code));

    private static async Task Write(HttpContext context, Refusal refusal, int? status = null)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        int code = status ?? Status(refusal);
        context.Response.Clear();
        context.Response.StatusCode = code;
        Dictionary<string, object?> problem = new()
        {
            ["type"] = "about:blank",
            ["title"] = refusal.Title,
            ["status"] = code,
            ["code"] = refusal.Code,
            ["where"] = refusal.Where,
            ["next"] = refusal.Next,
        };
        foreach ((string key, object? value) in refusal.Facts ?? new Dictionary<string, object?>())
        {
            problem[key] = value;
        }

        if (refusal.Facts?.GetValueOrDefault(RetryAfter) is int seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        await context.Response.WriteAsJsonAsync(problem, EventJson.Options, "application/problem+json");
    }

    private static int Status(Refusal refusal) =>
        refusal.Code is "session.needed" or "session.totp-needed" or "session.wrong"
            ? 401
            : refusal.Kind switch
            {
                RefusalKind.Conflict => 409,
                RefusalKind.NotFound => 404,
                RefusalKind.Forbidden => 403,
                RefusalKind.Stale => 412,
                RefusalKind.TooMany => 429,
                RefusalKind.NoRoom => 507,
                _ => 422,
            };

    [LoggerMessage(
        Level = LogLevel.Warning,
        EventName = "Refused",
        Message = "person/{Person} is refused {Method} {Route}: {Code}"
    )]
    private partial void LogRefused(string person, string method, string route, string code);

    [LoggerMessage(
        Level = LogLevel.Warning,
        EventName = "Undescribed",
        Message = "{Method} {Route} is refused with {Code}, which the API's description does not say of it"
    )]
    private partial void LogUndescribed(string method, string route, string code);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The blob {Hash} is damaged and is not given out: run overread audit, and put it back from a backup"
    )]
    private partial void LogDamaged(string hash);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The data folder's disk takes no more ({Code}, {Free} bytes free): make room, or look at the disk; nothing is lost that was acknowledged"
    )]
    private partial void LogDisk(string code, long free);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Route} failed: {Fault}\n{Trace}")]
    private partial void LogFault(string method, string route, string fault, string trace);
}
