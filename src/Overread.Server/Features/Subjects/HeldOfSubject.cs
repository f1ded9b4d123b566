using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Domain.Reads;
using Overread.Server.Access;
using Overread.Server.Composition;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Releases.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Subjects;

/// <summary>
/// All that is held of a subject, for the controller to give to the person (GDPR 15, 20): items, what was read of them, labels, releases and
/// who was given them. The person is known by pseudonym here; who it is, the vault alone says.
/// </summary>
internal static class HeldOfSubject
{
    /// <summary>A file of an item, as it was cleaned.</summary>
    internal sealed record HeldFile(string Id, string Sha256, long Size, string MediaType);

    /// <param name="Files">Its files; get-file gives their bytes.</param>
    internal sealed record HeldItem(
        string Id,
        string Title,
        string Kind,
        string? Modality,
        string State,
        IReadOnlyList<HeldFile> Files
    );

    /// <summary>A label of the latest consensus.</summary>
    internal sealed record HeldLabel(string Item, string Field, string? Label, string Status, string Run);

    /// <param name="Reads">Everybody's reads of the items, by pseudonym.</param>
    /// <param name="Labels">Of the latest consensus; empty before the first.</param>
    /// <param name="Releases">Releases that hold the items.</param>
    /// <param name="Given">To whom those were given.</param>
    internal sealed record SubjectHoldings(
        string Project,
        string Subject,
        string At,
        IReadOnlyList<HeldItem> Items,
        IReadOnlyList<ReaderRead> Reads,
        IReadOnlyList<HeldLabel> Labels,
        IReadOnlyList<ReleasesHolding> Releases,
        IReadOnlyList<DisclosureRow> Given
    );

    private static readonly string[] States = ["open", "submitted", "skipped", "expired", "released"];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/projects/{project}/subjects/{subject}/held", Show)
            .Needs(Action.SeeReads)
            .Says(
                "show-held-of-subject",
                "Gives all that is held of a subject, for the controller to give to the person."
            )
            .Problems(404, "subjects.unknown");

    private static async Task<SubjectHoldings> Show(
        string project,
        string subject,
        Caller caller,
        IDatabase database,
        DataFolder folder,
        Accounts accounts,
        TimeProvider time
    )
    {
        List<string> items;
        using (ReadLease read = database.Read())
        {
            items = ItemTable.OfSubject(read.Connection, project, subject);
        }

        if (items.Count == 0)
        {
            throw new RefusedException(
                new("subjects.unknown", "The project has no such subject.", RefusalKind.NotFound) { Where = "subject" }
            );
        }

        await Looks.Record(database, caller, "subject", project, items);
        using ReadLease shown = database.Snapshot();
        DbConnection c = shown.Connection;
        Dictionary<string, string> names = MemberTable.Pseudonyms(c, project);
        string? run = ConsensusRuns.Find(c, project, null)?.Id;
        HashSet<string> own = [.. items];
        return new(
            ProjectTable.Name(c, project),
            subject,
            Timestamps.Text(time.GetUtcNow()),
            [.. items.Select(i => Item(c, project, i)).OfType<HeldItem>()],
            [
                .. items
                    .SelectMany(i => States.SelectMany(s => ReadRow.OfItem(c, i, s)))
                    .Select(r => new ReaderRead(names.GetValueOrDefault(r.Reader, "Reader"), r.Read)),
            ],
            run is null
                ? []
                :
                [
                    .. ComparisonTable
                        .Labels(c, run)
                        .Where(l => own.Contains(l.Item))
                        .Select(l => new HeldLabel(l.Item, l.Field, l.Label, l.Status, run)),
                ],
            ReleasesHolding.Of(c, project, items, folder.Releases),
            Disclosures.Of(c, project, subject, folder.Releases, accounts)
        );
    }

    private static HeldItem? Item(DbConnection c, string project, string item) =>
        ItemTable.Facts(c, item) is { } facts
            ? new(
                facts.Id,
                facts.Title,
                facts.Kind,
                facts.Modality,
                ItemTable.Find(c, project, item)!.State,
                [
                    .. facts
                        .Series.SelectMany(s => s.Files)
                        .Concat(facts.Companions ?? [])
                        .Select(f => new HeldFile(f.Id, f.Hash, f.Size, f.MediaType)),
                ]
            )
            : null;
}
