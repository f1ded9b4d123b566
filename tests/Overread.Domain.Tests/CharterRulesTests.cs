using Overread.Domain.Governance;
using Overread.Domain.Releases;

namespace Overread.Domain.Tests;

/// <summary>What a project laid down of uses, countries and keeping is what it is held to.</summary>
public class CharterRulesTests
{
    private static readonly DateOnly Published = new(2026, 11, 30);

    private static readonly ProjectCharter Charter = new()
    {
        Uses = [new("Training", "Consent", "Explicit consent"), new("Testing of NoduleNet", "Public task", "Research")],
        Destinations = [new("DE", "inside"), new("CH", "adequacy", "Decision 2000/518/EC")],
        ImpactAssessment = "DPIA 2026-4",
        Keeping = new("device", 10),
    };

    private static readonly RecipientFacts Clinic = new("A Clinic", "dpo@clinic.example", "DUA 7") { Country = "CH" };

    private static string? Why(CharterTerms terms, string purpose, RecipientFacts? to = null) =>
        CharterRules.Giving(terms, purpose, to is null ? null : "r", to)?.Code;

    private static CharterTerms Terms(params FurtherUse[] decided) => new(Charter, decided);

    [Fact]
    public void A_use_that_was_not_declared_waits_for_a_persons_decision_and_the_latest_holds()
    {
        Assert.Null(Why(CharterTerms.None, "anything"));
        Assert.Null(Why(Terms(), " training ", Clinic));
        Refusal other = CharterRules.Giving(Terms(), "Insurance", "r", Clinic)!;
        Assert.Equal(("release.use", RefusalKind.Conflict, "purpose"), (other.Code, other.Kind, other.Where));
        Assert.Contains("overread charter decide", other.Next, StringComparison.Ordinal);
        Assert.Contains("Training", other.Next, StringComparison.Ordinal);

        FurtherUse yes = new("insurance", null, true, "Same field.");
        FurtherUse no = yes with { Compatible = false, Reason = "It is another field." };
        Assert.Null(Why(Terms(yes), "Insurance", Clinic));
        Assert.Equal("release.use", Why(Terms(yes, no), "Insurance", Clinic));
        Assert.Contains("It is another field.", CharterRules.Giving(Terms(no), "Insurance", "r", Clinic)!.Title);
        // What was decided for one recipient is for no other, and comes before what is everybody's.
        Assert.Null(Why(Terms(no, yes with { Recipient = "r" }), "Insurance", Clinic));
        Assert.Equal("release.use", Why(Terms(yes with { Recipient = "s" }), "Insurance", Clinic));
        Assert.Equal("release.use", Why(Terms(yes, no with { Recipient = "r" }), "Insurance", Clinic));
    }

    [Fact]
    public void A_recipient_gets_it_for_what_they_agreed_to_alone()
    {
        RecipientFacts testers = Clinic with { Uses = ["testing of nodulenet"] };
        Assert.Null(Why(Terms(), "Testing of NoduleNet", testers));
        Refusal refused = CharterRules.Giving(Terms(), "Training", "r", testers)!;
        Assert.Equal("release.use", refused.Code);
        Assert.Contains("The agreement of A Clinic", refused.Title, StringComparison.Ordinal);
        Assert.DoesNotContain("Training", refused.Next!.Split(')')[0], StringComparison.Ordinal);
    }

    [Fact]
    public void It_goes_to_stated_countries_alone_and_says_by_what()
    {
        Assert.Equal("release.destination", Why(Terms(), "Training"));
        Assert.Equal("release.destination", Why(Terms(), "Training", Clinic with { Country = null }));
        Assert.Equal("release.destination", Why(Terms(), "Training", Clinic with { Country = "US" }));
        Assert.Null(Why(new(Charter with { Destinations = [] }, []), "Training", Clinic with { Country = "US" }));
        Assert.Equal("CH: adequacy, Decision 2000/518/EC", CharterRules.Transfer(Charter, Clinic)!.Text());
        Assert.Null(CharterRules.Transfer(Charter, Clinic with { Country = "US" }));
    }

    [Fact]
    public void Health_data_without_an_assessment_and_without_a_reason_are_not_released()
    {
        ProjectCharter silent = Charter with { ImpactAssessment = " " };
        Assert.Null(CharterRules.Release(Charter, true));
        Refusal refused = CharterRules.Release(silent, false)!;
        Assert.Equal("release.impact-assessment", refused.Code);
        Assert.False(string.IsNullOrWhiteSpace(refused.Next));
        Assert.Null(CharterRules.Release(silent with { NoImpactAssessment = "Phantoms." }, false));
        Assert.Null(CharterRules.Release(silent with { NoSpecialCategories = true }, false));
        Assert.Null(CharterRules.Release(null, false));
        Assert.Equal("release.charter", CharterRules.Release(null, true)!.Code);
    }

