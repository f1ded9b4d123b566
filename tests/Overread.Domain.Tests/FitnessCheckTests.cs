using Overread.Domain.Fitness;
using Overread.Domain.Projects;

namespace Overread.Domain.Tests;

public class FitnessCheckTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 11, 30);

    private static readonly FitnessRules All = new()
    {
        Qualification = "nodules",
        Licence = true,
        Agreements = ["confidentiality", "data use"],
        DevelopersApart = true,
        SitesApart = true,
        Countries = ["DE", "FR"],
        WashoutDays = 14,
    };

    private static readonly Qualifications Good = new(
        "radiologist",
        null,
        null,
        new("full", "DE", Today),
        "",
        [new("confidentiality", Today), new("data use", Today)]
    )
    {
        Passed = [new("nodules", Today, Today, 2)],
        Site = "North",
        Country = "FR",
        Develops = false,
    };

    private static readonly ItemStand Elsewhere = new("South");

    private static FitnessCase Case(
        Qualifications? stated,
        ItemStand? item = null,
        FitnessRules? rules = null,
        int version = 2,
        int? acknowledged = 3
    ) => new(rules ?? All, 3, version, new(stated, acknowledged), item ?? Elsewhere, Now);

    [Fact]
    public void Who_fulfils_everything_to_the_day_is_fit_for_each_act()
    {
        foreach (FitnessAct act in Enum.GetValues<FitnessAct>())
        {
            Assert.Empty(FitnessCheck.Holds(Case(Good), act));
            Assert.Null(FitnessCheck.Refuse(Case(Good), act));
        }
    }

    public static TheoryData<string, Qualifications?, ItemStand?, int> Lacking =>
        new()
        {
            { "work.conflicted", Good with { Develops = true }, null, 3 },
            { "work.conflicted", Good with { Develops = null }, null, 3 },
            { "work.conflicted", Good, new("South", Decided: true), 3 },
            { "work.country", Good with { Country = "US" }, null, 3 },
            { "work.country", Good with { Country = null }, null, 3 },
            { "work.unsigned", Good with { Agreements = [Good.Agreements[0]] }, null, 3 },
            {
                "work.unsigned",
                Good with
                {
                    Agreements = [Good.Agreements[0], new("data use", Today.AddDays(1))],
                },
                null,
                3
            },
            { "work.licence-missing", Good with { Licence = null }, null, 3 },
            { "work.licence-expired", Good with { Licence = new("full", "DE", Today.AddDays(-1)) }, null, 3 },
            { "work.unqualified", Good with { Passed = null }, null, 3 },
            { "work.unqualified", Good with { Passed = [new("spots", Today)] }, null, 3 },
            { "work.unqualified", Good with { Passed = [new("nodules", Today, null, 1)] }, null, 3 },
            { "work.unqualified", Good with { Passed = [new("nodules", Today.AddDays(1))] }, null, 3 },
            {
                "work.qualification-expired",
                Good with
                {
                    Passed = [new("nodules", Today.AddDays(-9), Today.AddDays(-1))],
                },
                null,
                3
            },
            { "work.guideline", Good, null, 2 },
            { "work.guideline", Good, null, 0 },
            { "work.wrong-site", Good with { Site = null }, null, 3 },
            { "work.wrong-site", Good, new ItemStand("north"), 3 },
            { "work.wrong-site", Good, new ItemStand(null), 3 },
            { "work.washout", Good, new("South", Had: Now.AddDays(-14).AddSeconds(1)), 3 },
        };

    [Theory]
    [MemberData(nameof(Lacking))]
    public void What_lacks_alone_is_what_is_refused_with(
        string code,
        Qualifications? stated,
        ItemStand? item,
        int acknowledged
    )
    {
        FitnessCase @case = Case(stated, item, acknowledged: acknowledged == 0 ? null : acknowledged);
        Assert.Equal([code], FitnessCheck.Holds(@case, FitnessAct.TakeItem).Select(h => h.Code));
        Assert.Equal([code], FitnessCheck.Holds(@case, FitnessAct.Work).Select(h => h.Code));
        Refusal refusal = FitnessCheck.Refuse(@case, FitnessAct.Work)!;
        Assert.Equal((code, RefusalKind.Conflict), (refusal.Code, refusal.Kind));
        Assert.False(string.IsNullOrWhiteSpace(refusal.Next));
        Assert.Contains(code, FitnessCheck.Codes);
        // A lead may give what the reader acknowledges before they are shown anything; nothing else goes by.
        string[] given = code == "work.guideline" ? [] : [code];
        Assert.Equal(given, FitnessCheck.Holds(@case, FitnessAct.BeGiven).Select(h => h.Code));
        Assert.Equal(given, FitnessCheck.Holds(@case, FitnessAct.BeReopened).Select(h => h.Code));
        // A project that demands nothing refuses none of it but what is always true.
        Assert.Equal(
            code is "work.licence-expired" || item is { Decided: true } ? [code] : [],
            FitnessCheck.Holds(@case with { Rules = new(), Guideline = null }, FitnessAct.TakeItem).Select(h => h.Code)
        );
    }

    [Fact]
    public void Every_code_is_met_by_the_table_and_everything_at_once_comes_in_their_order()
    {
        Assert.Equal(
            FitnessCheck.Codes.Order(),
            Lacking.Select(r => (string)((ITheoryDataRow)r).GetData()[0]!).Distinct().Order()
        );
        FitnessCase none = Case(null, new(null, Decided: true, Had: Now), acknowledged: null);
        List<string> held = [.. FitnessCheck.Holds(none, FitnessAct.Work).Select(h => h.Code)];
        Assert.Equal(held.OrderBy(c => FitnessCheck.Codes.ToList().IndexOf(c)), held);
        Assert.Equal("work.conflicted", FitnessCheck.Refuse(none, FitnessAct.Work)!.Code);
    }

    [Fact]
    public void What_ends_by_itself_says_when_and_then_it_has_ended()
    {
        FitnessCase early = Case(Good, new("South", Had: Now.AddDays(-3)));
        FitnessHold washout = Assert.Single(FitnessCheck.Holds(early, FitnessAct.Work));
        Assert.Equal(Now.AddDays(11), washout.Until);
        Assert.Empty(FitnessCheck.Holds(Case(Good, new("South", Had: Now.AddDays(-14))), FitnessAct.Work));
        FitnessCase later = Case(Good with { Passed = [new("nodules", Today.AddDays(5))] });
        Assert.Equal(
            new DateTimeOffset(2026, 12, 5, 0, 0, 0, TimeSpan.Zero),
            Assert.Single(FitnessCheck.Holds(later, FitnessAct.Work)).Until
        );
    }

    [Fact]
    public void A_lapsed_licence_lets_begun_work_end_unless_licences_are_demanded()
    {
        Qualifications lapsed = Good with { Licence = new("full", "DE", Today.AddDays(-1)) };
        FitnessRules free = All with { Licence = false };
        Assert.Empty(FitnessCheck.Holds(Case(lapsed, rules: free), FitnessAct.Work));
        Assert.Empty(FitnessCheck.Holds(Case(lapsed, rules: free), FitnessAct.BeReopened));
        Assert.NotEmpty(FitnessCheck.Holds(Case(lapsed, rules: free), FitnessAct.TakeItem));
        Assert.NotEmpty(FitnessCheck.Holds(Case(lapsed, rules: free), FitnessAct.BeGiven));
        Assert.NotEmpty(FitnessCheck.Holds(Case(lapsed), FitnessAct.Work));
    }

    [Fact]
    public void Rules_that_cannot_stand_name_what_is_wrong()
    {
        Assert.Null(All.Fault());
        Assert.Null(new FitnessRules().Fault());
        Assert.Equal("qualification", (All with { Qualification = " " }).Fault()!.Where);
        Assert.Equal("agreements", (All with { Agreements = ["a", ""] }).Fault()!.Where);
        Assert.Equal("washoutDays", (All with { WashoutDays = 0 }).Fault()!.Where);
        Assert.Equal("washoutDays", (All with { WashoutDays = 3651 }).Fault()!.Where);
        Assert.Equal("passed.until", (Good with { Passed = [new("a", Today, Today.AddDays(-1))] }).Fault()!.Where);
        Assert.Equal("passed.kind", (Good with { Passed = [new("", Today)] }).Fault()!.Where);
        Assert.Equal("passed.protocolVersion", (Good with { Passed = [new("a", Today, null, 0)] }).Fault()!.Where);
        Assert.Null(Good.Fault());
    }
}
