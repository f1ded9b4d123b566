using Microsoft.AspNetCore.Http.HttpResults;
using Overread.Domain.Notices;
using Overread.Server.Access;
using Overread.Server.Composition;
using Overread.Server.Features.Projects.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Notices;

/// <summary>What waits for the caller, and how they want to be told.</summary>
internal static class ShowNotices
{
    /// <summary>Something that waits.</summary>
    /// <param name="Kind">What.</param>
    /// <param name="Project">Where.</param>
    /// <param name="Name">That project's name.</param>
    /// <param name="Count">How many of it.</param>
    /// <param name="Newest">UTC time when the newest of it came to wait.</param>
    /// <param name="Unread">It came to wait after the caller last looked.</param>
    internal sealed record NoticeRow(
        NoticeKind Kind,
        string Project,
        string Name,
        long Count,
        string Newest,
        bool Unread
    );

    /// <param name="Notices">The newest first.</param>
    /// <param name="Wish">How often the caller wants a mail.</param>
    /// <param name="Mails">True where this server sends mails.</param>
    internal sealed record NoticesView(IReadOnlyList<NoticeRow> Notices, NoticeWish Wish, bool Mails);

    internal sealed record WishForm(NoticeWish Wish);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/notices", Show)
            .Needs(Action.SignedIn)
            .Says("list-notices", "Lists what waits for the caller in their projects, by kind, with counts.");
        api.MapPost("/notices/seen", Seen)
            .Needs(Action.SignedIn)
            .Says("see-notices", "Says that the caller has looked at what waits for them.");
        api.MapPut("/notices/wish", Wish)
            .Needs(Action.SignedIn)
            .Says("wish-notices", "Says how often the caller wants to be told by mail.");
    }

    private static NoticesView Show(Caller caller, IDatabase database, NoticeDesk desk, ServeOptions options)
    {
        using ReadLease read = database.Snapshot();
        NoticeTable.Row kept = NoticeTable.Of(read.Connection, caller.Person);
        return new(
            [
                .. desk.Of(read.Connection, caller.Person)
                    .Select(n => new NoticeRow(
                        n.Notice.Kind,
                        n.Project,
                        ProjectTable.Name(read.Connection, n.Project),
                        n.Notice.Count,
                        n.Notice.Newest,
                        string.CompareOrdinal(n.Notice.Newest, kept.Seen ?? "") > 0
                    )),
            ],
            kept.Wish,
            options.Mail is not null
        );
    }

    private static async Task<NoContent> Seen(Caller caller, IDatabase database)
    {
        await database.Write(
            caller.Actor,
            u => u.Append(new About(null, NoticesProjection.Stream + caller.Person), new NoticesSeen())
        );
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Wish(WishForm form, Caller caller, IDatabase database)
    {
        await database.Write(
            caller.Actor,
            u => u.Append(new About(null, NoticesProjection.Stream + caller.Person), new NoticesWanted(form.Wish))
        );
        return TypedResults.NoContent();
    }
}
