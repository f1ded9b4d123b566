using Microsoft.AspNetCore.Http.HttpResults;
using Overread.Domain;
using Overread.Domain.Fitness;
using Overread.Domain.Intake;
using Overread.Domain.Projects;
using Overread.Domain.Work;
using Overread.Server.Access;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Conversations.Contracts;
using Overread.Server.Features.Fitness.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Training.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Work;

/// <summary>What happens to a read besides answering: skip, flag, give back; and the lead's reopening and reassigning.</summary>
internal static class HandleRead
{
    internal sealed record ReasonForm(string Reason);

    /// <param name="Again">True to have the item read anew from blank, after the project's washout, for the reader's agreement with themselves.</param>
    internal sealed record ReopenForm(string Reason, bool? Again = null);

    internal sealed record CommentForm(string Comment);

    internal sealed record ReassignForm(string Reader, string Reason);

    internal sealed record AssignForm(string Reader);

    /// <summary>The read that an item was given with.</summary>
    /// <param name="Read">Its id.</param>
    internal sealed record Assigned(string Read);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/reads/{read}/skip", Skip)
            .Needs(Action.Read)
            .WhoeverReads()
            .Says("skip-read", "Puts a read aside, with a reason; another reader gets the item.")
            .Problems(404, "read.unknown")
            .Problems(409, "project.closed", "read.closed")
            .Problems(422, "reason.needed");
        api.MapPost("/reads/{read}/flag", Flag)
            .Needs(Action.Read)
            .WhoeverReads()
            .Says("flag-read", "Tells the lead that something is wrong with the item.")
            .Problems(404, "read.unknown")
            .Problems(409, "project.closed", "read.closed")
            .Problems(422, "reason.needed");
        api.MapPost("/reads/{read}/release", Release)
            .Needs(Action.Read)
            .WhoeverReads()
            .Says("release-read", "Gives an open read back.")
            .Problems(404, "read.unknown")
            .Problems(409, "project.closed", "read.closed");
        api.MapPost("/reads/{read}/undo", Undo)
            .Needs(Action.Read)
            .Says("undo-submission", "Opens a read of the caller's again, shortly after they submitted it.")
            .Problems(404, "read.unknown")
            .Problems(409, "project.closed", "read.not-submitted", "read.undo-late");
        api.MapPost("/reads/{read}/reopen", Reopen)
            .Needs(Action.ManageReads)
            .Says("reopen-read", "Opens a submitted read again, with a reason.")
            .Problems(404, "read.unknown")
            .Problems(409, ["project.closed", "read.closed", "read.not-submitted", .. FitnessCheck.Codes])
            .Problems(422, "reason.needed");
        api.MapPost("/reads/{read}/reassign", Reassign)
            .Needs(Action.ManageReads)
            .Says("reassign-read", "Gives an open read's item to another reader.")
            .Problems(404, "item.unknown", "read.unknown")
            .Problems(
                409,
                "item.full",
                "item.seen",
                "item.training",
                "item.twice",
                "project.closed",
                "read.closed",
                "work.no-protocol"
            )
            .Problems(409, [.. FitnessCheck.Codes])
            .Problems(422, "member.no-reader", "reason.needed");
        api.MapPost("/projects/{project}/items/{item}/assign", Assign)
            .Needs(Action.ManageReads)
            .Says("assign-item", "Gives an item to a reader.")
            .Problems(404, "item.unknown")
            .Problems(
                409,
                "item.full",
                "item.seen",
                "item.training",
                "item.twice",
                "project.closed",
                "work.no-protocol"
            )
            .Problems(409, [.. FitnessCheck.Codes])
            .Problems(422, "member.no-reader");
    }

    private static Task<NoContent> Skip(string read, ReasonForm form, Caller caller, IDatabase database) =>
        Do(
            database,
            caller,
            read,
            ownOnly: true,
            (u, row) => u.Append(AboutOf(row), WorkRules.Skip(row.Read.State, form.Reason))
        );

    private static Task<NoContent> Release(string read, Caller caller, IDatabase database) =>
        Do(
            database,
            caller,
            read,
            ownOnly: true,
            (u, row) => u.Append(AboutOf(row), WorkRules.GiveBack(row.Read.State))
        );

    private static Task<NoContent> Flag(string read, CommentForm form, Caller caller, IDatabase database)
    {
        NeedsReason(form.Comment, "comment");
        return Do(
            database,
            caller,
            read,
            ownOnly: true,
            (u, row) =>
                u.Append(new About(row.Project, "item/" + row.Read.Item, row.Read.Item), new ItemFlagged(form.Comment))
        );
    }

    private static Task<NoContent> Undo(string read, Caller caller, IDatabase database) =>
        Do(
            database,
            caller,
            read,
            ownOnly: true,
            (u, row) =>
            {
                TimeSpan since = row.Read.Submitted is { } at ? u.Now - Timestamps.Parse(at) : TimeSpan.Zero;
                (long all, long open) = ComparisonTable.DisputesOf(u.Connection, row.Read.Item);
                u.Append(
                    AboutOf(row),
                    WorkRules.Undo(
                        row.Read.State,
                        since,
                        open < all,
                        ThreadLooks.Has(u.Connection, row.Read.Item, row.Reader)
                    )
                );
            }
        );

    private static Task<NoContent> Reopen(
        string read,
        ReopenForm form,
        Caller caller,
        IDatabase database,
        FitnessBook book
    ) =>
        Do(
            database,
            caller,
            read,
            ownOnly: false,
            (u, row) =>
            {
                Decision decision =
                    form.Again == true
                        ? WorkRules.Repeat(row.Read.State, form.Reason, row.Read.Submitted)
                        : WorkRules.Reopen(row.Read.State, form.Reason);
                if (decision.Refusal is null)
                {
                    ItemStand stand = FitnessTable.Stand(u.Connection, row.Read.Item, row.Reader);
                    DateTimeOffset? had = form.Again == true ? Timestamps.Parse(row.Read.Submitted!) : stand.Had;
                    OfReader(
                        FitnessCheck.Refuse(
                            book.Of(row.Project)
                                .Case(row.Reader, row.Read.ProtocolVersion, stand with { Had = had }, u.Now),
                            FitnessAct.BeReopened
                        )
                    );
                }

                u.Append(AboutOf(row), decision);
            }
        );

    // The words of a hold are the reader's; here they are told to the lead.
    private static void OfReader(Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw new RefusedException(
                refusal with
                {
                    Title = $"The reader is held back and would be told: {refusal.Title}",
                    Where = "reader",
                }
            );
        }
    }

    private static Task<NoContent> Reassign(
        string read,
        ReassignForm form,
        Caller caller,
        IDatabase database,
        Memberships memberships,
        FitnessBook book
    ) =>
        Do(
            database,
            caller,
            read,
            ownOnly: false,
            (u, row) =>
            {
                u.Append(AboutOf(row), WorkRules.TakeBack(row.Read.State, form.Reason));
                AssignTo(u, memberships, book, row.Project, row.Read.Item, form.Reader, caller.Person);
            }
        );

    private static async Task<Assigned> Assign(
        string project,
        string item,
        AssignForm form,
        Caller caller,
        IDatabase database,
        Memberships memberships,
        FitnessBook book
    )
    {
        string read = await database.Write(
            caller.Actor,
            u => AssignTo(u, memberships, book, project, item, form.Reader, caller.Person)
        );
        return new(read);
    }

    private static string AssignTo(
        IUnitOfWork unit,
        Memberships memberships,
        FitnessBook book,
        string project,
        string item,
        string reader,
        string by
    )
    {
        ProjectTable.Open(unit.Connection, project);
        ItemTable.Standing? held = ItemTable.Find(unit.Connection, project, item);
        int? version = ProtocolStore.Current(unit.Connection, project);
        int wanted = version is { } current
            ? ProtocolStore.Row(unit.Connection, project, current)!.Body.Policy.Readers
            : 0;
        bool has = ReadTable.Has(unit.Connection, item, reader);
        bool seen = Looks.Has(unit.Connection, item, reader);
        if (
            WorkRules.Assign(
                memberships.Of(project, reader).Contains(Role.Reader),
                version is not null,
                held?.State,
                held?.Taken ?? 0,
                wanted,
                has,
                seen
            ) is
            { } refusal
        )
        {
            throw new RefusedException(refusal);
        }

        if (TrainingTable.Case(unit.Connection, item) is not null)
        {
            throw new RefusedException(
                new("item.training", "The item has a reference answer and serves training.", RefusalKind.Conflict)
                {
                    Next = "Give the reader another item.",
                }
            );
        }

        OfReader(book.Refuse(unit.Connection, project, reader, item, version, FitnessAct.BeGiven, unit.Now));
        return NextItem.Assign(unit, project, item, reader, version!.Value, by);
    }

    private static async Task<NoContent> Do(
        IDatabase database,
        Caller caller,
        string read,
        bool ownOnly,
        Action<IUnitOfWork, ReadRow> work
    )
    {
        await database.Write(
            caller.Actor,
            u =>
            {
                ReadRow? row = ReadRow.Find(u.Connection, read);
                if (row is null || (ownOnly && row.Reader != caller.Person))
                {
                    throw new RefusedException(
                        new("read.unknown", "There is no such read of yours.", RefusalKind.NotFound)
                    );
                }

                ProjectTable.Open(u.Connection, row.Project);
                work(u, row);
                return true;
            }
        );
        return TypedResults.NoContent();
    }

    private static About AboutOf(ReadRow row) => new(row.Project, "read/" + row.Read.Id, row.Read.Item);

    private static void NeedsReason(string? reason, string where)
    {
        if (FreeText.Reason(reason, where: where) is { } refusal)
        {
            throw new RefusedException(refusal);
        }
    }
}
