using Microsoft.AspNetCore.Http.HttpResults;
using Overread.Domain;
using Overread.Domain.People;
using Overread.Server.Access;
using Overread.Server.Composition;
using Overread.Server.Features.People.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.People.Passkeys;

/// <summary>A person's passkeys: seen, added, named, removed; and signing in with one, which is both factors at once.</summary>
internal static class ManagePasskeys
{
    /// <summary>A passkey.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Name">What its owner calls it.</param>
    /// <param name="Created">When it was registered.</param>
    /// <param name="Used">When somebody last signed in or confirmed with it.</param>
    /// <param name="Copied">True where it is on more than one device of its owner.</param>
    internal sealed record PasskeyView(string Id, string Name, string Created, string? Used, bool Copied);

    internal sealed record NewPasskey(string Name, string State, string Credential);

    internal sealed record PasskeyName(string Name);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/session/passkey/question", (HttpContext http, PasskeyDesk desk) => desk.AskProof(http, null))
            .Needs(Action.Anybody)
            .Says("ask-passkey", "Asks for a signature by any passkey that the device has, to sign in with.");
        api.MapPost("/session/passkey", Enter)
            .Needs(Action.Anybody)
            .Says("sign-in-with-passkey", "Signs in with a passkey: no password and no code are needed.")
            .Problems(403, "passkey.wrong", "session.by-provider")
            .Problems(429, "session.too-many");
        api.MapGet(
                "/session/passkeys",
                (Caller caller, PasskeyBook book) => book.Of(caller.Person).Select(View).ToList()
            )
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .WithoutFactor()
            .Says("list-passkeys", "Lists the caller's passkeys.")
            .Problems(403, "access.person");
        api.MapPost(
                "/session/passkeys/question",
                (HttpContext http, Caller caller, Accounts accounts, PasskeyDesk desk) =>
                    desk.AskNew(http, accounts.Find(caller.Person)!)
            )
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .WithoutFactor()
            .Says("ask-new-passkey", "Asks for a new passkey of the caller.")
            .AfterConfirming()
            .Problems(403, "access.person");
        api.MapPost("/session/passkeys", Add)
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .WithoutFactor()
            .Says("add-passkey", "Keeps a new passkey of the caller.")
            .AfterConfirming()
            .Problems(403, "access.person")
            .Problems(422, "passkey.name", "passkey.refused");
        api.MapPatch("/session/passkeys/{id}", Rename)
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .Says("rename-passkey", "Gives a passkey another name.")
            .Problems(403, "access.person")
            .Problems(404, "passkey.unknown")
            .Problems(422, "passkey.name");
        api.MapDelete("/session/passkeys/{id}", Remove)
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .Says("remove-passkey", "Removes a passkey and ends the caller's other sessions.")
            .AfterConfirming()
            .Problems(403, "access.person")
            .Problems(404, "passkey.unknown");
        api.MapPost(
                "/session/confirm/question",
                (HttpContext http, Caller caller, Accounts accounts, PasskeyDesk desk) =>
                    desk.AskProof(http, accounts.Find(caller.Person)!)
            )
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .WithoutFactor()
            .Says(
                "ask-confirmation",
                "Asks for a signature by one of the caller's passkeys, to prove that they are there."
            )
            .Problems(403, "access.person");
        api.MapPost("/session/confirm/passkey", Confirm)
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .WithoutFactor()
            .Says("confirm-by-passkey", "Proves by a passkey that the person is there; good for some minutes.")
            .Problems(403, "access.person", "passkey.wrong")
            .Problems(429, "session.too-many");
    }

    private static async Task<SessionView> Enter(
        PasskeyDesk.PasskeyProof form,
        HttpContext http,
        PasskeyDesk passkeys,
        SessionDesk desk,
        ServeOptions options,
        IDatabase database
    )
    {
        Account account = await passkeys.Prove(http, null, form);
        SignInDoor.CheckWay(account, options);
        await database.Write(
            new Actor("person/" + account.Id, "http"),
            u =>
                u.Append(
                    new About(null, "person/" + account.Id),
                    new SignedIn(account.Id, SignInGate.AddressOf(http.Connection.RemoteIpAddress), true)
                )
        );
        await SessionIssue.Begin(http, account);
        return desk.Of(account);
    }

    private static async Task<NoContent> Confirm(
        PasskeyDesk.PasskeyProof form,
        HttpContext http,
        Caller caller,
        Accounts accounts,
        PasskeyDesk passkeys,
        Sessions sessions,
        IDatabase database
    )
    {
        await passkeys.Prove(http, accounts.Find(caller.Person)!, form);
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

    private static async Task<PasskeyView> Add(
        NewPasskey form,
        HttpContext http,
        Caller caller,
        Accounts accounts,
        PasskeyDesk passkeys
    ) =>
        View(
            await passkeys.Add(
                http,
                accounts.Find(caller.Person)!,
                form.Name,
                new(form.State, form.Credential),
                caller.Actor
            )
        );

    private static async Task<PasskeyView> Rename(
        string id,
        PasskeyName form,
        Caller caller,
        PasskeyBook book,
        IDatabase database
    )
    {
        if (string.IsNullOrWhiteSpace(form.Name) || form.Name.Length > 60)
        {
            throw new RefusedException(new("passkey.name", "A name has 1 to 60 characters.") { Where = "name" });
        }

        if (!FreeText.IsName(form.Name))
        {
            throw new RefusedException(FreeText.NoName("passkey.name", "name"));
        }

        return await database.Write(
            caller.Actor,
            u =>
            {
                PasskeyRow row = (book.Of(caller.Person).FirstOrDefault(p => p.Id == id) ?? throw Unknown()) with
                {
                    Name = form.Name.Trim(),
                };
                book.Save(u, row);
                return View(row);
            }
        );
    }

    private static async Task<NoContent> Remove(
        string id,
        Caller caller,
        PasskeyBook book,
        Sessions sessions,
        IDatabase database
    )
    {
        await database.Write(
            caller.Actor,
            u =>
            {
                if (book.Remove(u, caller.Person, p => p.Id == id) == 0)
                {
                    throw Unknown();
                }

                return sessions.End(u, caller.Person, s => s.Id != caller.Session, "passkey");
            }
        );
        return TypedResults.NoContent();
    }

    private static RefusedException Unknown() =>
        new(new("passkey.unknown", "You have no such passkey.", RefusalKind.NotFound));

    private static PasskeyView View(PasskeyRow p) => new(p.Id, p.Name, p.Created, p.Used, p.Copied);
}
