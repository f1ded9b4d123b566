using Microsoft.AspNetCore.Http.HttpResults;
using Overread.Server.Access;
using Overread.Server.Features.People.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.People;

/// <summary>A person proves once more that it is they, before what only they may do.</summary>
internal static class ConfirmPerson
{
    /// <summary>Either of both; a code where a second factor is on.</summary>
    internal sealed record ConfirmForm(string? Password = null, string? Code = null);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/session/confirm", Confirm)
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .WithoutFactor()
            .Says("confirm-person", "Proves by password or code that the person is there; good for some minutes.")
            .Problems(403, "access.person")
            .Problems(422, "confirm.wrong")
            .Problems(429, "session.too-many");

    private static async Task<NoContent> Confirm(
        ConfirmForm form,
        HttpContext http,
        Caller caller,
        Accounts accounts,
        SignInDoor door,
        Sessions sessions,
        IDatabase database
    )
    {
        await door.Confirm(http, accounts.Find(caller.Person)!, form.Password, form.Code);
        await database.Write(
            caller.Actor,
            u =>
            {
                sessions.Confirm(u, caller.Session!);
                return true;
            }
        );
        return TypedResults.NoContent();
    }
}
