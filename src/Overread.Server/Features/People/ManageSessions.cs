using Microsoft.AspNetCore.Http.HttpResults;
using Overread.Domain;
using Overread.Domain.People;
using Overread.Server.Access;
using Overread.Server.Features.People.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.People;

/// <summary>Where an account is signed in and by which tokens, to look at and to end: one's own, and for administrators others'.</summary>
internal static class ManageSessions
{
    /// <summary>A session.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Device">What the browser says it is.</param>
    /// <param name="Address">Where from.</param>
    /// <param name="Begun">When the person signed in.</param>
    /// <param name="Used">When it was last used.</param>
    /// <param name="Ends">When it ends if it is not used any more.</param>
    /// <param name="Current">True for the one that asks.</param>
    internal sealed record SessionRow(
        string Id,
        string Device,
        string Address,
        string Begun,
        string Used,
        string Ends,
        bool Current
    );

    internal sealed record Ended(int Sessions, int Tokens);

    internal sealed record AccessView(IReadOnlyList<SessionRow> Sessions, IReadOnlyList<OwnAccount.TokenRow> Tokens);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sessions", (Caller caller, Sessions sessions) => Rows(caller, caller.Person, sessions))
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .Says("list-sessions", "Lists where the caller is signed in, and since when.")
            .Problems(403, "access.person");
        api.MapDelete("/sessions", EndOthers)
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .Says("end-sessions", "Ends every session of the caller but this one.")
            .Problems(403, "access.person");
        api.MapDelete(
                "/sessions/{id}",
                (string id, Caller caller, People people) => EndOne(people, caller, caller.Person, id)
            )
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .Says("end-session", "Ends a session of the caller.")
            .Problems(403, "access.person")
            .Problems(404, "session.unknown");
        api.MapGet("/people/{id}/access", Show)
            .Needs(Action.ManagePeople)
            .Says("show-access", "Lists the sessions and tokens of an account.")
            .Problems(404, "people.unknown");
        api.MapDelete("/people/{id}/access", EndAll)
            .Needs(Action.ManagePeople)
            .Says("end-access", "Ends every session and every token of an account.")
            .Problems(404, "people.unknown");
        api.MapDelete(
                "/people/{id}/sessions/{session}",
                (string id, string session, Caller caller, People people) => EndOne(people, caller, id, session)
            )
            .Needs(Action.ManagePeople)
            .Says("end-session-of", "Ends a session of an account.")
            .Problems(404, "session.unknown");
        api.MapDelete("/people/{id}/tokens/{token}", EndToken)
            .Needs(Action.ManagePeople)
            .Says("revoke-token-of", "Revokes a token of an account.")
            .Problems(404, "token.unknown");
    }

    private static List<SessionRow> Rows(Caller caller, string person, Sessions sessions) =>
        [
            .. sessions
                .Of(person)
                .Select(s => new SessionRow(
                    s.Id,
                    s.Device,
                    s.Address,
                    s.Begun,
                    s.Used,
                    Timestamps.Text(sessions.EndOf(s)),
                    s.Id == caller.Session
                )),
        ];

    private static async Task<Ended> EndOthers(Caller caller, People people) =>
        new(await people.EndSessions(caller.Actor, caller.Person, s => s.Id != caller.Session, "ended"), 0);

    private static async Task<NoContent> EndOne(People people, Caller caller, string person, string session) =>
        await people.EndSessions(caller.Actor, person, s => s.Id == session, "ended") > 0
            ? TypedResults.NoContent()
            : throw new RefusedException(new("session.unknown", "There is no such session.", RefusalKind.NotFound));

    private static AccessView Show(
        string id,
        Caller caller,
        Accounts accounts,
        Sessions sessions,
        TokenUses uses,
        IDatabase database
    )
    {
        Known(accounts, id);
        return new(Rows(caller, id, sessions), OwnAccount.TokensOf(database, uses, id));
    }

    private static async Task<Ended> EndAll(
        string id,
        Caller caller,
        Accounts accounts,
        Sessions sessions,
        IDatabase database
    )
    {
        Known(accounts, id);
        return await database.Write(
            caller.Actor,
            u =>
            {
                IReadOnlyList<string> tokens = Accounts.RevokeTokens(u.Connection, id);
                foreach (string token in tokens)
                {
                    u.Append(new About(null, "token/" + token), new TokenRevoked(token));
                }

                return new Ended(sessions.End(u, id, s => s.Id != caller.Session, "ended"), tokens.Count);
            }
        );
    }

    private static async Task<NoContent> EndToken(string id, string token, Caller caller, IDatabase database)
    {
        await OwnAccount.Revoke(database, caller, id, token);
        return TypedResults.NoContent();
    }

    private static void Known(Accounts accounts, string id)
    {
        if (accounts.Find(id) is null)
        {
            throw new RefusedException(new("people.unknown", "There is no such account.", RefusalKind.NotFound));
        }
    }
}
