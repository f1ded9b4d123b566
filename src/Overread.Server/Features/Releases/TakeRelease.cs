using Overread.Domain;
using Overread.Domain.Record;
using Overread.Domain.Releases;
using Overread.Ledger.Bundles;
using Overread.Server.Access;
using Overread.Server.Composition;
using Overread.Server.Features.Releases.Charter;
using Overread.Server.Features.Releases.Recipients;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Releases;

/// <summary>Taking the bundle of a release: by whom, what for, and what is said of it meanwhile.</summary>
internal static class TakeRelease
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/projects/{project}/releases/{release}/bundle", Download)
            .Needs(Action.SeeReleases)
            .Says("download-release", "Takes the bundle as a zip; what for is recorded.")
            .GivesBytes("application/zip")
            .Problems(404, "recipient.unknown", "release.unknown")
            .Problems(
                409,
                "recipient.expired",
                "release.destination",
                "release.erased",
                "release.preparing",
                "release.recalled",
                "release.use",
                "release.withdrawn"
            )
            .Problems(422, "release.purpose", "release.recipient");

    private static async Task Download(
        string project,
        string release,
        string? purpose,
        string? confirm,
        string? recipient,
        Caller caller,
        IDatabase database,
        DataFolder folder,
        TimeProvider time,
        HttpContext http
    )
    {
        PublishRelease.ReleaseRow row;
        List<ReleaseNotice> notices;
        ReleaseTaking taking;
        using (ReadLease read = database.Read())
        {
            row = PublishRelease.Standing(read, project, release);
            notices = ReleaseNotices.Of(read, project, folder.Releases)[release];
            taking = new(
                purpose,
                RecipientTable.Policy(read.Connection, project),
                Timestamps.Day(time.GetUtcNow()),
                string.IsNullOrWhiteSpace(recipient) ? null : recipient,
                recipient is null ? null : RecipientTable.Of(read.Connection, project).GetValueOrDefault(recipient),
                row.State == "recalled",
                ReleaseMembers.Withdrawn(read.Connection, project, release, folder.Releases).Count,
                confirm == "withdrawn"
            )
            {
                Terms = CharterTable.Terms(read.Connection, project),
            };
        }

        Decision taken = ReleaseRules.Take(taking);
        if (taken.Refusal is { } refusal)
        {
            throw new RefusedException(refusal);
        }

        using BundleFolder bundle = new(PublishRelease.Bundle(folder, release));
        await database.Write(
            caller.Actor,
            u =>
            {
                u.Append(new About(project, "release/" + release), taken);
                return true;
            }
        );
        if (notices.Count > 0)
        {
            http.Response.Headers["Overread-Release-Status"] = string.Join(
                ", ",
                notices.Select(n => n.Kind).Distinct()
            );
            http.Response.Headers.Warning = string.Join(
                ", ",
                notices.Select(n => $"299 overread \"{n.Text.Replace('"', '\'')}\"")
            );
        }

        await BundleDownload.Send(http, bundle, $"{row.Name}-{row.Version}.zip", folder.Releases);
    }
}
