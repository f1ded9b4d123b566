using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Projects;
using Overread.Server.Access;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Training.Contracts;
using Overread.Server.Modalities;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Items;

/// <summary>
/// The bytes of files that passed the gate. A reader gets those of items assigned to them alone. Immutable, but
/// not for ever anybody's: a withdrawn item's are nobody's.
/// </summary>
internal static class ServeFiles
{
    internal sealed record FileRow(string Item, string Hash, string? Thumbnail, string Media, bool IsCompanion);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/projects/{project}/files/{file}", Serve)
            .Needs(Action.SeeFiles)
            .Says("get-file", "Takes a file of an item as it was cleaned.")
            .GivesBytes([
                .. api.ServiceProvider.GetRequiredService<ModalityList>().All.SelectMany(m => m.MediaTypes),
                "application/octet-stream",
            ])
            .Problems(404, "file.lost", "file.unknown")
            .Problems(409, "item.withdrawn")
            .Problems(500, "file.damaged");

    private static async Task<IResult> Serve(
        string project,
        string file,
        Caller caller,
        IDatabase database,
        IBlobStore blobs,
        FileLooks looks,
        HttpContext http
    )
    {
        FileRow row;
        bool assigned;
        using (ReadLease read = database.Read())
        {
            row = Find(read.Connection, project, file, caller);
            assigned = ReadTable.Has(read.Connection, row.Item, caller.Person);
        }

        // Whoever reads the item has it by an assignment, which is on record with when it was opened.
        if (!assigned)
        {
            await looks.Note(caller, new About(project, "item/" + row.Item, row.Item), "files", row.Item);
        }

        return BlobAnswer.Stream(blobs, http, row.Hash, row.Media) ?? throw BlobAnswer.Lost();
    }

    private static bool IsTheirs(DbConnection c, string item, string person) =>
        ReadTable.Has(c, item, person) || TrainingTable.IsGiven(c, item, person);

    /// <summary>A file that the caller may see.</summary>
    /// <exception cref="RefusedException">There is none of that id, or it is not for them.</exception>
    public static FileRow Find(DbConnection c, string project, string file, Caller caller)
    {
        FileRow? row = c.One(
            "SELECT item, hash, thumbnail, media, companion FROM file WHERE id = @0 AND project = @1",
            r => new FileRow(r.GetString(0), r.GetString(1), r.Text(2), r.GetString(3), r.GetInt32(4) == 1),
            file,
            project
        );
        bool more = caller.Roles.Any(r => r is Role.Lead or Role.Steward or Role.Adjudicator or Role.Auditor);
        // A companion may say what others have found in the images.
        if (row is null || (!more && (row.IsCompanion || !IsTheirs(c, row.Item, caller.Person))))
        {
            throw new RefusedException(new("file.unknown", "There is no such file for you.", RefusalKind.NotFound));
        }

        // Consent that was withdrawn holds for everybody, and at once: also for whoever had read it.
        return c.Number($"SELECT CASE WHEN {ItemTable.WithdrawnSql("@0")} THEN 1 ELSE 0 END", row.Item) == 1
            ? throw new RefusedException(
                new("item.withdrawn", "The item was withdrawn; nobody gets its files.", RefusalKind.Conflict)
                {
                    Next = "A lead can restore it, with a reason, where it may be used again.",
                }
            )
            : row;
    }
}
