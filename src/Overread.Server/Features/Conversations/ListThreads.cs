using System.Data.Common;
using Overread.Domain.Conversations;
using Overread.Domain.Projects;
using Overread.Server.Access;
using Overread.Server.Features.Projects.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Conversations;

/// <summary>The threads of a project that a person may see, and one of them.</summary>
internal static class ListThreads
{
    /// <summary>A member whom an entry may call in.</summary>
    /// <param name="Name">Pseudonym.</param>
    /// <param name="Roles">What they are in the project.</param>
    internal sealed record Callable(string Name, IReadOnlyList<Role> Roles);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/threads", All)
            .Needs(Action.SeeThreads)
            .Says(
                "list-threads",
                "Lists the threads that the caller may see, of the project or of one item (item), those with the newest entry first."
            );
        api.MapGet("/projects/{project}/threads/{id}", One)
            .Needs(Action.SeeThreads)
            .Says(
                "show-thread",
                "Shows what stands in a thread. Of a thread about an item that the caller reads now, what others wrote waits until that read is done."
            )
            .Problems(404, "thread.unknown");
        api.MapGet("/projects/{project}/threads/{id}/callable", WhoIsCalled)
            .Needs(Action.Converse)
            .Says(
                "list-callable",
                "Lists the members whom an entry of the thread may call in; of a new thread about no item, all (id: new)."
            )
            .Problems(404, "thread.unknown");
    }

    private static List<ThreadRow> All(
        string project,
        string? item,
        Caller caller,
        IDatabase database,
        Memberships memberships
    )
    {
        using ReadLease read = database.Snapshot();
        ThreadDesk desk = new(read.Connection, memberships, project, caller);
        return ThreadViews.Rows(read.Connection, desk, project, caller.Person, item);
    }

    private static async Task<ThreadView> One(
        string project,
        string id,
        Caller caller,
        IDatabase database,
        Memberships memberships
    )
    {
        using (ReadLease read = database.Snapshot())
        {
            ThreadDesk desk = new(read.Connection, memberships, project, caller);
            ThreadView view = ThreadViews.View(read.Connection, desk, desk.Find(id), caller.Person);
            if (view.Thread.Unread == 0)
            {
                return view;
            }
        }

        return await database.Write(
            caller.Actor,
            u => new ThreadDesk(u.Connection, memberships, project, caller).Show(u, id)
        );
    }

    private static List<Callable> WhoIsCalled(
        string project,
        string id,
        Caller caller,
        IDatabase database,
        Memberships memberships
    )
    {
        using ReadLease read = database.Snapshot();
        DbConnection c = read.Connection;
        ThreadFacts thread =
            id == "new"
                ? new(null, caller.Person, null, ThreadStanding.Open)
                : new ThreadDesk(c, memberships, project, caller).Find(id).Facts;
        return
        [
            .. MemberTable
                .Of(c, project)
                .Where(m =>
                    !m.Removed
                    && m.Person != caller.Person
                    && new ThreadDesk(c, memberships, project, m.Person).Sees(thread)
                )
                .Select(m => new Callable(m.Pseudonym, memberships.Of(project, m.Person))),
        ];
    }
}
