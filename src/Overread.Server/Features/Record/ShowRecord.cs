using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Overread.Domain;
using Overread.Domain.Record;
using Overread.Ledger;
using Overread.Server.Access;
using Overread.Server.Features.Items;
using Overread.Server.Features.Jobs;
using Overread.Server.Features.People;
using Overread.Server.Features.Projects;
using Overread.Server.Modalities;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Record;

/// <summary>The record as people and verifiers see it: events, checkpoints, proofs, and an audit of the whole store.</summary>
internal static class ShowRecord
{
    internal sealed record RecordEvent(
        long Seq,
        string Id,
        string Type,
        string At,
        string Actor,
        string? Project,
        string Stream,
        long Revision,
        string Summary,
        JsonElement? Payload,
        string Leaf,
        bool Sealed
    );

    internal sealed record RecordPage(IReadOnlyList<RecordEvent> Events, long? Before);

    internal sealed record Query(
        string? Project,
        string? Stream,
        string? Type,
        string? Actor,
        string? Item,
        string? From,
        string? To,
        long? Before,
        int? Take
    );

    internal sealed record Proof(long Index, long Size, IReadOnlyList<string> Hashes, string Entry, string Checkpoint);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/record/events", Events)
            .Needs(Action.SeeRecord)
            .Says("list-events", "Lists events of the record, the newest first.")
            .Problems(403, "access.role");
        api.MapGet("/record/checkpoint", CheckpointText)
            .Needs(Action.SeeRecord)
            .Says("show-checkpoint", "Shows the record's signed head (a C2SP note).")
            .GivesText("text/plain")
            .Problems(404, "record.empty");
        api.MapGet("/record/key", (LogSigner signer) => Results.Text(signer.Verifier + "\n"))
            .Needs(Action.SeeRecord)
            .Says("show-record-key", "Shows the public key that checkpoints are signed with.")
            .GivesText("text/plain");
        api.MapGet("/record/proof/{seq:long}", ProofOf)
            .Needs(Action.SeeRecord)
            .Says("prove-event", "Proves that an event is in the record under the last checkpoint.")
            .Problems(404, "record.unsealed");
        api.MapPost("/record/audit", Audit)
            .Needs(Action.SeeRecord)
            .Says("start-audit", "Starts the job that replays the whole store against its record.");
        api.MapGet("/projects/{project}/items/{item}/history", History)
            .Needs(Action.SeeReads)
            .Says("show-item-history", "Lists all events about an item.")
            .Problems(404, "item.unknown");
    }

    private static RecordPage Events(
        [AsParameters] Query query,
        Caller caller,
        IDatabase database,
        Accounts accounts,
        Memberships memberships,
        ModalityList modalities
    )
    {
        if (
            query.Project is { Length: > 0 } project
            && !caller.Administrator
            && !memberships
                .Of(project, caller.Person)
                .Any(r => r is Domain.Projects.Role.Lead or Domain.Projects.Role.Auditor)
        )
        {
            throw new RefusedException(
                new("access.role", "This needs the role lead or auditor in that project.", RefusalKind.Forbidden)
            );
        }

        IReadOnlyList<string>? visible = caller.Administrator
            ? null
            :
            [
                .. memberships
                    .RolesOf(caller.Person)
                    .Where(p => p.Value.Any(r => r is Domain.Projects.Role.Lead or Domain.Projects.Role.Auditor))
                    .Select(p => p.Key),
            ];
        using ReadLease read = database.Read();
        return Page(read.Connection, modalities, accounts, query, visible);
    }

    private static List<RecordEvent> History(
        string project,
        string item,
        IDatabase database,
        Accounts accounts,
        ModalityList modalities
    )
    {
        using ReadLease read = database.Read();
        ItemView.Facts(read.Connection, project, item);
        return
        [
            .. Page(
                read.Connection,
                modalities,
                accounts,
                new(project, null, null, null, item, null, null, null, 1000),
                null
            ).Events,
        ];
    }

    private static RecordPage Page(
        DbConnection c,
        ModalityList modalities,
        Accounts accounts,
        Query query,
        IReadOnlyList<string>? visible
    )
    {
        int take = Math.Clamp(query.Take ?? 100, 1, 1000);
        List<object?> arguments = [query.Before ?? long.MaxValue];
        string where = "seq < @0";
        void And(string condition, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                where += " AND " + condition + " @" + arguments.Count.ToString(CultureInfo.InvariantCulture);
                arguments.Add(value);
            }
        }

        if (query.Item is { Length: > 0 })
        {
            // The record has no index by item: its events are found by the streams about it, its own and its reads'. The
            // plus keeps SQLite from walking the whole project instead.
            And("item =", query.Item);
            string item = "@" + (arguments.Count - 1).ToString(CultureInfo.InvariantCulture);
            where +=
                $" AND stream IN (SELECT 'item/' || {item} UNION ALL SELECT 'read/' || id FROM read WHERE item = {item})";
        }

        And(query.Item is { Length: > 0 } ? "+project =" : "project =", query.Project);
        And("stream =", query.Stream);
        And("type =", query.Type);
        And("at >=", query.From);
        And("at <=", query.To);
        And("actor LIKE '%' ||", query.Actor);
        if (visible is not null)
        {
            where +=
                " AND project IN (SELECT value FROM json_each(@"
                + arguments.Count.ToString(CultureInfo.InvariantCulture)
                + "))";
            arguments.Add(JsonSerializer.Serialize(visible));
        }

        arguments.Add(take + 1);
        long covered = c.Number("SELECT COALESCE(MAX(size), 0) FROM checkpoint");
        Names names = new(c, accounts);
        List<RecordEvent> events = c.All(
            $"SELECT seq, id, type, at, actor, project, stream, revision, payload, leaf FROM event WHERE {where} ORDER BY seq DESC LIMIT @{arguments.Count - 1}",
            r => Row(r, modalities, covered, names),
            [.. arguments]
        );
        bool more = events.Count > take;
        return new([.. events.Take(take)], more ? events[take - 1].Seq : null);
    }

    private static RecordEvent Row(DbDataReader r, ModalityList modalities, long covered, Names names)
    {
        long seq = r.GetInt64(0);
        byte[]? payload = r.Bytes(8);
        string? project = r.Text(5);
        string actor = names.Of(r.Text(4) ?? "erased", project);
        string type = r.GetString(2);
        JsonElement? json = payload is null ? null : JsonSerializer.Deserialize<JsonElement>(payload);
        return new(
            seq,
            r.GetString(1),
            type,
            r.GetString(3),
            actor,
            project,
            r.GetString(6),
            r.GetInt64(7),
            EventSentence.Of(modalities, actor, type, json),
            json,
            Convert.ToHexStringLower(r.Bytes(9)!),
            seq < covered
        );
    }

    private static IResult CheckpointText(IDatabase database)
    {
        using ReadLease read = database.Read();
        return database.LastCheckpoint(read.Connection) is { } note
            ? Results.Text(note.ToString(), "text/plain")
            : throw new RefusedException(new("record.empty", "There is no checkpoint yet.", RefusalKind.NotFound));
    }

    private static Proof ProofOf(long seq, IDatabase database)
    {
        using ReadLease read = database.Read();
        SignedNote? note = database.LastCheckpoint(read.Connection);
        Checkpoint? head = note is null ? null : Checkpoint.Parse(note.Text);
        if (head is null || seq < 0 || seq >= head.Size)
        {
            throw new RefusedException(
                new("record.unsealed", "No checkpoint covers that event yet.", RefusalKind.NotFound)
                {
                    Next = "Ask again in a second.",
                }
            );
        }

        byte[] entry = read.Connection.One("SELECT entry FROM event WHERE seq = @0", r => r.Bytes(0)!, seq)!;
        IReadOnlyList<byte[]> path = MerkleProof.Inclusion(seq, head.Size, database.Nodes(read.Connection));
        return new(
            seq,
            head.Size,
            [.. path.Select(Convert.ToBase64String)],
            System.Text.Encoding.UTF8.GetString(entry),
            note!.ToString()
        );
    }

    private static async Task<JobView> Audit(Caller caller, JobRunner jobs) =>
        await jobs.Start("audit", "Audit of the whole store", caller, null, new());

    /// <summary>Pseudonyms for people: the record is read by auditors, and a name is not theirs to need.</summary>
    private sealed class Names(DbConnection connection, Accounts accounts)
    {
        private readonly Dictionary<string, Dictionary<string, string>> _projects = [];

        public string Of(string actor, string? project)
        {
            string person = actor[(actor.LastIndexOf('/') + 1)..];
            if (project is not null)
            {
                if (!_projects.TryGetValue(project, out Dictionary<string, string>? names))
                {
                    _projects[project] = names = ListItems.Pseudonyms(connection, project);
                }

                if (names.TryGetValue(person, out string? pseudonym))
                {
                    return pseudonym;
                }
            }

            return actor == "system" ? "Overread"
                : accounts.Find(person)?.Administrator == true ? "Administrator"
                : actor;
        }
    }
}
