using Overread.Domain.Signing;

namespace Overread.Domain.Tests;

public class SigningRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private static readonly SigningChallenge Shown = new(SignedAct.Protocol, "protocol/3", "aa", "ann", "session", Now);

    private static SigningCase Case(Func<SigningCase, SigningCase>? change = null)
    {
        SigningCase signing = new(
            SignedAct.Protocol,
            "protocol/3",
            "aa",
            "ann",
            "Ann Example",
            "session",
            Now.AddMinutes(1),
            ["password"],
            SigningRules.Meaning(SignedAct.Protocol)
        );
        return change is null ? signing : change(signing);
    }

    [Fact]
    public void What_was_shown_is_signed_by_whom_it_was_shown_to()
    {
        ContentSigned signed = Assert.IsType<ContentSigned>(Assert.Single(SigningRules.Sign(Case(), Shown).Events));
        Assert.Equal(("Ann Example", "protocol/3", "aa"), (signed.Name, signed.Subject, signed.Hash));
    }

    [Fact]
    public void Anything_else_is_refused_with_its_reason()
    {
        string? Why(SigningCase signing, SigningChallenge? shown) => SigningRules.Sign(signing, shown).Refusal?.Code;

        Assert.Equal("signature.replayed", Why(Case(), null));
        Assert.Equal("signature.replayed", Why(Case(c => c with { Now = Now.AddMinutes(11) }), Shown));
        // A clock that was put back does not make an old one young.
        Assert.Equal("signature.replayed", Why(Case(c => c with { Now = Now.AddSeconds(-1) }), Shown));
        Assert.Equal("signature.session", Why(Case(c => c with { Person = "bob" }), Shown));
        Assert.Equal("signature.session", Why(Case(c => c with { Session = "another" }), Shown));
        Assert.Equal("signature.content", Why(Case(c => c with { Hash = "bb" }), Shown));
        Assert.Equal("signature.content", Why(Case(c => c with { Subject = "protocol/4" }), Shown));
        Assert.Equal(
            "signature.content",
            Why(Case(c => c with { Act = SignedAct.Batch, Meaning = SigningRules.Meaning(SignedAct.Batch) }), Shown)
        );
        Assert.Equal(
            "signature.meaning",
            Why(Case(c => c with { Meaning = SigningRules.Meaning(SignedAct.Batch) }), Shown)
        );
    }

    [Fact]
    public void Two_people_are_two_whoever_of_them_made_it()
    {
        SigningPolicy two = SigningPolicy.Full;
        Assert.Equal("signature.same-person", SigningRules.Approves(two, "ann", "ann", [])!.Code);
        Assert.Null(SigningRules.Approves(two, "ann", "bob", []));
        Assert.Equal("signature.already", SigningRules.Approves(two, "ann", "bob", ["bob"])!.Code);
        Assert.Equal("release.unapproved", SigningRules.Publishes(two, "ann", "ann", [])!.Code);
        Assert.Null(SigningRules.Publishes(two, "ann", "ann", ["bob"]));
        Assert.Equal("signature.same-person", SigningRules.Publishes(two, "ann", "bob", ["bob"])!.Code);
        Assert.Null(SigningRules.Publishes(two, "ann", "bob", ["bob", "cid"]));

        SigningPolicy one = two with { TwoPeople = false };
        Assert.Null(SigningRules.Approves(one, "ann", "ann", []));
        Assert.Null(SigningRules.Publishes(one, "ann", "ann", ["ann"]));
        Assert.Null(SigningRules.Publishes(SigningPolicy.None, "ann", "ann", []));
    }

    [Fact]
    public void A_policy_that_asks_for_less_needs_a_reason_and_one_that_changes_nothing_is_no_event()
    {
        SigningPolicy some = new([SignedAct.Protocol], false);
        Assert.Single(SigningRules.Lay(SigningPolicy.None, SigningPolicy.Full, null).Events);
        Assert.Empty(SigningRules.Lay(SigningPolicy.Full, SigningPolicy.Full, null).Events);
        Assert.Equal("reason.needed", SigningRules.Lay(SigningPolicy.Full, some, " ").Refusal!.Code);
        Assert.Single(SigningRules.Lay(SigningPolicy.Full, some, "A rehearsal.").Events);
        Assert.Equal(
            "signing.two-people",
            SigningRules.Lay(SigningPolicy.None, some with { TwoPeople = true }, null).Refusal!.Code
        );
    }
}
