using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Domain.Projects;
using Overread.Domain.Reads;
using Overread.Domain.Work;
using Overread.Server.Access;
using Overread.Server.Features.Projects;
using Overread.Server.Features.Protocols;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Work;

/// <summary>What happens to a read besides answering: skip, flag, give back; and the lead's reopening and reassigning.</summary>
internal static class HandleRead
{
    internal sealed record ReasonForm(string Reason);

    internal sealed record CommentForm(string Comment);

    internal sealed record ReassignForm(string Reader, string Reason);

    internal sealed record AssignForm(string Reader);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/reads/{read}/skip", Skip)
            .Needs(Action.Read)
            .Says("skip-read", "Puts a read aside, with a reason; another reader gets the item.")
            .GivesNothing()
            .Problems(404, "read.unknown")
            .Problems(409, "project.closed", "read.closed")
            .Problems(422, "reason.needed");
        api.MapPost("/reads/{read}/flag", Flag)
            .Needs(Action.Read)
            .Says("flag-read", "Tells the lead that something is wrong with the item.")
            .GivesNothing()
            .Problems(404, "read.unknown")
            .Problems(409, "project.closed", "read.closed")
            .Problems(422, "reason.needed");
        api.MapPost("/reads/{read}/release", Release)
            .Needs(Action.Read)
            .Says("release-read", "Gives an open read back.")
            .GivesNothing()
            .Problems(404, "read.unknown")
            .Problems(409, "project.closed", "read.closed");
        api.MapPost("/reads/{read}/reopen", Reopen)
            .Needs(Action.ManageReads)
            .Says("reopen-read", "Opens a submitted read again, with a reason.")
            .GivesNothing()
            .Problems(404, "read.unknown")
            .Problems(409, "project.closed", "read.closed", "read.not-submitted")
            .Problems(422, "reason.needed");
        api.MapPost("/reads/{read}/reassign", Reassign)
            .Needs(Action.ManageReads)
            .Says("reassign-read", "Gives an open read's item to another reader.")
            .GivesNothing()
            .Problems(404, "item.unknown", "read.unknown")
            .Problems(409, "item.full", "item.twice", "project.closed", "read.closed", "work.no-protocol")
            .Problems(422, "member.no-reader", "reason.needed");
        api.MapPost("/projects/{project}/items/{item}/assign", Assign)
            .Needs(Action.ManageReads)
            .Says("assign-item", "Gives an item to a reader.")
            .GivesNothing()
            .Problems(404, "item.unknown")
            .Problems(409, "item.full", "item.twice", "project.closed", "work.no-protocol")
            .Problems(422, "member.no-reader");
    }

    private static Task<IResult> Skip(string read, ReasonForm form, Caller caller, IDatabase database)
    {
        NeedsReason(form.Reason);
        return Do(database, caller, read, ownOnly: true, (u, row) => Append(u, row, new ReadSkipped(form.Reason)));
    }

    private static Task<IResult> Release(string read, Caller caller, IDatabase database) =>
        Do(database, caller, read, ownOnly: true, (u, row) => Append(u, row, new ReadReleased(null)));

    private static Task<IResult> Flag(string read, CommentForm form, Caller caller, IDatabase database)
    {
        NeedsReason(form.Comment);
        return Do(
            database,
            caller,
            read,
            ownOnly: true,
            (u, row) =>
                u.Append(new About(row.Project, "item/" + row.Read.Item, row.Read.Item), new ItemFlagged(form.Comment)),
            anyState: true
        );
    }

    private static Task<IResult> Reopen(string read, ReasonForm form, Caller caller, IDatabase database)
    {
        NeedsReason(form.Reason);
        return Do(
            database,
            caller,
            read,
            ownOnly: false,
            (u, row) =>
            {
                if (row.Read.State != ReadState.Submitted)
                {
                    throw new RefusedException(
                        new("read.not-submitted", "Only a submitted read can be reopened.", RefusalKind.Conflict)
                    );
                }

                u.Append(AboutOf(row), new ReadReopened(form.Reason));
            },
            anyState: true
        );
    }

    private static Task<IResult> Reassign(
        string read,
        ReassignForm form,
        Caller caller,
        IDatabase database,
        Memberships memberships
    )
    {
        NeedsReason(form.Reason);
        return Do(
            database,
            caller,
            read,
            ownOnly: false,
            (u, row) =>
            {
                Append(u, row, new ReadReleased(form.Reason));
                AssignTo(u, memberships, row.Project, row.Read.Item, form.Reader, caller.Person);
            }
        );
    }

    private static async Task<IResult> Assign(
        string project,
        string item,
        AssignForm form,
        Caller caller,
        IDatabase database,
        Memberships memberships
    )
    {
        string read = await database.Write(
            caller.Actor,
            u => AssignTo(u, memberships, project, item, form.Reader, caller.Person)
        );
        return Results.Ok(new { read });
    }

    private static string AssignTo(
        IUnitOfWork unit,
        Memberships memberships,
        string project,
        string item,
        string reader,
        string by
    )
    {
        ListProjects.Open(unit.Connection, project);
        if (!memberships.Of(project, reader).Contains(Role.Reader))
        {
            throw new RefusedException(
                new("member.no-reader", "That person is no reader of this project.") { Where = "reader" }
            );
        }

        (string State, long Taken)? held = unit.Connection.One<(string, long)?>(
            "SELECT state, reads_done + reads_open FROM item WHERE id = @0 AND project = @1",
            r => (r.GetString(0), r.GetInt64(1)),
            item,
            project
        );
        int version =
            ProtocolStore.Current(unit.Connection, project)
            ?? throw new RefusedException(
                new("work.no-protocol", "The protocol is not published yet.", RefusalKind.Conflict)
            );
        int wanted = ProtocolStore.Row(unit.Connection, project, version)!.Body.Policy.Readers;
        if (held is not { } found)
        {
            throw new RefusedException(new("item.unknown", "There is no such item.", RefusalKind.NotFound));
        }

        if (found.Taken >= wanted || found.State is not ("ready" or "reading"))
        {
            throw new RefusedException(
                new(
                    "item.full",
                    "The item has all the readers its policy allows, or is not open.",
                    RefusalKind.Conflict
                )
            );
        }

        if (
            unit.Connection.Number(
                "SELECT COUNT(*) FROM read WHERE item = @0 AND reader = @1 AND state IN ('open', 'submitted')",
                item,
                reader
            ) > 0
        )
        {
            throw new RefusedException(new("item.twice", "That reader has this item already.", RefusalKind.Conflict));
        }

        return NextItem.Assign(unit, project, item, reader, version, by);
    }

    private static async Task<IResult> Do(
        IDatabase database,
        Caller caller,
        string read,
        bool ownOnly,
        Action<IUnitOfWork, ReadRow> work,
        bool anyState = false
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

                ListProjects.Open(u.Connection, row.Project);
                if (!anyState && row.Read.State != ReadState.Open)
                {
                    throw new RefusedException(
                        new(
                            "read.closed",
                            $"The read is {ReadStates.Word(row.Read.State)} already.",
                            RefusalKind.Conflict
                        )
                    );
                }

                work(u, row);
                return true;
            }
        );
        return Results.NoContent();
    }

    private static void Append(IUnitOfWork unit, ReadRow row, Domain.Record.DomainEvent happened) =>
        unit.Append(AboutOf(row), happened);

    private static About AboutOf(ReadRow row) => new(row.Project, "read/" + row.Read.Id, row.Read.Item);

    private static void NeedsReason(string? reason)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > 4000)
        {
            throw new RefusedException(new("reason.needed", "This needs a reason of at most 4,000 characters."));
        }
    }
}
