using Overread.Domain;
using Overread.Domain.Comparison;
using Overread.Domain.Protocols.Kinds;
using Overread.Server.Access;
using Overread.Server.Features.Comparison.Consensus;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Comparison;

/// <summary>
/// Computes a consensus over pinned reads and appends it beside earlier runs. A field that the policy says is disputed has
/// no accepted label until an adjudicator decides; that decision then stands.
/// </summary>
internal static class ComputeConsensus
{
    /// <summary>What to compute.</summary>
    /// <param name="Method">A method for all fields whose scale it is for; null: as last time, or the library's choice.</param>
    /// <param name="Fields">Methods of single fields, by field.</param>
    internal sealed record ConsensusForm(string? Method = null, IReadOnlyDictionary<string, string>? Fields = null);

    /// <summary>A method that can be asked for.</summary>
    internal sealed record MethodView(string Name, string Summary, IReadOnlyList<Scale> Scales);

    /// <summary>One label.</summary>
    /// <param name="Support">Readers who gave the label, of those asked.</param>
    /// <param name="Probability">How probable the method holds the label; null where it knows no probability or has an opinion of its own.</param>
    /// <param name="Opinion">The label that the method holds more probable; it is no label.</param>
    /// <param name="OpinionProbability">How probable the method holds its opinion.</param>
    internal sealed record LabelRow(
        string Item,
        string Title,
        string Field,
        string? Label,
        double? Probability,
        [Words("accepted", "disputed", "tie", "incomplete", "not-asked", "adjudicated")] string Status,
        int? Support,
        int? Asked,
        double? Spread,
        string? Opinion,
        double? OpinionProbability
    );

    internal sealed record LabelPage(IReadOnlyList<LabelRow> Rows, string? Next, long Total);

    internal sealed record RecheckForm(double Share, long Seed);

