using System.Data.Common;
using Overread.Domain.Comparison;
using Overread.Domain.Conversations;
using Overread.Domain.People;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Domain.Releases;
using Overread.Server.Access;
using Overread.Storage;

namespace Overread.Server.Features.Reads.Contracts;

/// <summary>
/// Blindness as evidence: what shows others' answers says so in the record before it answers, and whoever looked reads that item
/// blind no more.
/// </summary>
internal static class Looks
{
    /// <summary>Records that a caller is about to be shown answers; nothing is written where there are none.</summary>
    /// <param name="database">The store.</param>
    /// <param name="caller">Who looks.</param>
    /// <param name="what">Where: events, labels, agreement, disputes.</param>
    /// <param name="project">The one project concerned; null for several.</param>
    /// <param name="items">The items whose answers are shown.</param>
    /// <param name="projects">Projects of which all are.</param>
    public static async Task Record(
        IDatabase database,
        Caller caller,
        string what,
        string? project,
        IReadOnlyList<string> items,
        params IReadOnlyList<string> projects
    )
    {
        if (items.Count + projects.Count > 0)
        {
            await database.Write(
                caller.Actor,
                u => u.Append(new About(project, "look/" + caller.Person), new AnswersSeen(what, items, projects))
            );
        }
    }

    /// <summary>Of which items, and of which projects as a whole, an event shows its actor what others answered; both empty for none.</summary>
    public static (IReadOnlyList<string> Items, IReadOnlyList<string> Projects) ShownBy(Envelope envelope) =>
        envelope.Event switch
        {
            ItemViewed { What: "reads" or "dispute" or "history" or "remarks" } e => ([e.Id], []),
            // Whose read is in already is shown the answer to what they asked about it.
            ThreadViewed { AfterOwnRead: false } when envelope.Item is { } item => ([item], []),
            AdjudicationDecided => ([envelope.Item!], []),
            ReleaseDownloaded { Access: null } or SealedLabelsTaken => ([], [envelope.Project!]),
            AnswersSeen e => (e.Items, e.Projects),
            _ => ([], []),
        };

    /// <summary>True where a reader has seen others' answers about an item.</summary>
    public static bool Has(DbConnection c, string item, string reader) =>
        c.Number("SELECT COUNT(*) FROM look WHERE item = @0 AND reader = @1", item, reader) > 0;

    /// <summary>All, each with where in the record it stands first.</summary>
    public static List<(string Item, string Reader, long Seq)> All(DbConnection c) =>
        c.All("SELECT item, reader, seq FROM look", r => (r.GetString(0), r.GetString(1), r.GetInt64(2)));
}
