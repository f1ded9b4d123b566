using Overread.Domain;
using Overread.Server.Access;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.People.Passkeys;
using Overread.Server.Features.People.Provider;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.People;

/// <summary>The administrator's list of accounts.</summary>
internal static class ManagePeople
{
    internal sealed record PersonRow(
        string Id,
        string Name,
        string Email,
        bool Administrator,
        bool Disabled,
        bool Totp,
        bool Password,
        bool Provider,
        int Passkeys,
        string Created,
        bool PasswordTold
    );

    /// <summary>An account to be made.</summary>
    /// <param name="PasswordTold">
    /// True where whoever makes the account tells the person the password, as the workbench says of each that it makes: the person sets one of their own before
    /// anything else. Unless said, the password is the person's own, or a program's that alone signs in with it.
    /// </param>
    internal sealed record NewPerson(
        string Name,
        string Email,
        string Password,
        bool? Administrator = null,
        bool? PasswordTold = null
    );

    /// <summary>What is changed of an account.</summary>
    /// <param name="PasswordTold">As when an account is made.</param>
    internal sealed record PersonPatch(
        string? Name = null,
        bool? Disabled = null,
        string? Password = null,
        bool? SecondFactor = null,
        bool? PasswordTold = null
    );

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
                "/people",
                (Accounts accounts, ProviderLogins logins, PasskeyBook book) =>
                    accounts.All().Select(a => Row(a, logins, book)).ToList()
            )
            .Needs(Action.ManagePeople)
            .Says("list-people", "Lists the accounts.");
        api.MapPost(
                "/people",
                async (NewPerson form, Caller caller, People people, ProviderLogins logins, PasskeyBook book) =>
                    Row(
                        await people.Register(
                            caller.Actor,
                            form.Name,
                            form.Email,
                            form.Password,
                            form.Administrator ?? false,
                            told: form.PasswordTold == true
                        ),
                        logins,
                        book
                    )
            )
            .Needs(Action.ManagePeople)
            .Says(
                "register-person",
                "Makes an account. A password that is told to the person is changed by them before anything else."
            )
            .AfterConfirming()
            .Problems(409, "people.email-taken")
            .Problems(422, "people.email", "people.name", "people.password");
        api.MapPatch("/people/{id}", Change)
            .Needs(Action.ManagePeople)
            .Says(
                "change-person",
                "Changes an account: name, password, disabled or not; takes a lost second factor off."
            )
            .AfterConfirming()
            .Problems(404, "people.unknown")
            .Problems(409, "people.self")
            .Problems(422, "people.email", "people.name", "people.password");
    }

    private static async Task<PersonRow> Change(
        string id,
        PersonPatch form,
        Caller caller,
        People people,
        Accounts accounts,
        ProviderLogins logins,
        PasskeyBook book
    )
    {
        Account account =
            accounts.Find(id)
            ?? throw new RefusedException(new("people.unknown", "There is no such account.", RefusalKind.NotFound));
        if (id == caller.Person && form.Disabled == true)
        {
            throw new RefusedException(
                new("people.self", "You cannot disable your own account.", RefusalKind.Conflict)
            );
        }

        return Row(
            await people.Change(
                caller.Actor,
                account,
                form.Name,
                form.Disabled,
                form.Password,
                form.SecondFactor == false,
                told: id != caller.Person && form.PasswordTold == true
            ),
            logins,
            book
        );
    }

    private static PersonRow Row(Account a, ProviderLogins logins, PasskeyBook book) =>
        new(
            a.Id,
            a.Name,
            a.Email,
            a.Administrator,
            a.Disabled,
            a.Totp,
            a.PasswordHash is not null,
            logins.Of(a.Id) is not null,
            book.Of(a.Id).Count,
            a.Created,
            a.PasswordTold
        );
}
