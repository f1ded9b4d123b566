using System.Data.Common;
using Overread.Domain;
using Overread.Ledger;
using Overread.Ledger.Bundles;
using Overread.Server.Access;
using Overread.Server.Composition;
using Overread.Server.Features.Items.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Releases;

/// <summary>What has become of releases: a signed list for whoever has a bundle, and which releases hold a subject or an item.</summary>
internal static class WatchReleases
{
    /// <summary>The releases that hold a subject or an item.</summary>
    /// <param name="Subject">The subject; null where an item was asked for that the project does not have.</param>
    /// <param name="Items">The items asked about.</param>
    internal sealed record ReleasesHeld(
        string? Subject,
        IReadOnlyList<string> Items,
        IReadOnlyList<ReleaseHolder> Releases
    );

    /// <param name="Items">Which of the items asked about it holds.</param>
    /// <param name="Taken">How often its bundle was taken.</param>
    internal sealed record ReleaseHolder(
        string Id,
        string Name,
        string Version,
        [property: Words("published", "recalled", "erased")] string State,
        [property: Words("train", "tuning", "test")] string Split,
        IReadOnlyList<string> Items,
        int Taken
    );

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/releases/status", Status)
            .Needs(Action.SeeReleases)
            .Says("release-status", "Takes the signed list of what has become of the project's releases.")
            .GivesBytes("text/plain");
        api.MapGet("/projects/{project}/releases/holding", Holding)
            .Needs(Action.SeeReleases)
            .Says("find-releases", "Finds the releases that hold a subject or an item.")
            .Problems(422, "release.of-whom");
        api.MapGet("/projects/{project}/releases/preflight", ReleasePreflight.Show)
            .Needs(Action.SeeReleases)
            .Says("release-preflight", "Says what stands in the way of a release, and what should be looked at first.");
    }

    /// <summary>The list as it stands.</summary>
    public static ReleaseStatusList ListOf(ReadLease read, string project, string bundles, string origin, string at)
    {
        DbConnection c = read.Connection;
        Dictionary<string, List<ReleaseNotice>> notices = ReleaseNotices.Of(read, project, bundles);
        return new(
            origin,
            at,
            read.Record.Size,
            c.All(
                "SELECT id, content_hash, name, version FROM release WHERE project = @0 ORDER BY seq",
                r =>
                {
                    List<string> words =
                    [
                        .. notices[r.GetString(0)].Select(n => n.Kind).Where(k => k != "revised").Distinct(),
                    ];
                    return new ReleaseStanding(
                        r.GetString(0),
                        r.GetString(1),
                        $"{r.GetString(2)}:{r.GetString(3)}",
                        words.Count == 0 ? [ReleaseStanding.Current] : words,
                        [
                            .. ReleaseMembers
                                .Withdrawn(c, project, r.GetString(0), bundles)
                                .Keys.Order(StringComparer.Ordinal),
                        ]
                    );
                },
                project
            )
        );
    }

    private static IResult Status(
        string project,
        IDatabase database,
        DataFolder folder,
        LogSigner signer,
        TimeProvider time
    )
    {
        using ReadLease read = database.Snapshot();
        ReleaseStatusList list = ListOf(
            read,
            project,
            folder.Releases,
            signer.Verifier.Name,
            Timestamps.Text(time.GetUtcNow())
        );
        return Results.Text(list.Sign(signer).ToString(), "text/plain");
    }

    private static ReleasesHeld Holding(
        string project,
        string? subject,
        string? item,
        IDatabase database,
        DataFolder folder
    )
    {
        if (string.IsNullOrWhiteSpace(subject) == string.IsNullOrWhiteSpace(item))
        {
            throw new RefusedException(
                new("release.of-whom", "Name a subject or an item: ?subject=… or ?item=…") { Where = "subject" }
            );
        }

        using ReadLease read = database.Read();
        DbConnection c = read.Connection;
        List<string> items = item is not null ? [item] : ItemTable.OfSubject(c, project, subject!);
        string? whose = subject ?? ItemTable.SubjectOf(c, project, item!);
        return new(
            whose,
            items,
            [
                .. ReleaseMembers
                    .Holding(c, project, items.ToHashSet(StringComparer.Ordinal), folder.Releases)
                    .Select(h => new ReleaseHolder(
                        h.Release.Id,
                        h.Release.Name,
                        h.Release.Version,
                        h.Release.State,
                        h.Items[0].Split,
                        [.. h.Items.Select(i => i.Item)],
                        (int)
                            read.Record.Count(
                                new RecordQuery
                                {
                                    Streams = ["release/" + h.Release.Id],
                                    Types = [nameof(Domain.Releases.ReleaseDownloaded)],
                                }
                            )
                    )),
            ]
        );
    }
}
