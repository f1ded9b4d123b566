using System.Data.Common;
using System.Text.Json;
using Overread.Domain;
using Overread.Domain.Comparison;
using Overread.Domain.Protocols;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Quality;
using Overread.Quality.Consensus;
using Overread.Server.Access;
using Overread.Server.Features.Projects;
using Overread.Server.Features.Protocols;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Comparison;

/// <summary>
/// Computes a consensus over pinned reads and appends it beside earlier runs. A field that the policy says is disputed has
/// no accepted label until an adjudicator decides; that decision then stands.
/// </summary>
internal static class ComputeConsensus
{
    internal sealed record ConsensusForm(string? Method = null);

    internal sealed record RunView(
        string Id,
        string Method,
        string Version,
        int ProtocolVersion,
        string InputHash,
        long RecordSize,
        string At,
        long Items,
        long Accepted,
        long Disputed,
        long Incomplete
    );

    internal sealed record LabelRow(
        string Item,
        string Title,
        string Field,
        string? Label,
        double? Probability,
        string Status
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
            .Problems(422, "consensus.method");
        api.MapGet("/projects/{project}/consensus", Latest)
            .Needs(Action.SeeComparison)
            .Says("show-consensus", "Shows the latest consensus.")
            .Problems(404, "consensus.none");
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

    private static async Task<RunView> Handle(
        string project,
        ConsensusForm form,
        Caller caller,
        IDatabase database,
        ProtocolStore protocols
    )
    {
        string run = await Compute(database, protocols, caller.Actor, project, form.Method ?? "majority");
        using ReadLease read = database.Read();
        return Run(read.Connection, project, run)!;
    }

    public static async Task<string> Compute(
        IDatabase database,
        ProtocolStore protocols,
        Actor actor,
        string project,
        string method
    )
    {
        IConsensusMethod chosen =
            ConsensusMethods.All.FirstOrDefault(m => m.Name == method)
            ?? throw new RefusedException(
                new(
                    "consensus.method",
                    $"The methods are: {string.Join(", ", ConsensusMethods.All.Select(m => m.Name))}."
                )
                {
                    Where = "method",
                }
            );
        RatingsTable table;
        long size;
        Dictionary<(string, string), (string Status, Answer? Decided)> known;
        using (ReadLease read = database.Read())
        {
            // One snapshot: the reads, the comparisons and the record's size belong together.
            read.Connection.Run("BEGIN");
            try
            {
                ListProjects.Open(read.Connection, project);
                int version =
                    ProtocolStore.Current(read.Connection, project)
                    ?? throw new RefusedException(
                        new("work.no-protocol", "The protocol is not published yet.", RefusalKind.Conflict)
                    );
                size = read.Connection.Number("SELECT COALESCE(MAX(seq) + 1, 0) FROM event");
                table = RatingsTable.Load(
                    read.Connection,
                    project,
                    version,
                    protocols.Published(read.Connection, project, version)
                );
                known = Known(read.Connection, project);
            }
            finally
            {
                read.Connection.Run("COMMIT");
            }
        }

        List<ConsensusLabel> labels = [.. table.Fields.SelectMany(f => Infer(chosen, table, f, known))];
        return await database.Write(
            actor,
            u =>
            {
                string run = u.NewId();
                u.Append(
                    new About(project, "comparison/" + project),
                    new ConsensusComputed(
                        run,
                        chosen.Name,
                        chosen.Version,
                        table.Version,
                        size,
                        table.InputHash,
                        labels
                    )
                );
                return run;
            }
        );
    }

    private static IEnumerable<ConsensusLabel> Infer(
        IConsensusMethod method,
        RatingsTable table,
        Field field,
        Dictionary<(string, string), (string Status, Answer? Decided)> known
    )
    {
        (Ratings ratings, IReadOnlyList<string> names) = table.Of(field);
        ConsensusResult? result = ratings.Count == 0 ? null : method.Infer(ratings);
        for (int i = 0; i < table.Items.Count; i++)
        {
            string item = table.Items[i];
            (string status, Answer? decided) = known.GetValueOrDefault((item, field.Id), ("open", null));
            if (decided is not null)
            {
                yield return new(item, field.Id, field.LabelOf(decided), 1, "adjudicated");
            }
            else if (result is null || result.Statuses[i] == ItemStatus.Unread)
            {
                yield return new(item, field.Id, null, 0, status == "notasked" ? "not-asked" : "incomplete");
            }
            else
            {
                string? label = result.Labels[i] < 0 ? null : names[result.Labels[i]];
                string shown = (status, result.Statuses[i]) switch
                {
                    ("open", _) => "incomplete",
                    (_, ItemStatus.Tie) => "tie",
                    ("dispute", _) => "disputed",
                    (_, ItemStatus.Accepted or ItemStatus.Gold) => "accepted",
                    _ => "disputed",
                };
                yield return new(item, field.Id, label, result.ProbabilityOf(i), shown);
            }
        }
    }

    // What the policy's own comparison says of each field, and what an adjudicator decided.
    private static Dictionary<(string, string), (string Status, Answer? Decided)> Known(DbConnection c, string project)
    {
        Dictionary<(string, string), (string, Answer?)> known = c.All(
                "SELECT item, field, status FROM comparison WHERE project = @0",
                r => (Key: (r.GetString(0), r.GetString(1)), Status: r.GetString(2)),
                project
            )
            .ToDictionary(r => r.Key, r => (r.Status, (Answer?)null));
        foreach (
            (string item, string field, string answer) in c.All(
                "SELECT item, field, answer FROM dispute WHERE project = @0 AND decided IS NOT NULL ORDER BY decided",
                r => (r.GetString(0), r.GetString(1), r.GetString(2)),
                project
            )
        )
        {
            known[(item, field)] = ("decided", JsonSerializer.Deserialize<Answer>(answer, EventJson.Options));
        }

        return known;
    }

    private static RunView Latest(string project, IDatabase database)
    {
        using ReadLease read = database.Read();
        return Run(read.Connection, project, null)
            ?? throw new RefusedException(
                new("consensus.none", "No consensus has been computed yet.", RefusalKind.NotFound)
            );
    }

    public static RunView? Run(DbConnection c, string project, string? run) =>
        c.One(
            """
            SELECT r.id, r.method, r.version, r.protocol_version, r.input_hash, r.record_size, r.at,
                (SELECT COUNT(DISTINCT item) FROM consensus_label l WHERE l.run = r.id),
                (SELECT COUNT(*) FROM consensus_label l WHERE l.run = r.id AND l.status IN ('accepted', 'adjudicated')),
                (SELECT COUNT(*) FROM consensus_label l WHERE l.run = r.id AND l.status IN ('disputed', 'tie')),
                (SELECT COUNT(*) FROM consensus_label l WHERE l.run = r.id AND l.status = 'incomplete')
            FROM consensus_run r WHERE r.project = @0 AND (@1 = '' OR r.id = @1) ORDER BY r.ordinal DESC LIMIT 1
            """,
            r => new RunView(
                r.GetString(0),
                r.GetString(1),
                r.GetString(2),
                r.GetInt32(3),
                r.GetString(4),
                r.GetInt64(5),
                r.GetString(6),
                r.GetInt64(7),
                r.GetInt64(8),
                r.GetInt64(9),
                r.GetInt64(10)
            ),
            project,
            run ?? ""
        );

    private static LabelPage Labels(
        string project,
        string? run,
        string? field,
        string? status,
        string? after,
        int? take,
        IDatabase database
    )
    {
        using ReadLease read = database.Read();
        RunView found =
            Run(read.Connection, project, run)
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
            $"SELECT item, (SELECT title FROM item i WHERE i.id = l.item), field, label, probability, status FROM consensus_label l WHERE {Where} AND item || '/' || field > @3 ORDER BY item, field LIMIT @4",
            r => new LabelRow(
                r.GetString(0),
                r.Text(1) ?? r.GetString(0),
                r.GetString(2),
                r.Text(3),
                r.GetDouble(4),
                r.GetString(5)
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
        ListProjects.Open(unit.Connection, project);
        List<string> agreed = unit.Connection.All(
            "SELECT id FROM item WHERE project = @0 AND state = 'agreed' ORDER BY ordinal",
            r => r.GetString(0),
            project
        );
        int wanted = (int)Math.Ceiling(agreed.Count * share);
        List<string> drawn = [.. SeededOrder.Of(agreed, seed, i => i).Take(wanted)];
        if (drawn.Count > 0)
        {
            unit.Append(new About(project, "comparison/" + project), new RecheckSampled(share, seed, drawn));
        }

        return drawn.Count;
    }
}
