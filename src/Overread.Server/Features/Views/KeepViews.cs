using System.Data.Common;
using Microsoft.AspNetCore.Http.HttpResults;
using Overread.Domain;
using Overread.Domain.Projects;
using Overread.Domain.Views;
using Overread.Server.Access;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Views;

/// <summary>Views of the list of items: kept under a name, shown, dropped.</summary>
internal static class KeepViews
{
    /// <summary>A view that was kept.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Name">What its owner calls it.</param>
    /// <param name="Query">The page's query, without the question mark.</param>
    /// <param name="Shared">Every member who sees the list sees it.</param>
    /// <param name="Own">The caller keeps it.</param>
    internal sealed record KeptView(string Id, string Name, string Query, bool Shared, bool Own);

    internal sealed record ViewForm(string Name, string Query, bool Shared = false);

    private sealed record Held(string Owner, bool Shared);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/views", Show)
            .Needs(Action.SeeItems)
            .Says(
                "list-views",
                "Lists the views of the list of items that the caller keeps, and those that are shared."
            );
        api.MapPost("/projects/{project}/views", Keep)
            .Needs(Action.SeeItems)
            .Says(
                "keep-view",
                "Keeps a view of the list of items; one of the caller's own of the same name becomes this one."
            )
            .Problems(422, "view.name", "view.query", "view.many");
        api.MapDelete("/projects/{project}/views/{view}", Drop)
            .Needs(Action.SeeItems)
            .Says("drop-view", "Drops a view that was kept.")
            .Problems(403, "view.other")
            .Problems(404, "view.unknown");
    }

    private static List<KeptView> Show(string project, Caller caller, IDatabase database)
    {
        using ReadLease read = database.Read();
        return read.Connection.All(
            """
            SELECT id, name, query, shared, owner FROM kept_view WHERE project = @0 AND (owner = @1 OR shared = 1)
            ORDER BY owner = @1 DESC, name, id
            """,
            r => new KeptView(
                r.GetString(0),
                r.GetString(1),
                r.GetString(2),
                r.GetInt64(3) == 1,
                r.GetString(4) == caller.Person
            ),
            project,
            caller.Person
        );
    }

    private static async Task<KeptView> Keep(string project, ViewForm form, Caller caller, IDatabase database)
    {
        string name = form.Name.Trim();
        return await database.Write(
            caller.Actor,
            u =>
            {
                List<(string Id, string Name)> own = u.Connection.All(
                    "SELECT id, name FROM kept_view WHERE project = @0 AND owner = @1",
                    r => (r.GetString(0), r.GetString(1)),
                    project,
                    caller.Person
                );
                string? before = own.Where(v => v.Name == name).Select(v => v.Id).FirstOrDefault();
                if (ViewRules.Keep(form.Name, form.Query, own.Count - (before is null ? 0 : 1)) is { } refusal)
                {
                    throw new RefusedException(refusal);
                }

                string id = before ?? u.NewId();
                u.Append(
                    new About(project, ViewsProjection.Stream + id),
                    new ViewKept(id, name, form.Query, form.Shared)
                );
                return new KeptView(id, name, form.Query, form.Shared, true);
            }
        );
    }

    private static async Task<NoContent> Drop(string project, string view, Caller caller, IDatabase database)
    {
        await database.Write(
            caller.Actor,
            u =>
            {
                bool isOwn = false;
                // Whoever does not see it is not told that it is there.
                if (
                    Find(u.Connection, project, view) is not { } held
                    || (!(isOwn = held.Owner == caller.Person) && !held.Shared)
                )
                {
                    throw new RefusedException(new("view.unknown", "There is no such view.", RefusalKind.NotFound));
                }

                if (ViewRules.Drop(isOwn, caller.Is(Role.Lead)) is { } refusal)
                {
                    throw new RefusedException(refusal);
                }

                return u.Append(new About(project, ViewsProjection.Stream + view), new ViewDropped(view));
            }
        );
        return TypedResults.NoContent();
    }

    private static Held? Find(DbConnection c, string project, string view) =>
        c.One(
            "SELECT owner, shared FROM kept_view WHERE id = @0 AND project = @1",
            r => new Held(r.GetString(0), r.GetInt64(1) == 1),
            view,
            project
        );
}