    [Theory]
    [InlineData("other", 3, null, "2029-11-30")]
    [InlineData("device", 10, null, null)]
    [InlineData("device", 10, "2030-05-01", "2040-05-01")]
    [InlineData("implant", 15, "2030-05-01", "2045-05-01")]
    [InlineData("system", 10, "2020-01-01", "2036-11-30")]
    public void The_years_run_from_the_last_placing_on_the_market(string kind, int years, string? placed, string? until)
    {
        KeepingRule rule = new(kind, years, placed is null ? null : DateOnly.Parse(placed));
        DateOnly? end = until is null ? null : DateOnly.Parse(until);
        Assert.Equal(end, rule.Until(Published));
        Assert.True(rule.KeepsOn(Published, end ?? new(2999, 1, 1)));
        string? Why(DateOnly today) => CharterRules.Erase("a:1", rule, Published, today, "Over.").Refusal?.Code;
        Assert.Equal("release.kept", Why(end ?? new(2999, 1, 1)));
        if (end is { } last)
        {
            ReleaseErased erased = Assert.IsType<ReleaseErased>(
                Assert.Single(CharterRules.Erase("a:1", rule, Published, last.AddDays(1), "Over.").Events)
            );
            Assert.Equal(last, erased.KeptUntil);
            Assert.Equal(
                "reason.needed",
                CharterRules.Erase("a:1", rule, Published, last.AddDays(1), " ").Refusal!.Code
            );
        }
    }

    [Fact]
    public void Keeping_is_made_longer_and_never_shorter()
    {
        string? To(KeepingRule? next, KeepingRule? former = null) =>
            CharterRules
                .State(
                    Charter with
                    {
                        Keeping = former ?? new("device", 12, new(2030, 1, 1)),
                    },
                    Charter with
                    {
                        Keeping = next,
                    },
                    "A test."
                )
                .Refusal?.Code;
        Assert.Null(To(new("device", 12, new(2030, 1, 1))));
        Assert.Null(To(new("implant", 15, new(2031, 1, 1))));
        Assert.Equal("charter.shortened", To(null));
        Assert.Equal("charter.shortened", To(new("device", 11, new(2030, 1, 1))));
        Assert.Equal("charter.shortened", To(new("other", 12, new(2030, 1, 1))));
        Assert.Equal("charter.shortened", To(new("device", 12, new(2029, 1, 1))));
        Assert.Equal("charter.shortened", To(new("device", 12)));
        Assert.Equal("charter.shortened", To(new("device", 15, new(2030, 1, 1)), new("implant", 15, new(2030, 1, 1))));
        // Nobody released anything yet, and still: what was promised is kept.
        Assert.Equal(
            "release.kept",
            CharterRules.Erase("a:1", null, Published, new(2999, 1, 1), "Over.").Refusal!.Code
        );
        Assert.Equal("erasure.kept", CharterRules.EraseSubject([("a:1", null)], " ")!.Code);
        Assert.Null(CharterRules.EraseSubject([("a:1", null)], "A court ordered it."));
        Assert.Null(CharterRules.EraseSubject([], null));
    }

    [Fact]
    public void What_is_no_charter_is_refused_with_the_place_of_the_fault()
    {
        (string Where, ProjectCharter Bad)[] cases =
        [
            ("charter/uses/0/name", Charter with { Uses = [new(" ", "Consent", "x")] }),
            ("charter/uses/0/basis", Charter with { Uses = [new("Training", "", "x")] }),
            ("charter/uses/0/condition", Charter with { Uses = [new("Training", "Consent")] }),
            ("charter/uses", Charter with { Uses = [Charter.Uses[0], Charter.Uses[0] with { Name = "TRAINING" }] }),
            ("charter/destinations/0/country", Charter with { Destinations = [new("Germany", "inside")] }),
            ("charter/destinations/0/instrument", Charter with { Destinations = [new("US", "handshake")] }),
            ("charter/destinations/0/reference", Charter with { Destinations = [new("US", "clauses")] }),
            ("charter/destinations", Charter with { Destinations = [new("DE", "inside"), new("DE", "inside")] }),
            ("charter/keeping/kind", Charter with { Keeping = new("toy", 10) }),
            ("charter/keeping/years", Charter with { Keeping = new("device", 9) }),
            ("charter/keeping/years", Charter with { Keeping = new("implant", 14) }),
            ("charter/keeping/years", Charter with { Keeping = new("other", 101) }),
            ("charter/quarantineDays", Charter with { QuarantineDays = 0 }),
            ("charter/processors/0/contract", Charter with { Processors = [new("Cloud", "Stores", "DE", "")] }),
            ("charter/controller", Charter with { Controller = new string('x', 4001) }),
        ];
        foreach ((string where, ProjectCharter bad) in cases)
        {
            Refusal refusal = CharterRules.State(null, bad, "A test.").Refusal!;
            Assert.Equal(("charter.form", where), (refusal.Code, refusal.Where));
        }

        Assert.Equal("reason.needed", CharterRules.State(null, Charter, null).Refusal!.Code);
        // Where nothing special is held no condition is asked for.
        Assert.Null(
            CharterRules
                .State(
                    null,
                    Charter with
                    {
                        NoSpecialCategories = true,
                        Uses = [new("Training", "Consent")],
                    },
                    "A test."
                )
                .Refusal
        );
        FurtherUse use = new("Insurance", null, true, "Same field.");
        Assert.Equal("charter.no-uses", CharterRules.Decide(CharterTerms.None, use, true).Refusal!.Code);
        Assert.Equal("recipient.unknown", CharterRules.Decide(Terms(), use, false).Refusal!.Code);
        Assert.Equal("reason.needed", CharterRules.Decide(Terms(), use with { Reason = "" }, true).Refusal!.Code);
    }
}
