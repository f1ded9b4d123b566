using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Fitness;
using Overread.Domain.Marks;
using Overread.Domain.Protocols;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Server.Access;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Fitness.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Reads;

/// <summary>
/// Adds a reader's events to their read: all or none, durable before the answer. The client's ids make a repeated post
/// harmless; a base revision that is not the read's is a conflict, and both versions are shown.
/// </summary>
internal static class AppendReadEvents
{
    internal sealed record AppendForm(int BaseRevision, IReadOnlyList<ClientEvent> Events);

    internal sealed record Appended(int Revision, ReadState State);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/reads/{read}/events", Handle)
            .Needs(Action.Read)
            .Says(
                "append-read-events",
                "Adds events to a read, all or none, durable before the answer. An event's id makes a repeated post harmless."
            )
            .Problems(404, "protocol.unknown", "read.unknown")
            .Problems(
                409,
                "item.withdrawn",
                "project.closed",
                "read.closed",
                "read.conflict",
                "read.seen",
                "request.id-reused"
            )
            .Problems(422, "read.incomplete", "read.invalid");

    private static Task<Appended> Handle(
        string read,
        AppendForm form,
        Caller caller,
        IDatabase database,
        ProtocolStore protocols,
        FitnessBook book
    ) => Append(database, protocols, book, caller.Actor, caller.Person, read, form);

    public static async Task<Appended> Append(
        IDatabase database,
        ProtocolStore protocols,
        FitnessBook book,
        Actor actor,
        string person,
        string read,
        AppendForm form
    )
    {
        List<(string Id, DomainEvent Event)> events = ClientEvents.Read(form.Events);
        bool withdrawn = false;
        Appended appended = await database.Write(
            actor,
            unit =>
            {
                ReadRow row =
                    ReadRow.Find(unit.Connection, read) is { } found && found.Reader == person
                        ? found
                        : throw new RefusedException(
                            new("read.unknown", "There is no such read of yours.", RefusalKind.NotFound)
                        );
                List<(string Id, DomainEvent Event)> fresh = [.. events.Where(e => !unit.Holds(e.Id))];
                CheckHeld(unit, read, events, fresh);
                if (fresh.Count == 0)
                {
                    return new Appended(row.Read.Revision, row.Read.State);
                }

                ProjectTable.Open(unit.Connection, row.Project);
                CheckFit(unit, book, row);
                withdrawn =
                    fresh.Exists(e => e.Event is ReadSubmitted)
                    && ItemTable.Find(unit.Connection, row.Project, row.Read.Item)?.State == "withdrawn";
                if (withdrawn)
                {
                    // What was answered is kept; it is the submission that is refused, once the answers are durable.
                    fresh = [.. fresh.Where(e => e.Event is not ReadSubmitted)];
                    events = [.. events.Where(e => e.Event is not ReadSubmitted)];
                    if (fresh.Count == 0)
                    {
                        return new Appended(row.Read.Revision, row.Read.State);
                    }
                }

                CheckBase(row, form.BaseRevision, events, fresh);
                fresh = Stamped(book, row, Measured(unit, row, fresh));
                ProtocolBody protocol = protocols.Published(unit.Connection, row.Project, row.Read.ProtocolVersion);
                Decision decision = ReadRules.Append(
                    row.Read,
                    protocol,
                    Contents(unit.Connection, row.Read.Item, fresh),
                    fresh
                );
                if (decision.Refusal is { } refusal)
                {
                    throw new RefusedException(refusal);
                }

                CheckBlind(unit, row, fresh);
                About about = new(row.Project, "read/" + read, row.Read.Item);
                unit.AppendAll(about, fresh);
                Read now = row.Read;
                foreach ((string id, DomainEvent happened) in fresh)
                {
                    now = now.After(happened, id, "");
                }

                if (now.State == ReadState.Submitted && row.Read.State == ReadState.Open)
                {
                    CompareItem.WhenAllRead(unit, row.Project, row.Read.Item, protocol);
                }

                return new Appended(now.Revision, now.State);
            }
        );
        return withdrawn ? throw new RefusedException(Withdrawn) : appended;
    }

    private static Refusal Withdrawn { get; } =
        new(
            "item.withdrawn",
            "This item was withdrawn while you read it; your answers are kept on the record and the read is not submitted.",
            RefusalKind.Conflict
        )
        {
            Next = "Go on with the next item. Should it come back, you find the read among yours as you left it.",
        };

    // The door has asked already; the rules may have changed while the request waited for its turn.
    private static void CheckFit(IUnitOfWork unit, FitnessBook book, ReadRow row)
    {
        if (
            book.Refuse(
                unit.Connection,
                row.Project,
                row.Reader,
                row.Read.Item,
                row.Read.ProtocolVersion,
                FitnessAct.Work,
                unit.Now
            ) is
            { } refusal
        )
        {
            throw new RefusedException(refusal);
        }
    }

