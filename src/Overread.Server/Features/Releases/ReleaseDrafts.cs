using System.Data.Common;
using System.Text.Json;
using Overread.Domain;
using Overread.Domain.Record;
using Overread.Domain.Releases;
using Overread.Domain.Signing;
using Overread.Server.Features.Signing.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Releases;

/// <summary>Releases that were made and wait for signatures.</summary>
internal static class ReleaseDrafts
{
    /// <param name="Author">Who made it, by id.</param>
    internal sealed record Draft(ReleasePublished Release, string Author, string Prepared);

    /// <summary>One that waits.</summary>
    /// <exception cref="RefusedException">There is none of that id that waits.</exception>
    public static Draft Find(DbConnection c, string project, string release) =>
        Of(c, project, "waiting").Find(d => d.Release.Release == release)
        ?? throw new RefusedException(
            new("release.unknown", "No release of that id waits for signatures.", RefusalKind.NotFound)
        );

    /// <summary>Those in a state, the newest first.</summary>
    public static List<Draft> Of(DbConnection c, string project, string state) =>
        c.All(
            "SELECT body, author, prepared FROM release_draft WHERE project = @0 AND state = @1 ORDER BY seq DESC",
            r => new Draft(
                JsonSerializer.Deserialize<ReleasePublished>(r.GetString(0), EventJson.Options)!,
                r.GetString(1),
                r.GetString(2)
            ),
            project,
            state
        );

    /// <summary>The id of the one that waits under a name and version; null where none does.</summary>
    public static string? Waiting(DbConnection c, string project, string name, string version) =>
        Of(c, project, "waiting").Find(d => d.Release.Name == name && d.Release.Version == version)?.Release.Release;

    /// <summary>How many that others made wait, and when the newest was made.</summary>
    public static (long Count, string? Newest) Waiting(DbConnection c, string project, string person) =>
        c.One(
            "SELECT COUNT(*), MAX(prepared) FROM release_draft WHERE project = @0 AND state = 'waiting' AND author <> @1",
            r => (r.GetInt64(0), r.Text(1)),
            project,
            person
        );

    /// <summary>The subject of the signatures about a release.</summary>
    public static string Subject(string release) => "release/" + release;

    /// <summary>Who has approved this very content.</summary>
    public static List<string> Approvals(DbConnection c, string project, Draft draft) =>
        [
            .. SigningTable
                .Of(c, project, Subject(draft.Release.Release))
                .Where(s => s.Act == SigningTable.Word(SignedAct.ReleaseApproval))
                .Select(s => s.Person),
        ];
}
