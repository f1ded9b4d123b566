using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>Accounts are looked through from time to time, and whoever guesses at one is noticed.</summary>
public sealed class AccountReviewTests
{
    [Fact]
    public async Task A_review_is_due_in_its_time_and_is_of_every_account_that_is_open()
    {
        HandClock clock = new();
        await using TestServer server = await TestServer.Start(more: o =>
            o with
            {
                Time = clock,
                ReviewAccountsEvery = TimeSpan.FromDays(90),
            }
        );
        string project = await server.Project(1);
        (OverreadClient ann, string person) = await server.Person(project, "ann", "reader");
        async Task<bool> IsAsked() =>
            (await server.Admin.ShowOperations()).Attention.Any(c => c.Code == "accounts.review");
        Assert.True(await IsAsked());
        ReviewView view = await server.Admin.ShowAccountReview();
        Assert.Equal((90, true, null), (view.EveryDays, view.Due, view.Last));
        ReviewedAccount row = view.Accounts.Single(a => a.Id == person);
        Assert.Equal(("ann", false, 0), (row.Name, row.SecondFactor, row.Tokens));
        Assert.NotNull(row.LastSignIn);
        Assert.Equal(["reader"], row.Roles["Test"]);

        // An account that came since was not looked at.
        ReviewForm form = new() { Accounts = [.. view.Accounts.Select(a => a.Id)], Note = "All are needed." };
        string other = await server.Admin.Register("ben");
        await Signer.Refused("people.review-stale", () => server.Admin.RecordAccountReview(form));
        await server.Admin.ChangePerson(other, new() { Disabled = true });
        await Signer.Refused("reason.needed", () => server.Admin.RecordAccountReview(form with { Note = " " }));
        await Signer.Refused("access.role", () => ann.RecordAccountReview(form));
        LastReview done = await server.Admin.RecordAccountReview(form);
        Assert.Equal(("Admin", 2, "All are needed."), (done.By, done.Accounts, done.Note));
        Assert.False(await IsAsked());
        Assert.Contains(
            (await server.Admin.ListEvents(take: 50)).Events,
            e => e.Type == "AccountsReviewed" && e.Summary.Contains("All are needed.", StringComparison.Ordinal)
        );

        clock.Jump(89 * 86_400);
        await server.Admin.SignIn("admin@test.example");
        Assert.False((await server.Admin.ShowAccountReview()).Due);
        clock.Jump(86_400);
        await server.Admin.SignIn("admin@test.example");
        Assert.True((await server.Admin.ShowAccountReview()).Due);
        Assert.True(await IsAsked());
    }

    [Fact]
    public async Task Whoever_guesses_at_an_account_raises_an_alarm_and_slips_of_the_hand_do_not()
    {
        HandClock clock = new();
        await using TestServer server = await TestServer.Start(more: o => o with { Time = clock });
        await server.Admin.Register("ann");
        using OverreadClient stranger = server.Client();
        async Task Guess(int times)
        {
            for (int i = 0; i < times; i++)
            {
                clock.Pass(20);
                await Assert.ThrowsAsync<OverreadProblemException>(() =>
                    stranger.SignIn(new SignInForm { Email = "ann@test.example", Password = "wrong password " + i })
                );
            }

            await server.App.Services.GetRequiredService<Overread.Server.Features.People.FailedSignIns>().Write();
        }

        async Task<bool> IsCalled() =>
            (await server.Admin.ShowOperations()).Attention.Any(c => c.Code == "sign-in.guessing");
        await Guess(19);
        Assert.False(await IsCalled());
        await Guess(1);
        Assert.True(await IsCalled());
        GuessState state = (await server.Admin.ShowOperations()).Guessing;
        Assert.Equal((20, 20, 20), (state.Refused, state.AgainstOne, state.FromOne));
        // It stands for a day.
        clock.Jump(86_400);
        await server.Admin.SignIn("admin@test.example");
        Assert.False(await IsCalled());
    }
}