    // Under which guideline a read was made is what the server knows, never what a client says.
    private static List<(string Id, DomainEvent Event)> Stamped(
        FitnessBook book,
        ReadRow row,
        List<(string Id, DomainEvent Event)> fresh
    ) =>
        [
            .. fresh.Select(e =>
                e.Event is ReadSubmitted submitted
                    ? (e.Id, submitted with { Guideline = book.Of(row.Project).Acknowledged(row.Reader) })
                    : e
            ),
        ];

    // A read is blind or it is none. What was answered stays in the record; the item goes to another reader.
    private static void CheckBlind(IUnitOfWork unit, ReadRow row, List<(string Id, DomainEvent Event)> fresh)
    {
        if (fresh.Exists(e => e.Event is ReadSubmitted) && Looks.Has(unit.Connection, row.Read.Item, row.Reader))
        {
            throw new RefusedException(
                new(
                    "read.seen",
                    "You have seen what others answered about this item; this read would not be blind.",
                    RefusalKind.Conflict
                )
                {
                    Next = "Give the item back, so that somebody else reads it.",
                }
            );
        }
    }

    // An event that is sent once more has to say what it said, or nobody would notice that it did not change anything.
    private static void CheckHeld(
        IUnitOfWork unit,
        string read,
        List<(string Id, DomainEvent Event)> all,
        List<(string Id, DomainEvent Event)> fresh
    )
    {
        if (fresh.Count == all.Count)
        {
            return;
        }

        Dictionary<string, DomainEvent> held = unit
            .Record.Events(new RecordQuery { Streams = ["read/" + read] })
            .ToDictionary(e => e.Id, e => e.Event);
        foreach ((string id, DomainEvent happened) in all.Except(fresh))
        {
            if (!held.TryGetValue(id, out DomainEvent? before) || !EventIds.Same(WorkTime.AsSent(before), happened))
            {
                throw new RefusedException(
                    EventIds.Reused("events") with
                    {
                        Facts = new Dictionary<string, object?> { ["event"] = id },
                    }
                );
            }
        }
    }

    // The server's own measure of time: from when the item was given, which bounds what counts, and from first sight, which
    // stands beside it. What was read without a connection arrives at once, so first sight alone would take honest work away.
    private static List<(string Id, DomainEvent Event)> Measured(
        IUnitOfWork unit,
        ReadRow row,
        List<(string Id, DomainEvent Event)> fresh
    )
    {
        if (!fresh.Exists(e => e.Event is WorkTimed or ReadSubmitted))
        {
            return fresh;
        }

        double Since(string time) => Math.Max(0, Math.Round((unit.Now - Timestamps.Parse(time)).TotalSeconds, 3));
        double had = Since(row.Assigned);
        double elapsed =
            row.Read.Opened is { } opened ? Since(opened)
            : fresh.Exists(e => e.Event is ReadOpened) ? 0
            : had;
        bool elsewhere = row.Read.IsOfElsewhere || fresh.Exists(e => WorkTime.IsElsewhere(e.Event));
        return [.. fresh.Select(e => (e.Id, WorkTime.Measured(e.Event, had, elapsed, elsewhere)))];
    }

    // Events already held count as the client's own, so a post of which half was taken before can simply be repeated.
    private static void CheckBase(
        ReadRow row,
        int baseRevision,
        List<(string Id, DomainEvent Event)> all,
        List<(string Id, DomainEvent Event)> fresh
    )
    {
        if (fresh.TrueForAll(e => ReadRules.IsAside(e.Event)))
        {
            return;
        }

        int held = all.Count(e => !ReadRules.IsAside(e.Event)) - fresh.Count(e => !ReadRules.IsAside(e.Event));
        if (row.Read.State == ReadState.Open && row.Read.Revision != baseRevision + held)
        {
            throw new RefusedException(
                new("read.conflict", "This read was changed in another window.", RefusalKind.Conflict)
                {
                    Next = "Compare both versions and choose what stands.",
                    Facts = new Dictionary<string, object?>
                    {
                        ["current"] = row.Read,
                        ["revision"] = row.Read.Revision,
                    },
                }
            );
        }
    }

    // Of the files in which marks lie alone: an item may have thousands, and this is on the path of every save.
    private static IReadOnlyDictionary<string, FileContent> Contents(
        DbConnection connection,
        string item,
        List<(string Id, DomainEvent Event)> events
    ) =>
        FileContents.OfItem(
            connection,
            item,
            events.SelectMany(e =>
                e.Event switch
                {
                    MarkDrawn drawn => drawn.Mark.Region.Files,
                    MarkRevised revised => revised.Mark.Region.Files,
                    MarkPartsRevised revised => revised.Parts.Files,
                    _ => [],
                }
            )
        );
}
