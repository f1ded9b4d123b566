using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Overread.Domain;
using Overread.Domain.People;
using Overread.Server.Features.People.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.People.Passkeys;

/// <summary>
/// Registers passkeys and looks at what is signed with them; the checks of WebAuthn (origin, challenge, signature, counter, user
/// verification) are ASP.NET Core Identity's. A challenge is good once, for some minutes, for one purpose and one person.
/// </summary>
internal sealed class PasskeyDesk(
    IPasskeyHandler<Account> handler,
    PasskeyChallenges challenges,
    PasskeyBook book,
    Accounts accounts,
    SignInDoor door,
    SignInGate gate,
    FailedSignIns failures,
    IDatabase database
)
{
    /// <summary>What a browser is asked.</summary>
    /// <param name="State">Comes back with the answer.</param>
    /// <param name="Options">The options for <c>navigator.credentials</c>, as JSON.</param>
    internal sealed record PasskeyQuestion(string State, string Options);

    /// <summary>What a browser answered.</summary>
    /// <param name="State">That of the question.</param>
    /// <param name="Credential">What <c>navigator.credentials</c> gave, as JSON.</param>
    internal sealed record PasskeyProof(string State, string Credential);

    /// <summary>True for a page of this very server: the request's own scheme, name and port, by TLS or on this machine, in no frame of another's.</summary>
    public static bool IsOwnOrigin(PasskeyOriginValidationContext context)
    {
        HttpRequest request = context.HttpContext.Request;
        return !context.CrossOrigin
            && (request.IsHttps || request.Host.Host == "localhost")
            && Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out Uri? own)
            && context.Origin == own.GetLeftPart(UriPartial.Authority);
    }

    /// <summary>Asks for a new passkey of a person.</summary>
    public async Task<PasskeyQuestion> AskNew(HttpContext http, Account account)
    {
        PasskeyCreationOptionsResult asked = await handler.MakeCreationOptionsAsync(
            new()
            {
                Id = account.Id,
                Name = account.Email,
                DisplayName = account.Name,
            },
            http
        );
        return new(challenges.Keep("new", account.Id, asked.AttestationState ?? ""), asked.CreationOptionsJson);
    }

    /// <summary>Asks for a signature by a passkey: any that the device has, or one of a person's.</summary>
    public async Task<PasskeyQuestion> AskProof(HttpContext http, Account? account)
    {
        PasskeyRequestOptionsResult asked = await handler.MakeRequestOptionsAsync(account, http);
        return new(challenges.Keep("proof", account?.Id ?? "", asked.AssertionState ?? ""), asked.RequestOptionsJson);
    }

    /// <summary>Keeps a new passkey.</summary>
    /// <exception cref="RefusedException">It is none that was asked for.</exception>
    public async Task<PasskeyRow> Add(HttpContext http, Account account, string name, PasskeyProof proof, Actor actor)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 60)
        {
            throw new RefusedException(new("passkey.name", "A name has 1 to 60 characters.") { Where = "name" });
        }

        if (!FreeText.IsName(name))
        {
            throw new RefusedException(FreeText.NoName("passkey.name", "name"));
        }

        if (challenges.Open("new", account.Id, proof.State) is not { } state)
        {
            throw NotAccepted();
        }

        PasskeyAttestationResult answer = await handler.PerformAttestationAsync(
            new()
            {
                HttpContext = http,
                CredentialJson = proof.Credential,
                AttestationState = state,
            }
        );
        if (
            !answer.Succeeded
            || answer.UserEntity.Id != account.Id
            || !answer.Passkey.IsUserVerified
            || !challenges.Use(proof.State)
        )
        {
            throw NotAccepted();
        }

        UserPasskeyInfo info = answer.Passkey;
        return await database.Write(
            actor,
            u =>
            {
                if (book.Find(info.CredentialId) is not null || book.Of(account.Id).Count >= PasskeyBook.Most)
                {
                    throw NotAccepted();
                }

                PasskeyRow row = new(
                    Base64Url.EncodeToString(info.CredentialId),
                    account.Id,
                    name.Trim(),
                    Base64Url.EncodeToString(info.PublicKey),
                    info.SignCount,
                    string.Join(' ', info.Transports ?? []),
                    Timestamps.Text(u.Now),
                    null,
                    info.IsBackupEligible,
                    info.IsBackedUp
                );
                book.Save(u, row);
                u.Append(new About(null, "person/" + account.Id), new PasskeyAdded(account.Id, row.Id));
                return row;
            }
        );
    }

    /// <summary>Whose passkey signed; wrong answers are slowed down and recorded as those at the sign-in are.</summary>
    /// <param name="http">The request.</param>
    /// <param name="person">Who it has to be; null for whoever it is.</param>
    /// <param name="proof">What the browser answered.</param>
    /// <exception cref="RefusedException">It proves nothing.</exception>
    public async Task<Account> Prove(HttpContext http, Account? person, PasskeyProof proof)
    {
        string address = SignInGate.AddressOf(http.Connection.RemoteIpAddress);
        SignInGate.Knock knock = await door.Knock(http, person, person?.Email ?? "passkey from " + address);
        PasskeyAssertionResult<Account>? answer = challenges.Open("proof", person?.Id ?? "", proof.State) is { } state
            ? await handler.PerformAssertionAsync(
                new()
                {
                    HttpContext = http,
                    CredentialJson = proof.Credential,
                    AssertionState = state,
                }
            )
            : null;
        bool right =
            answer is { Succeeded: true }
            && answer.Passkey.IsUserVerified
            && (person is null || answer.User.Id == person.Id)
            && challenges.Use(proof.State);
        if (!right || answer!.User!.Disabled)
        {
            await failures.Add(person?.Id ?? answer?.User?.Id, knock.Address, right ? "disabled" : "passkey");
            throw new RefusedException(
                new("passkey.wrong", "That passkey does not open this account.", RefusalKind.Forbidden)
                {
                    Next = "Try again, or sign in with your password.",
                }
            );
        }

        gate.Succeeded(knock);
        PasskeyRow row = book.Find(answer.Passkey!.CredentialId)!;
        await database.Write(
            new Actor("person/" + answer.User.Id, "http"),
            u =>
            {
                book.Save(
                    u,
                    row with
                    {
                        SignCount = answer.Passkey.SignCount,
                        Copied = answer.Passkey.IsBackedUp,
                        Used = Timestamps.Text(u.Now),
                    }
                );
                return true;
            }
        );
        return accounts.Find(answer.User.Id)!;
    }

    private static RefusedException NotAccepted() =>
        new(
            new("passkey.refused", "The passkey was not accepted.", RefusalKind.Invalid)
            {
                Next = "Ask for a new one from this page, by the name the server has, and try again.",
            }
        );
}
