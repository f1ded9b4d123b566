using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Domain.People;
using Overread.Domain.Projects;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Domain.Work;
using Overread.Server.Access;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Items;

/// <summary>What readers wrote about an item in their own words: comments, and why they flagged or skipped it.</summary>
internal static class ListRemarks
{
    private static readonly string[] Types = [nameof(CommentAdded), nameof(ItemFlagged), nameof(ReadSkipped)];

    /// <summary>Words about an item.</summary>
    /// <param name="Id">The id of the event that holds them.</param>
    /// <param name="Kind">What they are.</param>
    /// <param name="By">Pseudonym of who wrote them.</param>
    /// <param name="Mine">The caller wrote them.</param>
    /// <param name="Text">The words.</param>
    /// <param name="Field">The field they are about, if one.</param>
    /// <param name="At">UTC time.</param>
    internal sealed record Remark(
        string Id,
        [Words("comment", "flag", "skip")] string Kind,
        string By,
        bool Mine,
        string Text,
        string? Field,
        string At
    );

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/projects/{project}/items/{item}/remarks", Handle)
            .Needs(Action.SeeRemarks)
            .Says(
                "list-item-remarks",
                "Lists the comments of an item's reads, and why it was flagged or skipped. Who may still read it blind sees their own alone."
            )
            .Problems(404, "item.unknown");

    private static async Task<List<Remark>> Handle(
        string project,
        string item,
        Caller caller,
        IDatabase database,
        Memberships memberships
    )
    {
        List<Remark> remarks;
        using (ReadLease read = database.Read())
        {
            string state =
                ItemTable.Find(read.Connection, project, item)?.State
                ?? throw new RefusedException(new("item.unknown", "There is no such item.", RefusalKind.NotFound));
            bool blind = WorkRules.Blind(memberships.Of(project, caller.Person).Contains(Role.Reader), state);
            remarks = [.. Of(read, project, item, caller.Person).Where(r => r.Mine || !blind)];
        }

        // Before anything is shown: whoever reads another's words leaves a trace.
        if (remarks.Exists(r => !r.Mine))
        {
            await database.Write(
                caller.Actor,
                u => u.Append(new About(project, "item/" + item, item), new ItemViewed("remarks", item))
            );
        }

        return remarks;
    }

    private static IEnumerable<Remark> Of(ReadLease read, string project, string item, string person)
    {
        DbConnection c = read.Connection;
        Dictionary<string, string> names = MemberTable.Pseudonyms(c, project);
        RecordQuery about = new()
        {
            Project = project,
            Streams = ["item/" + item, .. ReadTable.OfItem(c, item).Select(r => "read/" + r)],
            Types = Types,
            Item = item,
        };
        foreach (Envelope e in read.Record.Events(about))
        {
            string by = e.Actor[(e.Actor.LastIndexOf('/') + 1)..];
            (string kind, string text, string? field) = e.Event switch
            {
                CommentAdded said => ("comment", said.Text, said.Field),
                ItemFlagged said => ("flag", said.Comment, null),
                ReadSkipped said => ("skip", said.Reason, (string?)null),
                _ => throw new InvalidOperationException($"{e.Event.GetType().Name} holds no remark."),
            };
            yield return new(e.Id, kind, names.GetValueOrDefault(by, "Member"), by == person, text, field, e.At);
        }
    }
}
