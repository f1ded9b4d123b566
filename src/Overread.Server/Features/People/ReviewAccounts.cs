using Overread.Domain;
using Overread.Domain.People;
using Overread.Domain.Projects;
using Overread.Server.Access;
using Overread.Server.Composition;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.People;

/// <summary>
/// The periodic check of accounts (21 CFR 11.300(b)): who has one, since when it was not used, what it may do. Whoever should have none any
/// more is disabled first; then somebody puts on record that the rest was looked at.
/// </summary>
internal static class ReviewAccounts
{
    internal sealed record ReviewForm(IReadOnlyList<string> Accounts, string Note);

    /// <summary>An account that is open.</summary>
    /// <param name="LastSignIn">When somebody signed in to it last; absent where nobody ever did.</param>
    /// <param name="Tokens">Tokens for programs that act for it.</param>
    /// <param name="Roles">By the name of the project.</param>
    internal sealed record ReviewedAccount(
        string Id,
        string Name,
        string Email,
        bool Administrator,
        bool SecondFactor,
        string Created,
        string? LastSignIn,
        int Tokens,
        IReadOnlyDictionary<string, IReadOnlyList<Role>> Roles
    );

    internal sealed record LastReview(string At, string By, int Accounts, string Note);

    /// <param name="EveryDays">How often a review is due; absent where the server asks for none.</param>
    /// <param name="Due">True where one is due.</param>
    internal sealed record ReviewView(
        int? EveryDays,
        bool Due,
        LastReview? Last,
        IReadOnlyList<ReviewedAccount> Accounts
    );

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/people/review", Show)
            .Needs(Action.ManagePeople)
            .Says("show-account-review", "Lists the open accounts with what a review asks, and the last review.");
        api.MapPost("/people/review", Record)
            .Needs(Action.ManagePeople)
            .Says("record-account-review", "Records that every open account was looked at and still has to be.")
            .AfterConfirming()
            .Problems(409, "people.review-stale")
            .Problems(422, "reason.needed");
    }

    private static ReviewView Show(
        IDatabase database,
        Accounts accounts,
        Memberships memberships,
        TokenUses uses,
        ServeOptions options,
        TimeProvider time
    )
    {
        using ReadLease read = database.Read();
        LastReview? last = LastEvents.Of(read, AccountsReviewed.Stream, nameof(AccountsReviewed))
            is { Event: AccountsReviewed e } found
            ? new(
                found.At,
                accounts.Find(Actor.PersonOf(found.Actor))?.Name ?? "a former colleague",
                e.Accounts.Count,
                e.Note
            )
            : null;
        return new(
            options.ReviewAccountsEvery is { } every ? (int)every.TotalDays : null,
            AccountsReviewed.IsDue(
                options.ReviewAccountsEvery,
                last is null ? null : time.GetUtcNow() - Timestamps.Parse(last.At)
            ),
            last,
            [
                .. accounts
                    .All()
                    .Where(a => !a.Disabled)
                    .Select(a => new ReviewedAccount(
                        a.Id,
                        a.Name,
                        a.Email ?? "",
                        a.Administrator,
                        a.Totp,
                        a.Created,
                        LastEvents.Of(read, "person/" + a.Id, nameof(SignedIn), nameof(SignedInByProvider))?.At,
                        OwnAccount.TokensOf(database, uses, a.Id).Count,
                        memberships
                            .RolesOf(a.Id)
                            .GroupBy(r => ProjectTable.Name(read.Connection, r.Key), StringComparer.Ordinal)
                            .ToDictionary(
                                g => g.Key,
                                g => (IReadOnlyList<Role>)[.. g.SelectMany(r => r.Value).Distinct()]
                            )
                    )),
            ]
        );
    }

    private static async Task<LastReview> Record(ReviewForm form, Caller caller, IDatabase database, Accounts accounts)
    {
        string at = await database.Write(
            caller.Actor,
            u =>
            {
                List<string> open = [.. accounts.All().Where(a => !a.Disabled).Select(a => a.Id)];
                return AccountsReviewed.Fault(open, form.Accounts, form.Note) is { } refusal
                    ? throw new RefusedException(refusal)
                    : u.Append(
                        new About(null, AccountsReviewed.Stream),
                        new AccountsReviewed(open, form.Note.Trim())
                    ).At;
            }
        );
        return new(
            at,
            accounts.Find(caller.Person)?.Name ?? "a former colleague",
            form.Accounts.Count,
            form.Note.Trim()
        );
    }
}
