using Overread.Server.Access;
using Overread.Server.Composition.Operations;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Composition;

/// <summary>
/// What asks whether the server runs (<c>/health/live</c>) and whether it can take work (<c>/health/ready</c>): programs that watch over
/// it. Answers name nobody, and are the same for a second, so that asking often costs nothing.
/// </summary>
internal sealed class HealthProbe(IDatabase database, DiskWatch disk, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _one = new(1, 1);
    private DateTimeOffset _asked;
    private Ready? _last;

    /// <summary>Whether the server can take work, and what says so.</summary>
    /// <param name="Status">ready or not-ready.</param>
    /// <param name="Checks">What was looked at.</param>
    internal sealed record Ready(string Status, IReadOnlyList<Check> Checks);

    /// <summary>One thing that was looked at.</summary>
    internal sealed record Check(string Name, bool Ok, string? Problem);

    public static void Map(WebApplication app)
    {
        app.MapGet("/health/live", () => TypedResults.Json(new { status = "live" }))
            .Needs(Action.Anybody)
            .ExcludeFromDescription();
        app.MapGet(
                "/health/ready",
                async (HealthProbe probe, HttpContext http) =>
                {
                    Ready ready = await probe.Ask(http.RequestAborted);
                    return TypedResults.Json(ready, statusCode: ready.Status == "ready" ? 200 : 503);
                }
            )
            .Needs(Action.Anybody)
            .ExcludeFromDescription();
    }

    public async Task<Ready> Ask(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            if (_last is null || time.GetUtcNow() - _asked >= Fresh)
            {
                DiskLook look = disk.Look();
                Check[] checks = [Space(look), Disk(look), await Writes(), Reads()];
                _last = new(checks.All(c => c.Ok) ? "ready" : "not-ready", checks);
                _asked = time.GetUtcNow();
            }

            return _last;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private static Check Space(DiskLook look) =>
        look.FreeBytes is { } free && free < DiskWatch.FullBelow
            ? new("space", false, $"{free} bytes are free where the data are; {DiskWatch.FullBelow} are needed.")
            : new("space", true, null);

    private static Check Disk(DiskLook look) =>
        look.State == DiskLook.Failing
            ? new("disk", false, "The disk on which the data are takes no writes.")
            : new("disk", true, null);

    // An empty unit of work goes through the one writer like any other.
    private async Task<Check> Writes()
    {
        try
        {
            await database.Write(Actor.System, _ => true).WaitAsync(Patience, time);
            return new("writer", true, null);
        }
        catch (TimeoutException)
        {
            return new("writer", false, "The writer does not answer in time.");
        }
        catch (Exception e) when (e is DiskFullException or System.Data.Common.DbException or IOException)
        {
            return new("writer", false, "The database takes no writes.");
        }
    }

    private Check Reads()
    {
        try
        {
            using ReadLease read = database.Read();
            return new("reader", read.Connection.Number("SELECT 1") == 1, null);
        }
        catch (Exception e) when (e is System.Data.Common.DbException or IOException)
        {
            return new("reader", false, "The database cannot be read.");
        }
    }
}
