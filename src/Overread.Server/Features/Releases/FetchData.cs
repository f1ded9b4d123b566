using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Domain.Releases;
using Overread.Ledger.Bundles;
using Overread.Server.Access;
using Overread.Server.Composition;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Releases.Charter;
using Overread.Server.Features.Releases.Recipients;
using Overread.Server.Modalities;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Releases;

/// <summary>
/// Fetching the files of a release one by one, for a bundle that lists them. An access is asked for once, with purpose and
/// recipient, and is in the accounting of disclosures; each file asks anew whether it still may be given.
/// </summary>
internal static class FetchData
{
    internal sealed record DataAccessForm(string Purpose, string? Recipient = null);

    /// <summary>An item whose files are not given, and why.</summary>
    internal sealed record DataRefused(string Item, string Code, string Why);

    /// <param name="Access">Under what id the files are asked for.</param>
    internal sealed record DataAccess(string Access, int Files, long Bytes, IReadOnlyList<DataRefused> Refused);

    private const string Withdrawn = "item.withdrawn";
    private const string Changed = "file.changed";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/projects/{project}/releases/{release}/data", Open)
            .Needs(Action.SeeReleases)
            .Says("open-release-data", "Asks for access to the files of a release; what for is recorded.")
            .Problems(404, "recipient.unknown", "release.unknown")
            .Problems(
                409,
                "recipient.expired",
                "release.destination",
                "release.erased",
                "release.no-data",
                "release.preparing",
                "release.recalled",
                "release.use",
                "release.withdrawn"
            )
            .Problems(422, "release.purpose", "release.recipient");
        api.MapGet("/projects/{project}/releases/{release}/data/{item}/{file}", Take)
            .Needs(Action.SeeReleases)
            .Says("get-release-file", "Takes one file of a release, or a range of it.")
            .GivesBytes([
                .. api.ServiceProvider.GetRequiredService<ModalityList>().All.SelectMany(m => m.MediaTypes),
                "application/octet-stream",
            ])
            .GivesBytes(
                StatusCodes.Status206PartialContent,
                [
                    .. api.ServiceProvider.GetRequiredService<ModalityList>().All.SelectMany(m => m.MediaTypes),
                    "application/octet-stream",
                ]
            )
            .Problems(404, "file.lost", "file.unknown", "recipient.unknown", "release.access", "release.unknown")
            .Problems(
                409,
                Changed,
                Withdrawn,
                "recipient.expired",
                "release.destination",
                "release.erased",
                "release.recalled",
                "release.use",
                "release.withdrawn"
            )
            .Problems(422, "release.recipient")
            .Problems(500, "file.damaged");
    }

    private static async Task<DataAccess> Open(
        string project,
        string release,
        DataAccessForm form,
        Caller caller,
        IDatabase database,
        DataFolder folder,
        TimeProvider time
    )
    {
        IReadOnlyList<BundleDataFile> files;
        ReleaseTaking taking;
        List<DataRefused> refused = [];
        using (ReadLease read = database.Read())
        {
            PublishRelease.ReleaseRow row = PublishRelease.Standing(read, project, release);
            using BundleFolder bundle = new(PublishRelease.Bundle(folder, release));
            files = BundleDataList.Read(bundle);
            if (files.Count == 0)
            {
                throw new RefusedException(
                    new("release.no-data", $"{row.Name}:{row.Version} lists no files.", RefusalKind.Conflict)
                    {
                        Next =
                            "Its items are references to data that stayed with their owner, or it is of an earlier build.",
                    }
                );
            }

            taking = Check(read, project, row, form.Purpose, form.Recipient, time, folder);
            foreach (IGrouping<string, BundleDataFile> item in files.GroupBy(f => f.Item, StringComparer.Ordinal))
            {
                if (ItemTable.Find(read.Connection, project, item.Key) is not { State: not "withdrawn" })
                {
                    refused.Add(new(item.Key, Withdrawn, "It was withdrawn; nobody gets its files."));
                }
                else if (item.Any(f => FileOf(ItemTable.Facts(read.Connection, f.Item), f.File)?.Hash != f.Sha256))
                {
                    refused.Add(new(item.Key, Changed, "Its files are not those that were released any more."));
                }
            }
        }

        string access = await database.Write(
            caller.Actor,
            u =>
            {
                string id = u.NewId();
                u.Append(new About(project, "release/" + release), ReleaseRules.Take(taking with { Access = id }));
                return id;
            }
        );
        HashSet<string> closed = [.. refused.Select(r => r.Item)];
        List<BundleDataFile> given = [.. files.Where(f => !closed.Contains(f.Item))];
        return new(access, given.Count, given.Sum(f => f.Size), refused);
    }

    private static IResult Take(
        string project,
        string release,
        string item,
        string file,
        string access,
        Caller caller,
        IDatabase database,
        IBlobStore blobs,
        DataFolder folder,
        TimeProvider time,
        HttpContext http
    )
    {
        FileFacts facts;
        using (ReadLease read = database.Read())
        {
            PublishRelease.ReleaseRow row = PublishRelease.Standing(read, project, release);
            if (
                RecipientTable.Access(read.Connection, release, access) is not { } given
                || given.Person != caller.Person
            )
            {
                throw new RefusedException(
                    new("release.access", "There is no such access to this release for you.", RefusalKind.NotFound)
                    {
                        Next = "Ask for one first; it says what the files are for.",
                    }
                );
            }

            Check(read, project, row, given.Purpose, given.Recipient, time, folder);
            facts =
                (
                    ReleaseMembers.Has(read.Connection, release, item)
                        ? FileOf(ItemTable.Facts(read.Connection, item), file)
                        : null
                )
                ?? throw new RefusedException(
                    new("file.unknown", "The release has no such file.", RefusalKind.NotFound)
                );
            if (ItemTable.Find(read.Connection, project, item) is not { State: not "withdrawn" })
            {
                throw new RefusedException(
                    new(Withdrawn, "The item was withdrawn; nobody gets its files.", RefusalKind.Conflict)
                );
            }
        }

        return BlobAnswer.Stream(blobs, http, facts.Hash, facts.MediaType) ?? throw BlobAnswer.Lost();
    }

    // A withdrawn item's files are never given, so a release that has some is refused only where the project refuses it whole.
    internal static ReleaseTaking Check(
        ReadLease read,
        string project,
        PublishRelease.ReleaseRow row,
        string purpose,
        string? recipient,
        TimeProvider time,
        DataFolder folder
    )
    {
        DisclosurePolicy policy = RecipientTable.Policy(read.Connection, project);
        ReleaseTaking taking = new(
            purpose,
            policy,
            Timestamps.Day(time.GetUtcNow()),
            Named(recipient),
            Named(recipient) is { } named ? RecipientTable.Of(read.Connection, project).GetValueOrDefault(named) : null,
            row.State == "recalled",
            policy.RefusesWithdrawn
                ? ReleaseMembers.Withdrawn(read.Connection, project, row.Id, folder.Releases).Count
                : 0
        )
        {
            Terms = CharterTable.Terms(read.Connection, project),
        };
        return ReleaseRules.Take(taking).Refusal is { } refusal ? throw new RefusedException(refusal) : taking;
    }

    private static string? Named(string? recipient) => string.IsNullOrWhiteSpace(recipient) ? null : recipient;

    private static FileFacts? FileOf(ItemFacts? item, string file) =>
        item?.Series.SelectMany(s => s.Files).FirstOrDefault(f => f.Id == file);
}
