using Overread.Domain.Fitness;
using Overread.Domain.People;
using Overread.Domain.Projects;
using Overread.Domain.Record;

namespace Overread.Domain.Tests;

/// <summary>What a program finds about people, people decide.</summary>
public class WatchRulesTests
{
    private static readonly WatchFinding Finding = new("f", "nodule", 1, "ann", "bob", "colluding", "pause", 30, 9, 7);

    [Fact]
    public void A_finding_is_decided_once_with_a_reason_and_not_by_whom_it_concerns()
    {
        string? Why(WatchFinding? f, bool decided, string by, string? reason) =>
            WatchRules.Decide(f, decided, by, true, reason).Refusal?.Code;
        Assert.Equal("watch.unknown", Why(null, false, "lea", "Yes."));
        Assert.Equal("watch.decided", Why(Finding, true, "lea", "Yes."));
        Assert.Equal("watch.own", Why(Finding, false, "ann", "Yes."));
        Assert.Equal("watch.own", Why(Finding, false, "bob", "Yes."));
        Assert.Equal("reason.needed", Why(Finding, false, "lea", " "));
        Assert.Equal(
            [new ReaderFindingDecided("f", false, "They sit together.")],
            WatchRules.Decide(Finding, false, "lea", false, " They sit together. ").Events
        );
    }

    [Fact]
    public void No_program_appends_what_changes_who_may_read()
    {
        MemberRemoved removed = new("ann");
        Assert.Null(StandingEvents.Fault(removed, byPerson: true));
        Assert.Equal("standing.person", StandingEvents.Fault(removed, byPerson: false)!.Code);
        Assert.Null(StandingEvents.Fault(new ReaderDoubted(Finding), byPerson: false));
        Assert.Equal(
            "standing.person",
            StandingEvents.Fault(new PersonChanged("ann", ["disabled"], null), false)!.Code
        );
        Assert.Null(StandingEvents.Fault(new PersonChanged("ann", ["administrator"], null), false));
        Assert.All(StandingEvents.All, t => Assert.Contains(t, EventTypes.All));
    }

    [Fact]
    public void A_review_is_of_all_the_accounts_that_are_open_and_says_what_was_found()
    {
        Assert.Null(AccountsReviewed.Fault(["a", "b"], ["b", "a"], "All needed."));
        Assert.Equal("people.review-stale", AccountsReviewed.Fault(["a", "b"], ["a"], "All needed.")!.Code);
        Assert.Equal("people.review-stale", AccountsReviewed.Fault(["a"], ["a", "b"], "All needed.")!.Code);
        Assert.Equal("reason.needed", AccountsReviewed.Fault(["a"], ["a"], " ")!.Code);
        TimeSpan days = TimeSpan.FromDays(90);
        Assert.False(AccountsReviewed.IsDue(null, null));
        Assert.True(AccountsReviewed.IsDue(days, null));
        Assert.False(AccountsReviewed.IsDue(days, TimeSpan.FromDays(89)));
        Assert.True(AccountsReviewed.IsDue(days, days));
    }
}
