using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Conversations;
using Overread.Domain.Intake;
using Overread.Domain.Projects;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Domain.Work;
using Overread.Server.Access;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Conversations;

/// <summary>Beginning a thread, writing in one, settling it and opening it again.</summary>
internal static class WriteThreads
{
    /// <param name="Text">What is written.</param>
    /// <param name="Item">The item that it is about; without one everybody in the project sees it.</param>
    /// <param name="Field">The field that it is about.</param>
    /// <param name="Mark">The mark of the caller's read that it is about.</param>
    /// <param name="Remark">The id of a comment, flag or reason for skipping that it answers.</param>
    /// <param name="Question">An answer of the lead is asked for.</param>
    /// <param name="Mentions">Pseudonyms of those whom it calls in.</param>
    internal sealed record ThreadForm(
        string Text,
        string? Item = null,
        string? Field = null,
        string? Mark = null,
        string? Remark = null,
        bool Question = false,
        IReadOnlyList<string>? Mentions = null
    );

    /// <param name="Text">What is written.</param>
    /// <param name="Mentions">Pseudonyms of those whom it calls in.</param>
    internal sealed record ReplyForm(string Text, IReadOnlyList<string>? Mentions = null);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/projects/{project}/threads", Open)
            .Needs(Action.Converse)
            .Says(
                "open-thread",
                "Begins a thread about a field, for everybody in the project, or about an item, for those who may see what readers write about it."
            )
            .Problems(404, "item.unknown", "remark.unknown")
            .Problems(409, "project.closed")
            .Problems(422, "member.unknown", "thread.form", "thread.unseen");
        api.MapPost("/projects/{project}/threads/{id}/replies", Reply)
            .Needs(Action.Converse)
            .Says("reply-in-thread", "Writes in a thread; one that was settled is open again by it.")
            .Problems(404, "thread.unknown")
            .Problems(409, "project.closed", "thread.full")
            .Problems(422, "member.unknown", "thread.form", "thread.unseen");
        api.MapPost("/projects/{project}/threads/{id}/resolve", Resolve)
            .Needs(Action.Converse)
            .Says("resolve-thread", "Settles a thread.")
            .Problems(404, "thread.unknown")
            .Problems(409, "project.closed");
        api.MapPost("/projects/{project}/threads/{id}/reopen", Reopen)
            .Needs(Action.Converse)
            .Says("reopen-thread", "Opens a settled thread again.")
            .Problems(404, "thread.unknown")
            .Problems(409, "project.closed");
    }

    private static Task<ThreadView> Open(
        string project,
        ThreadForm form,
        Caller caller,
        IDatabase database,
        Memberships memberships
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                DbConnection c = u.Connection;
                ProjectTable.Open(c, project);
                if (form.Item is { } item)
                {
                    CheckItem(c, project, item, caller);
                }

                (string? to, string? field) = form.Remark is null
                    ? (null, form.Field)
                    : Remark(u, project, form, caller, memberships);
                ThreadFacts thread = new(form.Item, caller.Person, to, ThreadStanding.Open);
                ThreadOpened opened = new(
                    field,
                    form.Mark,
                    form.Remark,
                    to,
                    form.Question,
                    form.Text,
                    Persons(c, project, form.Mentions)
                );
                string id = u.NewId();
                u.Append(
                    new About(project, ThreadsProjection.Stream + id, form.Item),
                    ConversationRules.Open(
                        opened,
                        form.Item,
                        f =>
                            ProtocolStore.Current(c, project) is { } version
                            && ProtocolStore.Row(c, project, version)!.Body.Field(f) is not null,
                        m => HasMark(c, form.Item!, caller.Person, m),
                        p => new ThreadDesk(c, memberships, project, p).Sees(thread)
                    )
                );
                return new ThreadDesk(c, memberships, project, caller).Show(u, id);
            }
        );

    private static Task<ThreadView> Reply(
        string project,
        string id,
        ReplyForm form,
        Caller caller,
        IDatabase database,
        Memberships memberships
    ) =>
        Change(
            project,
            id,
            caller,
            database,
            memberships,
            (c, row) =>
                ConversationRules.Answer(
                    row.Facts,
                    row.Entries,
                    new(form.Text, Persons(c, project, form.Mentions)),
                    p => new ThreadDesk(c, memberships, project, p).Sees(row.Facts)
                )
        );

    private static Task<ThreadView> Resolve(
        string project,
        string id,
        Caller caller,
        IDatabase database,
        Memberships memberships
    ) => Change(project, id, caller, database, memberships, (_, row) => ConversationRules.Resolve(row.Facts));

    private static Task<ThreadView> Reopen(
        string project,
        string id,
        Caller caller,
        IDatabase database,
        Memberships memberships
    ) => Change(project, id, caller, database, memberships, (_, row) => ConversationRules.Reopen(row.Facts));

    private static Task<ThreadView> Change(
        string project,
        string id,
        Caller caller,
        IDatabase database,
        Memberships memberships,
        Func<DbConnection, ThreadTable.Row, Decision> decide
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                ThreadDesk desk = new(u.Connection, memberships, project, caller);
                ThreadTable.Row row = desk.Find(id);
                u.Append(new About(project, ThreadsProjection.Stream + id, row.Item), decide(u.Connection, row));
                return desk.Show(u, id);
            }
        );

    // A reader writes about what they have or had before them; who sees the list of items writes about any.
    private static void CheckItem(DbConnection c, string project, string item, Caller caller)
    {
        if (
            ItemTable.Find(c, project, item) is null
            || !(caller.May(Action.SeeItems) || ReadTable.EverHad(c, item, caller.Person))
        )
        {
            throw new RefusedException(
                new("item.unknown", "There is no such item.", RefusalKind.NotFound) { Where = "item" }
            );
        }
    }

    private static (string To, string? Field) Remark(
        IUnitOfWork u,
        string project,
        ThreadForm form,
        Caller caller,
        Memberships memberships
    )
    {
        RecordQuery about = new()
        {
            Project = project,
            Streams =
            [
                "item/" + form.Item,
                .. form.Item is null ? [] : ReadTable.OfItem(u.Connection, form.Item).Select(r => "read/" + r),
            ],
            Types = [nameof(CommentAdded), nameof(ItemFlagged), nameof(ReadSkipped)],
            Item = form.Item,
        };
        Envelope? found =
            form.Item is null ? null
            : new ThreadDesk(u.Connection, memberships, project, caller).Eye(form.Item)
                is { SeesRemarks: true, Blind: false }
                ? u.Record.Events(about).FirstOrDefault(e => e.Id == form.Remark)
            : null;
        if (found is null)
        {
            throw new RefusedException(
                new("remark.unknown", "There is no such remark about this item.", RefusalKind.NotFound)
                {
                    Where = "remark",
                    Next = "Name the item too, and the id as list-item-remarks gives it.",
                }
            );
        }

        return (Actor.PersonOf(found.Actor), form.Field ?? (found.Event as CommentAdded)?.Field);
    }

    private static bool HasMark(DbConnection c, string item, string reader, string mark) =>
        ReadRow
            .OfItem(c, item, "open")
            .Concat(ReadRow.OfItem(c, item, "submitted"))
            .Any(r => r.Reader == reader && r.Read.Marks.Exists(m => m.Id == mark));

    private static List<string> Persons(DbConnection c, string project, IReadOnlyList<string>? names)
    {
        if (names is null or { Count: 0 })
        {
            return [];
        }

        Dictionary<string, string> members = MemberTable
            .Of(c, project)
            .Where(m => !m.Removed)
            .ToDictionary(m => m.Pseudonym, m => m.Person, StringComparer.Ordinal);
        return
        [
            .. names
                .Distinct(StringComparer.Ordinal)
                .Select(n =>
                    members.TryGetValue(n, out string? person)
                        ? person
                        : throw new RefusedException(
                            new("member.unknown", $"The project has no member {n}.") { Where = "mentions" }
                        )
                ),
        ];
    }
}
