using Microsoft.AspNetCore.Http.HttpResults;
using Overread.Domain;
using Overread.Domain.Fitness;
using Overread.Domain.Work;
using Overread.Server.Access;
using Overread.Server.Features.Fitness.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Training.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Work;

/// <summary>Gives a reader the next item of their own random order, and shows what they have and had.</summary>
internal static class NextItem
{
    /// <summary>How long a reservation without any answer lasts.</summary>
    public static readonly TimeSpan Reservation = TimeSpan.FromHours(4);

    /// <summary>How many open reads a reader may have, to take a further one along: others want items too.</summary>
    public const int MostAhead = 20;

    /// <summary>
    /// <c>After</c>: a read that is on screen still and not meant; <c>Ahead</c>: a further item, whatever is open already, for
    /// who takes several along.
    /// </summary>
    internal sealed record NextForm(string? After = null, bool Ahead = false);

    internal sealed record MyRead(
        string Read,
        string Item,
        string Title,
        [Words("open", "submitted", "skipped", "expired", "released")] string State,
        string? Submitted,
        double? Seconds
    );

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/projects/{project}/work/next", Next)
            .Needs(Action.Read)
            .GivesItems()
            .Says("next-read", "Opens the next read in the caller's own order; 204 when nothing is left.")
            .Problems(404, "item.unknown")
            .Problems(409, "project.closed", "work.ahead", "work.no-protocol");
        api.MapGet("/projects/{project}/work", Mine)
            .Needs(Action.Read)
            .WhoeverReads()
            .Says("list-my-reads", "Lists the caller's reads, the newest first.");
        api.MapGet("/projects/{project}/work/{read}", Show)
            .Needs(Action.Read)
            .Says("show-read", "Shows a read of the caller's with its item and protocol.")
            .Problems(404, "item.unknown", "read.unknown");
    }

    private static async Task<Results<Ok<WorkView>, NoContent>> Next(
        string project,
        NextForm? form,
        Caller caller,
        IDatabase database,
        Worklists worklists,
        FitnessBook book
    )
    {
        string? read = await database.Write(
            caller.Actor,
            u => Reserve(u, worklists, book, project, caller.Person, TrainingKeepers.Has(caller), form ?? new())
        );
        if (read is null)
        {
            return TypedResults.NoContent();
        }

        using ReadLease lease = database.Read();
        return TypedResults.Ok(WorkView.Of(lease.Connection, ReadRow.Find(lease.Connection, read)!, worklists));
    }

    /// <summary>The read that the reader should do next: one they hold open already, or a fresh reservation.</summary>
    private static string? Reserve(
        IUnitOfWork unit,
        Worklists worklists,
        FitnessBook book,
        string project,
        string reader,
        bool keeper,
        NextForm form
    )
    {
        ProjectTable.Open(unit.Connection, project);
        Expire(unit, project);
        // What is on screen still is open too.
        List<string> open = ReadTable.AllHeld(unit.Connection, project, reader, after: form.Ahead ? null : form.After);
        if (form.Ahead && open.Count >= MostAhead)
        {
            throw new RefusedException(
                new("work.ahead", $"You have {open.Count} reads open here.", RefusalKind.Conflict)
                {
                    Next = "Submit or skip one of them first; what is open already is given without 'ahead'.",
                }
            );
        }

        foreach (string held in form.Ahead ? [] : open)
        {
            ReadRow row = ReadRow.Find(unit.Connection, held)!;
            if (!Looks.Has(unit.Connection, row.Read.Item, reader))
            {
                if (Refuse(unit, book, row.Read.Item, row.Read.ProtocolVersion, FitnessAct.Work) is null)
                {
                    return held;
                }

                continue;
            }

            // Seen since it was handed out: it would be no blind read. Somebody else gets the item.
            unit.Append(
                new About(project, "read/" + held, row.Read.Item),
                new ReadReleased("The reader has seen what others answered.")
            );
        }

        if (ProtocolStore.Current(unit.Connection, project) is not { } version)
        {
            throw new RefusedException(
                new("work.no-protocol", "The protocol of this project is not published yet.", RefusalKind.Conflict)
                {
                    Next = "Ask the lead to publish it.",
                }
            );
        }

        if (Refuse(unit, book, null, version, FitnessAct.TakeItem) is { } refusal)
        {
            throw new RefusedException(refusal);
        }

        return
            (
                (keeper ? null : GoldQueue.Next(unit.Connection, project, reader, version, Fits))
                ?? worklists.Of(project).Next(reader, Fits)
            )
                is { } found
            ? Assign(unit, project, found, reader, version, "queue")
            : null;

        bool Fits(string item) => Refuse(unit, book, item, version, FitnessAct.TakeItem) is null;

        Refusal? Refuse(IUnitOfWork u, FitnessBook asked, string? item, int under, FitnessAct act) =>
            asked.Refuse(u.Connection, project, reader, item, under, act, u.Now);
    }

    public static string Assign(IUnitOfWork unit, string project, string item, string reader, int version, string by)
    {
        string read = unit.NewId();
        string expires = Timestamps.Text(unit.Now + Reservation);
        long seed = ProjectTable.Seed(unit.Connection, project);
        unit.Append(
            new About(project, "read/" + read, item),
            new ReadAssigned(item, reader, version, expires, seed, by)
        );
        return read;
    }

    private static void Expire(IUnitOfWork unit, string project)
    {
        foreach ((string read, string item) in ReadTable.Lapsed(unit.Connection, project, unit.Now))
        {
            unit.Append(new About(project, "read/" + read, item), new AssignmentExpired());
        }
    }

    private static List<MyRead> Mine(string project, Caller caller, IDatabase database)
    {
        using ReadLease lease = database.Read();
        return
        [
            .. ReadTable
                .Newest(lease.Connection, project, caller.Person)
                .Select(r => new MyRead(r.Id, r.Item, r.Title, r.State, r.Submitted, r.Seconds)),
        ];
    }

    private static WorkView Show(string project, string read, Caller caller, IDatabase database, Worklists worklists)
    {
        using ReadLease lease = database.Read();
        ReadRow? row = ReadRow.Find(lease.Connection, read);
        return row is not null && row.Project == project && row.Reader == caller.Person
            ? WorkView.Of(lease.Connection, row, worklists)
            : throw new RefusedException(new("read.unknown", "There is no such read of yours.", RefusalKind.NotFound));
    }
}
