using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Guidelines;
using Overread.Domain.Protocols;
using Overread.Domain.Reads;
using Overread.Domain.Work;
using Overread.Server.Access;
using Overread.Server.Features.Guidelines.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Guidelines;

/// <summary>Which reads a change of the guideline touches, and the call to make them again.</summary>
internal static class ReadAgain
{
    /// <summary>The most reads of one call.</summary>
    public const int MostReads = 1000;

    /// <summary>A read that was made under an earlier version and that a change since touches.</summary>
    /// <param name="Reader">Pseudonym.</param>
    /// <param name="Guideline">The version it was made under; null where none was acknowledged.</param>
    /// <param name="Fields">The fields that are touched.</param>
    internal sealed record AffectedRead(
        string Read,
        string Item,
        string Title,
        string Reader,
        int? Guideline,
        string? Submitted,
        IReadOnlyList<string> Fields
    );

    /// <param name="Version">The version that the reads are held against.</param>
    /// <param name="Affected">Submitted reads that a change touches.</param>
    /// <param name="Untouched">Submitted reads made under earlier versions that no change touches.</param>
    /// <param name="Current">Submitted reads made under this version.</param>
    /// <param name="Rereading">Reads that were called for and are open.</param>
    internal sealed record AffectedReads(
        int Version,
        IReadOnlyList<AffectedRead> Affected,
        int Untouched,
        int Current,
        int Rereading
    );

    internal sealed record RereadForm(IReadOnlyList<string> Reads, string Reason);

    /// <param name="Opened">How many reads were opened again.</param>
    internal sealed record Reread(int Opened);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/guidelines/{version}/affected", Affected)
            .Needs(Action.SeeReads)
            .Says(
                "list-affected-reads",
                "Lists submitted reads made under earlier versions that the changes since touch."
            )
            .Problems(404, "guideline.unknown");
        api.MapPost("/projects/{project}/guidelines/{version}/rereads", Call)
            .Needs(Action.ManageReads)
            .Says("call-rereads", "Opens reads again, all or none, to be made under the version in force.")
            .Problems(404, "guideline.unknown", "read.unknown")
            .Problems(409, "project.closed", "read.not-submitted")
            .Problems(412, "guideline.stale")
            .Problems(422, "reads.form", "reason.needed");
    }

    private static AffectedReads Affected(string project, int version, IDatabase database, ProtocolStore protocols)
    {
        using ReadLease read = database.Snapshot();
        DbConnection c = read.Connection;
        List<GuidelineTable.Row> all = GuidelineTable.Of(c, project);
        if (all.Find(g => g.Version == version) is null)
        {
            throw ShowGuidelines.Unknown();
        }

        Dictionary<string, string> names = MemberTable.Pseudonyms(c, project);
        List<AffectedRead> affected = [];
        int untouched = 0;
        int current = 0;
        foreach (ReadRow row in ReadRow.Submitted(c, project))
        {
            if (row.Read.Guideline >= version)
            {
                current++;
                continue;
            }

            ProtocolBody protocol = protocols.Published(c, project, row.Read.ProtocolVersion);
            IReadOnlyList<string> fields = GuidelineRules.Touched(Since(all, row.Read, version), protocol, row.Read);
            if (fields.Count == 0)
            {
                untouched++;
                continue;
            }

            affected.Add(
                new(
                    row.Read.Id,
                    row.Read.Item,
                    ItemTable.Title(c, row.Read.Item),
                    names.GetValueOrDefault(row.Reader, ""),
                    row.Read.Guideline,
                    row.Read.Submitted,
                    fields
                )
            );
        }

        return new(version, affected, untouched, current, ReadTable.Rereading(c, project));
    }

    // Who read before there was a guideline read under none of it: the whole first version is new to such a read.
    private static List<GuidelineChange> Since(List<GuidelineTable.Row> all, Read read, int version) =>
        [
            .. read.Guideline is null
                ? [new GuidelineChange(GuidelineChangeKind.Definition, "The first version.")]
                : Array.Empty<GuidelineChange>(),
            .. all.Where(g => g.Version > (read.Guideline ?? 0) && g.Version <= version)
                .SelectMany(g => g.Body.Changes),
        ];

    private static async Task<Reread> Call(
        string project,
        int version,
        RereadForm form,
        Caller caller,
        IDatabase database
    )
    {
        List<string> reads = [.. form.Reads.Distinct(StringComparer.Ordinal)];
        if (reads.Count is 0 or > MostReads)
        {
            throw new RefusedException(new("reads.form", $"A call names 1 to {MostReads} reads.") { Where = "reads" });
        }

        await database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                int current =
                    GuidelineTable.Of(u.Connection, project).LastOrDefault()?.Version ?? throw ShowGuidelines.Unknown();
                if (version != current)
                {
                    throw new RefusedException(
                        new("guideline.stale", "That is not the version in force.", RefusalKind.Stale)
                        {
                            Next = "Have reads made again under the version in force.",
                        }
                    );
                }

                foreach (string read in reads)
                {
                    ReadRow row =
                        ReadRow.Find(u.Connection, read) is { } found && found.Project == project
                            ? found
                            : throw new RefusedException(
                                new("read.unknown", "There is no such read in this project.", RefusalKind.NotFound)
                                {
                                    Where = read,
                                }
                            );
                    u.Append(
                        new About(project, "read/" + read, row.Read.Item),
                        WorkRules.ReadAgain(row.Read.State, form.Reason, version)
                    );
                }

                return true;
            }
        );
        return new(reads.Count);
    }
}
