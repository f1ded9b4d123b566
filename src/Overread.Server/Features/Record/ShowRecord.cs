using System.Data.Common;
using System.Text.Json;
using Overread.Domain;
using Overread.Domain.People;
using Overread.Domain.Reads;
using Overread.Ledger;
using Overread.Server.Access;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Reads.Contracts;
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
        string? ProjectName,
        string? Item,
        string? ItemTitle,
        string Stream,
        long Revision,
        string Summary,
        JsonElement? Payload,
        string Leaf,
        bool Sealed
    );

    /// <summary>A page of events.</summary>
    /// <param name="Events">The newest first.</param>
    /// <param name="Before">Pass it for those that follow; absent on the last page.</param>
    /// <param name="Total">How many events the query finds in all, where that was asked for.</param>
    internal sealed record RecordPage(IReadOnlyList<RecordEvent> Events, long? Before, long? Total = null);

    internal sealed record Query(
        string? Project,
        string? Stream,
        string? Type,
        string? Actor,
        string? Item,
        string? From,
        string? To,
        long? Before,
        int? Take,
        bool? Count = null
    );

    internal sealed record Proof(long Index, long Size, IReadOnlyList<string> Hashes, string Entry, string Checkpoint);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/record/events", Events)
            .Needs(Action.SeeRecord)
            .Says(
                "list-events",
                "Lists events of the record, the newest first. An actor is found by name, e-mail or pseudonym, an item by title or subject, a type by its words; ids do too."
            )
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
        api.MapGet("/record/key/changes", KeyChanges)
            .Needs(Action.SeeRecord)
            .Says(
                "show-record-key-changes",
                "Shows the changes of that key, each signed by the key before and the key after it; nothing where there was none."
            )
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

    private static async Task<RecordPage> Events(
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
        RecordPage page;
        List<RecordHead> told;
        using (ReadLease read = database.Read())
        {
            page = Page(read, modalities, accounts, query, visible);
            told = Told(read.Record, page, caller);
        }

        List<string> projects = [.. told.Select(h => h.Project).OfType<string>().Distinct()];
        await Looks.Record(
            database,
            caller,
            "events",
            projects.Count == 1 ? projects[0] : null,
            [.. told.Where(h => AnswersSeen.Telling.Contains(h.Type)).Select(h => h.Item).OfType<string>().Distinct()],
            [
                .. told.Where(h => AnswersSeen.TellingOfAll.Contains(h.Type))
                    .Select(h => h.Project)
                    .OfType<string>()
                    .Distinct(),
            ]
        );
        return page;
    }

    // Where the events of a page stand that tell what somebody else answered.
    private static List<RecordHead> Told(IRecordReader record, RecordPage page, Caller caller)
    {
        HashSet<long> shown = [.. page.Events.Where(e => e.Payload is not null && Tells(e.Type)).Select(e => e.Seq)];
        return shown.Count == 0
            ? []
            :
            [
                .. record
                    .Heads(new RecordQuery { From = shown.Min(), Before = shown.Max() + 1 })
                    .Where(h => shown.Contains(h.Seq) && Actor.PersonOf(h.Actor ?? "") != caller.Person),
            ];
    }

    private static bool Tells(string type) =>
        AnswersSeen.Telling.Contains(type) || AnswersSeen.TellingOfAll.Contains(type);

    // Its payloads hold what people wrote, so that a look at it is recorded as every other look is.
    private static async Task<List<RecordEvent>> History(
        string project,
        string item,
        Caller caller,
        IDatabase database,
        Accounts accounts,
        ModalityList modalities
    )
    {
        await database.Write(
            caller.Actor,
            u =>
            {
                ItemView.Facts(u.Connection, project, item);
                return u.Append(new About(project, "item/" + item, item), new ItemViewed("history", item));
            }
        );
        using ReadLease read = database.Read();
        RecordQuery wanted = new()
        {
            Project = project,
            Streams = new RecordSearch(read.Connection, accounts, [project]).Streams([item]),
            Item = item,
            NewestFirst = true,
        };
        return Rows(read, modalities, accounts, wanted);
    }

    private static RecordPage Page(
        ReadLease read,
        ModalityList modalities,
        Accounts accounts,
        Query query,
        IReadOnlyList<string>? visible
    )
    {
        int take = Math.Clamp(query.Take ?? 100, 1, 1000);
        RecordSearch search = new(read.Connection, accounts, visible);
        IReadOnlyList<string>? items = search.Items(query.Item, query.Project);
        RecordQuery wanted = new()
        {
            Project = Given(query.Project),
            Projects = visible,
            Streams = Streams(items is null ? null : search.Streams(items), query),
            Types = RecordSearch.Types(query.Type),
            Items = items,
            Actors = search.Actors(query.Actor, query.Project),
            Since = Given(query.From),
            Until = Given(query.To),
            NewestFirst = true,
        };
        long? total = query.Count == true ? read.Record.Count(wanted) : null;
        List<RecordEvent> events = Rows(
            read,
            modalities,
            accounts,
            wanted with
            {
                Before = query.Before,
                Take = take + 1,
            }
        );
        bool more = events.Count > take;
        return new([.. events.Take(take)], more ? events[take - 1].Seq : null, total);
    }

    private static List<RecordEvent> Rows(
        ReadLease read,
        ModalityList modalities,
        Accounts accounts,
        RecordQuery wanted
    )
    {
        long covered = read.Record.Sealed;
        Names names = new(read.Connection, accounts);
        return [.. read.Record.Entries(wanted).Select(e => Row(e, modalities, covered, names))];
    }

    // The record has no index by item: its events are found by the streams about it, its own and its reads'.
    private static IReadOnlyList<string>? Streams(IReadOnlyList<string>? about, Query query) =>
        Given(query.Stream) is not { } stream ? about
        : about is null || about.Contains(stream) ? [stream]
        : [];

    private static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static RecordEvent Row(RecordEntry entry, ModalityList modalities, long covered, Names names)
    {
        RecordHead head = entry.Head;
        string actor = names.Of(head.Actor ?? "erased", head.Project);
        JsonElement? json = entry.Payload is { } payload ? JsonSerializer.Deserialize<JsonElement>(payload) : null;
        return new(
            head.Seq,
            head.Id,
            head.Type,
            head.At,
            actor,
            head.Project,
            names.OfProject(head.Project),
            head.Item,
            names.OfItem(head.Item),
            head.Stream,
            head.Revision,
            EventSentence.Of(modalities, actor, head.Type, json),
            json,
            Convert.ToHexStringLower(entry.Leaf),
            head.Seq < covered
        );
    }

    private static IResult CheckpointText(IDatabase database)
    {
        using ReadLease read = database.Read();
        return database.LastCheckpoint(read.Connection) is { } note
            ? Results.Text(note.ToString(), "text/plain")
            : throw new RefusedException(new("record.empty", "There is no checkpoint yet.", RefusalKind.NotFound));
    }

    private static IResult KeyChanges(IDatabase database)
    {
        using ReadLease read = database.Read();
        return Results.Text(LogKeyChain.Text(KeyChangeBook.Notes(read.Record)), "text/plain");
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

        byte[] entry = read.Record.At(seq)!.Entry;
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

    /// <summary>What projects and items are called, and pseudonyms for people: the record is read by auditors, and a name is not theirs to need.</summary>
    private sealed class Names(DbConnection connection, Accounts accounts)
    {
        private readonly Dictionary<string, Dictionary<string, string>> _projects = [];
        private readonly Dictionary<string, string> _titles = [];
        private readonly Dictionary<string, string> _names = [];

        public string? OfProject(string? project) =>
            project is null ? null : Once(_names, project, p => ProjectTable.Name(connection, p));

        public string? OfItem(string? item) =>
            item is null ? null : Once(_titles, item, i => ItemTable.Title(connection, i));

        private static string Once(Dictionary<string, string> known, string id, Func<string, string> find)
        {
            if (!known.TryGetValue(id, out string? name))
            {
                known[id] = name = find(id);
            }

            return name;
        }

        public string Of(string actor, string? project)
        {
            string person = actor[(actor.LastIndexOf('/') + 1)..];
            if (project is not null)
            {
                if (!_projects.TryGetValue(project, out Dictionary<string, string>? names))
                {
                    _projects[project] = names = MemberTable.Pseudonyms(connection, project);
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
