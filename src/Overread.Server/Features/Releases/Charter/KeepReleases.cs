using System.Data.Common;
using Microsoft.AspNetCore.Http.HttpResults;
using Overread.Domain;
using Overread.Domain.Governance;
using Overread.Domain.Releases;
using Overread.Server.Access;
using Overread.Server.Features.Intake.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Releases.Charter;

/// <summary>How long releases are kept and what has been kept too long; a person has it destroyed, no program does.</summary>
internal static class KeepReleases
{
    internal sealed record EraseForm(string Reason);

    /// <param name="Until">The last day on which it is kept; null where that is not known.</param>
    /// <param name="Kept">False once that day is over.</param>
    internal sealed record KeptRelease(
        string Id,
        string Name,
        string Version,
        [property: Words("published", "recalled", "erased")] string State,
        string Published,
        string? Until,
        bool Kept
    );

    /// <summary>A batch in quarantine that nobody has decided about.</summary>
    /// <param name="Days">Whole days that it has lain there.</param>
    /// <param name="Over">True where that is longer than the charter says.</param>
    internal sealed record QuarantinedBatch(
        string Id,
        string Name,
        [property: Words("receiving", "working", "gate", "deciding", "held")] string State,
        string Received,
        int Days,
        bool Over
    );

    /// <param name="Rule">How long releases are kept; null where nobody laid it down, and then they are kept.</param>
    /// <param name="QuarantineDays">After how many days a batch has lain in quarantine too long; null where nobody laid it down.</param>
    internal sealed record KeepingView(
        KeepingRule? Rule,
        int? QuarantineDays,
        IReadOnlyList<KeptRelease> Releases,
        IReadOnlyList<QuarantinedBatch> Quarantine
    );

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/keeping", Show)
            .Needs(Action.SeeReleases)
            .Says("show-keeping", "Lists until when releases are kept, and what has lain in quarantine too long.");
        api.MapPost("/projects/{project}/releases/{release}/erase", Erase)
            .Needs(Action.Release)
            .Says("erase-release", "Destroys a release after the end of its keeping. The record keeps what it was.")
            .AfterConfirming()
            .Problems(404, "release.unknown")
            .Problems(409, "release.erased", "release.kept")
            .Problems(422, "reason.needed");
    }

    private static KeepingView Show(string project, IDatabase database, TimeProvider time)
    {
        using ReadLease read = database.Read();
        DbConnection c = read.Connection;
        DateTimeOffset now = time.GetUtcNow();
        DateOnly today = Timestamps.Day(now);
        ProjectCharter? charter = CharterTable.Of(c, project)?.Charter;
        return new(
            charter?.Keeping,
            charter?.QuarantineDays,
            [.. PublishRelease.All(c, project).Select(r => Row(r, charter?.Keeping, today))],
            [
                .. BatchTable
                    .Waiting(c, project)
                    .Select(b =>
                    {
                        int days = (int)(now - Timestamps.Parse(b.Received)).TotalDays;
                        return new QuarantinedBatch(
                            b.Id,
                            b.Name,
                            b.State,
                            b.Received,
                            days,
                            charter?.QuarantineDays is { } most && days >= most
                        );
                    }),
            ]
        );
    }

    private static KeptRelease Row(PublishRelease.ReleaseRow row, KeepingRule? rule, DateOnly today)
    {
        DateOnly published = Timestamps.Day(Timestamps.Parse(row.Published));
        return new(
            row.Id,
            row.Name,
            row.Version,
            row.State,
            row.Published,
            rule?.Until(published)?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            rule is null || rule.KeepsOn(published, today)
        );
    }

    /// <summary>Of some releases, those that the project has to keep, with the last day of each.</summary>
    public static List<(string Named, DateOnly? Until)> Kept(
        DbConnection c,
        string project,
        IReadOnlyCollection<string> releases,
        DateOnly today
    ) =>
        CharterTable.Of(c, project)?.Charter.Keeping is not { } rule
            ? []
            :
            [
                .. PublishRelease
                    .All(c, project)
                    .Where(r => r.State != PublishRelease.Erased && releases.Contains(r.Id))
                    .Select(r =>
                        (Named: $"{r.Name}:{r.Version}", Published: Timestamps.Day(Timestamps.Parse(r.Published)))
                    )
                    .Where(r => rule.KeepsOn(r.Published, today))
                    .Select(r => (r.Named, rule.Until(r.Published))),
            ];

    private static async Task<NoContent> Erase(
        string project,
        string release,
        EraseForm form,
        Caller caller,
        IDatabase database,
        TimeProvider time
    )
    {
        await database.Write(
            caller.Actor,
            u =>
            {
                PublishRelease.ReleaseRow row = PublishRelease.Find(u.Connection, project, release);
                if (row.State == PublishRelease.Erased)
                {
                    throw new RefusedException(ReleaseRules.Erased(row.Name, row.Version));
                }

                u.Append(
                    new About(project, "release/" + release),
                    CharterRules.Erase(
                        $"{row.Name}:{row.Version}",
                        CharterTable.Of(u.Connection, project)?.Charter.Keeping,
                        Timestamps.Day(Timestamps.Parse(row.Published)),
                        Timestamps.Day(time.GetUtcNow()),
                        form.Reason
                    )
                );
                u.Leave(EraseBundle.Name, release);
                return true;
            }
        );
        return TypedResults.NoContent();
    }
}
