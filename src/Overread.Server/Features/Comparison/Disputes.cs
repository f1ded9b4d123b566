using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Overread.Domain;
using Overread.Domain.Comparison;
using Overread.Domain.Intake;
using Overread.Domain.Marks;
using Overread.Domain.Protocols;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Domain.Signing;
using Overread.Server.Access;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Signing.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Comparison;

/// <summary>The adjudicator's queue: reads side by side, and the decision with its reason.</summary>
internal static class Disputes
{
    internal sealed record DisputeRow(
        string Item,
        string Title,
        [Words("dispute", "recheck")] string Kind,
        IReadOnlyList<string> Fields,
        long Decided,
        string Since
    );

    internal sealed record DecisionView(
        Answer Answer,
        IReadOnlyList<Mark>? Marks,
        string Reason,
        string? TakenFrom,
        string By,
        string At
    );

    internal sealed record FieldView(
        string Field,
        [Words("agree", "dispute", "incomplete", "notasked", "decided")] string Status,
        string? Label,
        double Probability,
        DecisionView? Decision
    );

    internal sealed record DisputeView(
        ProjectName Project,
        [Words("dispute", "recheck")] string Kind,
        ItemView Item,
        ProtocolView Protocol,
        IReadOnlyList<ReaderRead> Readers,
        IReadOnlyList<FieldView> Fields,
        string? Next
    );

    internal sealed record DecisionForm(
        string Id,
        string Field,
        Answer Answer,
        string Reason,
        IReadOnlyList<Mark>? Marks = null,
        string? TakenFrom = null,
        SignatureForm? Signature = null
    );