    /// <summary>What was drawn.</summary>
    /// <param name="Items">How many items.</param>
    internal sealed record RecheckDraw(int Items);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/projects/{project}/consensus", Handle)
            .Needs(Action.Compute)
            .Says(
                "compute-consensus",
                "Computes the consensus of the current protocol version; the reads stay as they are."
            )
            .Problems(404, "protocol.unknown")
            .Problems(409, "project.closed", "work.no-protocol")
            .Problems(422, "consensus.method", "consensus.field");
        api.MapGet("/projects/{project}/consensus", Latest)
            .Needs(Action.SeeComparison)
            .Says("show-consensus", "Shows the latest consensus.")
            .Problems(404, "consensus.none");
        api.MapGet("/projects/{project}/consensus/runs", Runs)
            .Needs(Action.SeeComparison)
            .Says(
                "list-consensus-runs",
                "Lists the consensus runs, the latest first; none where none was computed yet."
            );
        api.MapGet("/projects/{project}/consensus/methods", Methods)
            .Needs(Action.SeeComparison)
            .Says(
                "list-consensus-methods",
                "Lists the methods that a consensus can be computed by, with their scales."
            );
        api.MapGet("/projects/{project}/consensus/labels", Labels)
            .Needs(Action.SeeComparison)
            .Says("list-consensus-labels", "Lists the labels of a consensus, page by page.")
            .Problems(404, "consensus.none");
        api.MapPost("/projects/{project}/rechecks", Recheck)
            .Needs(Action.Compute)
            .Says("draw-rechecks", "Draws agreed items for a second look by the adjudicator.")
            .Problems(409, "project.closed")
            .Problems(422, "recheck.share");
    }

    private static async Task<ConsensusRun> Handle(
        string project,
        ConsensusForm form,
        Caller caller,
        IDatabase database,
        ProtocolStore protocols
    )
    {
        string run = await ConsensusRuns.Compute(database, protocols, caller.Actor, project, form.Method, form.Fields);
        using ReadLease read = database.Read();
        return ConsensusRuns.Find(read.Connection, project, run)!;
    }

    private static List<MethodView> Methods(string project) =>
        [.. ConsensusCatalogue.All.Select(m => new MethodView(m.Name, m.Summary, [.. m.Scales]))];

    private static List<ConsensusRun> Runs(string project, IDatabase database)
    {
        using ReadLease read = database.Read();
        return ConsensusRuns.All(read.Connection, project, null);
    }

    private static ConsensusRun Latest(string project, IDatabase database)
    {
        using ReadLease read = database.Read();
        return ConsensusRuns.Find(read.Connection, project, null)
            ?? throw new RefusedException(
                new("consensus.none", "No consensus has been computed yet.", RefusalKind.NotFound)
            );
    }

    private static async Task<LabelPage> Labels(
        string project,
        string? run,
        string? field,
        string? status,
        string? after,
        int? take,
        Caller caller,
        IDatabase database
    )
    {
        LabelPage page;
        using (ReadLease read = database.Read())
        {
            page = Page(read, project, run, field, status, after, take);
        }

        await Looks.Record(database, caller, "labels", project, [.. page.Rows.Select(r => r.Item).Distinct()]);
        return page;
    }

    private static LabelPage Page(
        ReadLease read,
        string project,
        string? run,
        string? field,
        string? status,
        string? after,
        int? take
    )
    {
        ConsensusRun found =
            ConsensusRuns.Find(read.Connection, project, run)
            ?? throw new RefusedException(
                new("consensus.none", "No consensus has been computed yet.", RefusalKind.NotFound)
            );
        int many = Math.Clamp(take ?? 200, 1, 5000);
        const string Where = "run = @0 AND (@1 = '' OR field = @1) AND (@2 = '' OR status = @2)";
        long total = read.Connection.Number(
            $"SELECT COUNT(*) FROM consensus_label WHERE {Where}",
            found.Id,
            field ?? "",
            status ?? ""
        );
        List<LabelRow> rows = read.Connection.All(
            $"SELECT item, {ItemTable.TitleSql("l.item")}, field, label, probability, status, support, asked, spread, opinion, opinion_probability FROM consensus_label l WHERE {Where} AND item || '/' || field > @3 ORDER BY item, field LIMIT @4",
            r => new LabelRow(
                r.GetString(0),
                r.Text(1) ?? r.GetString(0),
                r.GetString(2),
                r.Text(3),
                r.Real(4),
                r.GetString(5),
                r.IsDBNull(6) ? null : r.GetInt32(6),
                r.IsDBNull(7) ? null : r.GetInt32(7),
                r.Real(8),
                r.Text(9),
                r.Real(10)
            ),
            found.Id,
            field ?? "",
            status ?? "",
            after ?? "",
            many + 1
        );
        bool more = rows.Count > many;
        return new([.. rows.Take(many)], more ? rows[many - 1].Item + "/" + rows[many - 1].Field : null, total);
    }

    private static Task<RecheckDraw> Recheck(string project, RecheckForm form, Caller caller, IDatabase database)
    {
        if (form.Share is not (> 0 and <= 1))
        {
            throw new RefusedException(
                new("recheck.share", "The share lies above 0 and at most at 1.") { Where = "share" }
            );
        }

        return database.Write(caller.Actor, u => new RecheckDraw(Sample(u, project, form.Share, form.Seed)));
    }

    /// <summary>Draws agreed items for a second look: the same seed draws the same items.</summary>
    public static int Sample(IUnitOfWork unit, string project, double share, long seed)
    {
        ProjectTable.Open(unit.Connection, project);
        List<string> agreed = ItemTable.In(unit.Connection, project, "agreed");
        int wanted = (int)Math.Ceiling(agreed.Count * share);
        List<string> drawn = [.. SeededOrder.Of(agreed, seed, i => i).Take(wanted)];
        if (drawn.Count > 0)
        {
            unit.Append(new About(project, "comparison/" + project), new RecheckSampled(share, seed, drawn));
        }

        return drawn.Count;
    }
}
