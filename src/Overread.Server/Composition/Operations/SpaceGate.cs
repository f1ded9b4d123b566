using Overread.Domain;
using Overread.Server.Access;
using Overread.Storage;

namespace Overread.Server.Composition.Operations;

/// <summary>
/// Refuses what takes much room while the disk is low, so that what is left is there for what readers save. Says how much is free and how
/// much is wanted.
/// </summary>
internal sealed class SpaceGate(RequestDelegate next, DiskWatch disk, ServeOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (
            context.GetEndpoint()?.Metadata.GetMetadata<NeedsSpace>() is null
            || disk.Space() is not { } space
            || space.Free - (context.Request.ContentLength ?? 0) >= options.LowSpaceOf(space.Total)
        )
        {
            return next(context);
        }

        throw new RefusedException(
            new(
                "disk.low",
                "The server's disk is low, and what is left is kept for what readers save; nothing of this request was kept.",
                RefusalKind.NoRoom
            )
            {
                Next =
                    "Tell the administrator: the disk of the data folder needs room. The same request is taken once there is some.",
                Facts = new Dictionary<string, object?>
                {
                    ["freeBytes"] = space.Free,
                    ["neededBytes"] = options.LowSpaceOf(space.Total) + (context.Request.ContentLength ?? 0),
                    [ProblemWriter.RetryAfter] = 60,
                },
            }
        );
    }
}