    private sealed record Held(
        string Field,
        string Kind,
        string? Decided,
        string? By,
        string? Answer,
        string? Marks,
        string? Reason,
        string? TakenFrom
    );

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/disputes", List)
            .Needs(Action.SeeDisputes)
            .Says("list-disputes", "Lists the items that wait for an adjudicator, or were decided.");
        api.MapGet("/projects/{project}/disputes/{item}", Show)
            .Needs(Action.SeeDisputes)
            .Says("show-dispute", "Shows the reads of a disputed item side by side.")
            .Problems(404, "dispute.unknown", "item.unknown", "protocol.unknown");
        api.MapPost("/projects/{project}/disputes/{item}/decisions", Handle)
            .Needs(Action.Adjudicate)
            .Says("decide-dispute", "Decides fields of a disputed item, with the reason. Every read stays.")
            .Problems(403, ["adjudication.own-read", .. SigningDesk.Forbidden])
            .Problems(404, "dispute.unknown", "item.unknown", "protocol.unknown")
            .Problems(
                409,
                [
                    "adjudication.not-asked",
                    "adjudication.too-early",
                    "dispute.field",
                    "project.closed",
                    "request.id-reused",
                    .. SigningDesk.Conflicts,
                ]
            )
            .Problems(422, "adjudication.reason", "adjudication.taken-from", "read.invalid", "signature.meaning")
            .Problems(429, "session.too-many");
    }

    private static async Task<List<DisputeRow>> List(
        string project,
        string? kind,
        string? state,
        Caller caller,
        IDatabase database
    )
    {
        List<DisputeRow> rows;
        using (ReadLease read = database.Read())
        {
            rows = Rows(read.Connection, project, kind, state);
        }

        await Looks.Record(database, caller, "disputes", project, [.. rows.Select(r => r.Item).Distinct()]);
        return rows;
    }

    public static List<DisputeRow> Rows(DbConnection c, string project, string? kind, string? state) =>
        [
            .. c.All(
                    $"""
                    SELECT d.item, {ItemTable.TitleSql("d.item")}, d.kind, d.field, d.decided, d.since FROM dispute d
                    WHERE d.project = @0 AND (@1 = '' OR d.kind = @1) AND {ItemTable.LivingSql("d.item")}
                    ORDER BY d.item, d.kind, d.field
                    """,
                    r =>
                        (
                            Item: r.GetString(0),
                            Title: r.GetString(1),
                            Kind: r.GetString(2),
                            Field: r.GetString(3),
                            Decided: r.Text(4),
                            Since: r.GetString(5)
                        ),
                    project,
                    kind ?? ""
                )
                .GroupBy(r => (r.Item, r.Kind))
                .Select(g =>
                    (
                        Row: new DisputeRow(
                            g.Key.Item,
                            g.First().Title,
                            g.Key.Kind,
                            [.. g.Select(r => r.Field)],
                            g.Count(r => r.Decided is not null),
                            g.Min(r => r.Since)!
                        ),
                        All: g.LongCount()
                    )
                )
                .OrderBy(r => r.Row.Since, StringComparer.Ordinal)
                .ThenBy(r => r.Row.Item, StringComparer.Ordinal)
                .Where(r =>
                    state switch
                    {
                        "open" => r.Row.Decided < r.All,
                        "decided" => r.Row.Decided == r.All,
                        _ => true,
                    }
                )
                .Select(r => r.Row),
        ];

    private static async Task<DisputeView> Show(
        string project,
        string item,
        Caller caller,
        IDatabase database,
        ProtocolStore protocols
    )
    {
        await database.Write(
            caller.Actor,
            u => u.Append(new About(project, "item/" + item, item), new Domain.People.ItemViewed("dispute", item))
        );
        using ReadLease read = database.Read();
        return View(read.Connection, protocols, project, item, caller.Person);
    }

    private static DisputeView View(DbConnection c, ProtocolStore protocols, string project, string item, string person)
    {
        ItemFacts facts = ItemView.Facts(c, project, item);
        List<Held> held = HeldOf(c, item);
        if (held.Count == 0)
        {
            throw new RefusedException(
                new("dispute.unknown", "Nothing is disputed about this item.", RefusalKind.NotFound)
            );
        }

        List<ReadRow> reads = ReadRow.OfItem(c, item, "submitted");
        int version = reads[^1].Read.ProtocolVersion;
        Dictionary<string, string> names = MemberTable.Pseudonyms(c, project);
        // A fixed shuffle per item: the same reader is not always the first column.
        List<ReaderRead> readers =
        [
            .. reads
                .OrderBy(
                    r => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(item + r.Reader))),
                    StringComparer.Ordinal
                )
                .Select(r => new ReaderRead(NameOf(r, names), r.Read)),
        ];
        string name = ProjectTable.Name(c, project);
        string kind = held.Exists(h => h.Kind == "dispute") ? "dispute" : "recheck";
        List<DisputeRow> queue = Rows(c, project, kind, "open");
        int place = queue.FindIndex(q => q.Item == item);
        DisputeRow? next = queue.Count == 0 ? null : queue[(place + 1) % queue.Count];
        return new(
            new(project, name),
            kind,
            ItemView.Of(facts, project),
            ProtocolStore.Row(c, project, version)!,
            readers,
            Fields(c, protocols.Published(c, project, version), item, held, names),
            next is null || next.Item == item ? null : next.Item
        );
    }

    private static List<FieldView> Fields(
        DbConnection c,
        ProtocolBody protocol,
        string item,
        List<Held> held,
        Dictionary<string, string> names
    )
    {
        Dictionary<string, (string Status, string? Label, double Share)> compared = c.All(
                "SELECT field, status, label, share FROM comparison WHERE item = @0",
                r => (r.GetString(0), (r.GetString(1), r.Text(2), r.GetDouble(3))),
                item
            )
            .ToDictionary(r => r.Item1, r => r.Item2);
        List<FieldView> fields = [];
        foreach (Field field in protocol.Fields)
        {
            (string status, string? label, double share) = compared.GetValueOrDefault(
                field.Id,
                ("incomplete", null, 0)
            );
            Held? decided = held.FirstOrDefault(h => h.Field == field.Id && h.Decided is not null);
            DecisionView? view = decided is null
                ? null
                : new(
                    Json<Answer>(decided.Answer)!,
                    Json<List<Mark>>(decided.Marks),
                    decided.Reason!,
                    decided.TakenFrom,
                    names.GetValueOrDefault(PersonOf(decided.By), "Adjudicator"),
                    decided.Decided!
                );
            // What was decided sleeps while the field is not asked any more.
            fields.Add(new(field.Id, view is null || status == "notasked" ? status : "decided", label, share, view));
        }

        return fields;
    }

    private static async Task<DisputeView> Handle(
        string project,
        string item,
        DecisionForm form,
        Caller caller,
        IDatabase database,
        ProtocolStore protocols,
        SigningDesk desk,
        HttpContext http
    )
    {
        SigningDesk.Pen pen = await desk.Take(http, caller, form.Signature);
        await database.Write(caller.Actor, u => Decide(u, protocols, project, item, pen, desk, form));
        using ReadLease read = database.Read();
        return View(read.Connection, protocols, project, item, caller.Person);
    }

    private static bool Decide(
        IUnitOfWork unit,
        ProtocolStore protocols,
        string project,
        string item,
        SigningDesk.Pen pen,
        SigningDesk desk,
        DecisionForm form
    )
    {
        if (!EventIds.Fits(form.Id))
        {
            throw new RefusedException(EventIds.Misfit("read.invalid", "A decision"));
        }

        DbConnection c = unit.Connection;
        if (unit.Holds(form.Id))
        {
            AdjudicationDecided? before = unit
                .Record.Events(
                    new RecordQuery
                    {
                        Project = project,
                        Streams = ["item/" + item],
                        Types = [nameof(AdjudicationDecided)],
                    }
                )
                .Where(e => e.Id == form.Id)
                .Select(e => e.Event as AdjudicationDecided)
                .FirstOrDefault();
            return before is not null && Same(before, form) ? false : throw new RefusedException(EventIds.Reused("id"));
        }

        ProjectTable.Open(c, project);
        string state =
            ItemTable.Find(c, project, item)?.State
            ?? throw new RefusedException(new("item.unknown", "There is no such item.", RefusalKind.NotFound));
        List<Held> held = HeldOf(c, item);
        string kind =
            held.FirstOrDefault(h => h.Field == form.Field)?.Kind
            ?? throw new RefusedException(
                new("dispute.field", "That field is neither disputed nor drawn for a re-check.", RefusalKind.Conflict)
                {
                    Where = form.Field,
                    Next = "Decide one of the fields that the dispute lists.",
                }
            );
        List<ReadRow> reads = ReadRow.OfItem(c, item, "submitted");
        ProtocolBody protocol = protocols.Published(c, project, reads[^1].Read.ProtocolVersion);
        AdjudicationDecided decided = new(
            form.Field,
            form.Answer,
            form.Marks,
            form.TakenFrom,
            form.Reason ?? "",
            [.. reads.Select(r => r.Read.Id)],
            kind
        );
        AdjudicationCase @case = new(
            state,
            reads.Exists(r => r.Reader == pen.Person),
            protocol,
            [.. reads.Select(r => r.Read)],
            FileContents.OfItem(c, item),
            DecisionsOf(held)
        )
        {
            Readers = NamesOf(reads, MemberTable.Pseudonyms(c, project)),
        };
        Decision decision = AdjudicationRules.Decide(@case, decided);
        if (decision.Refusal is { } refusal)
        {
            throw new RefusedException(refusal);
        }

        About about = new(project, "item/" + item, item);
        desk.Sign(
            unit,
            project,
            pen,
            SignedAct.Adjudication,
            $"item/{item}/{form.Field}",
            JsonSerializer.Serialize(decision.Events[0], EventJson.Options)
        );
        unit.Append(about, decision.Events[0], form.Id);
        foreach (DomainEvent consequence in decision.Events.Skip(1))
        {
            unit.Append(about, consequence);
        }

        return true;
    }

    private static string NameOf(ReadRow read, Dictionary<string, string> names) =>
        names.GetValueOrDefault(read.Reader, "Reader");

    private static List<string> NamesOf(List<ReadRow> reads, Dictionary<string, string> names) =>
        [.. reads.Select(r => NameOf(r, names))];

    // A decision that is sent once more has to say what it said, or nobody would notice that it did not change anything.
    private static bool Same(AdjudicationDecided before, DecisionForm form) =>
        EventIds.Same(
            new DecisionForm(form.Id, before.Field, before.Answer, before.Reason, before.Marks, before.TakenFrom),
            form with
            {
                Signature = null,
            }
        );

    // A re-check after a dispute stands before it.
    private static Dictionary<string, FieldDecision> DecisionsOf(List<Held> held)
    {
        Dictionary<string, FieldDecision> decisions = [];
        foreach (Held h in held.Where(h => h.Decided is not null).OrderBy(h => h.Decided, StringComparer.Ordinal))
        {
            decisions[h.Field] = new(Json<Answer>(h.Answer)!, Json<List<Mark>>(h.Marks));
        }

        return decisions;
    }

    private static List<Held> HeldOf(DbConnection c, string item) =>
        c.All(
            "SELECT field, kind, decided, decided_by, answer, marks, reason, taken_from FROM dispute WHERE item = @0 ORDER BY kind, field",
            r => new Held(
                r.GetString(0),
                r.GetString(1),
                r.Text(2),
                r.Text(3),
                r.Text(4),
                r.Text(5),
                r.Text(6),
                r.Text(7)
            ),
            item
        );

    private static string PersonOf(string? actor) => actor is null ? "" : actor[(actor.LastIndexOf('/') + 1)..];

    private static T? Json<T>(string? text)
        where T : class => text is null ? null : JsonSerializer.Deserialize<T>(text, EventJson.Options);
}
