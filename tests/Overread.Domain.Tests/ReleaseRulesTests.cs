using Overread.Domain.Releases;

namespace Overread.Domain.Tests;

public class ReleaseRulesTests
{
    private static readonly SplitPlan Split = new(0.7, 0.15, 0.15, 1);

    [Theory]
    [InlineData("chest", "1.0.0", null)]
    [InlineData("a-b_c.d", "2026.11", null)]
    [InlineData("", "1", "name")]
    [InlineData(null, "1", "name")]
    [InlineData("a b", "1", "name")]
    [InlineData("ä", "1", "name")]
    [InlineData(".a", "1", "name")]
    [InlineData("a", "", "version")]
    [InlineData("a", "1/2", "version")]
    public void Name_and_version_are_words_for_files(string? name, string? version, string? where)
    {
        Refusal? refusal = ReleaseRules.Form(name, version, Split, ReleaseTerms.None);
        Assert.Equal(where, refusal?.Where);
        Assert.Equal(where is null ? null : "release.name", refusal?.Code);
    }

    [Fact]
    public void A_bundle_is_given_as_the_policy_says_to_whom_an_agreement_holds_for()
    {
        RecipientFacts clinic = new("A Clinic", "dpo@clinic.example", "DUA 7", new DateOnly(2026, 12, 31));
        ReleaseTaking taking = new("training", DisclosurePolicy.Open, new DateOnly(2026, 12, 31), "r", clinic);
        string? Why(ReleaseTaking t) => ReleaseRules.Take(t).Refusal?.Code;

        Assert.Equal("r", Assert.IsType<ReleaseDownloaded>(ReleaseRules.Take(taking).Events[0]).Recipient);
        Assert.Equal("recipient.expired", Why(taking with { Today = new DateOnly(2027, 1, 1) }));
        Assert.Null(Why(taking with { Today = new DateOnly(2027, 1, 1), For = clinic with { Expires = null } }));
        Assert.Equal("recipient.unknown", Why(taking with { For = null }));
        Assert.Null(Why(taking with { Recipient = null }));
        Assert.Equal(
            "release.recipient",
            Why(taking with { Recipient = null, Policy = DisclosurePolicy.Open with { NeedsRecipient = true } })
        );

        Assert.Equal("release.withdrawn", Why(taking with { Withdrawn = 2 }));
        Assert.Null(Why(taking with { Withdrawn = 2, Confirmed = true }));
        DisclosurePolicy strict = new(false, true, true);
        Assert.Equal("release.withdrawn", Why(taking with { Withdrawn = 2, Confirmed = true, Policy = strict }));
        Assert.Null(Why(taking with { Recalled = true }));
        Assert.Equal("release.recalled", Why(taking with { Recalled = true, Policy = strict }));
    }

    [Fact]
    public void A_form_is_whole()
    {
        Assert.Null(ReleaseRules.Form(new string('a', 64), "1", Split, ReleaseTerms.None));
        Assert.Equal("name", ReleaseRules.Form(new string('a', 65), "1", Split, ReleaseTerms.None)!.Where);
        Assert.Equal(
            "release.splits",
            ReleaseRules.Form("a", "1", Split with { Train = 0.8 }, ReleaseTerms.None)!.Code
        );
        Assert.Equal("release.licence", ReleaseRules.Form("a", "1", Split, new ReleaseTerms(" ", []))!.Code);
        Assert.Equal("release.taken", ReleaseRules.Taken("a", "1").Code);
        Assert.Equal("release.empty", ReleaseRules.Content(0, 2)!.Code);
        Assert.Null(ReleaseRules.Content(1, 2));
    }

    [Fact]
    public void A_bundle_is_taken_for_a_purpose_and_a_release_recalled_for_a_reason_once()
    {
        ReleaseTaking taking = new("training", DisclosurePolicy.Open, new DateOnly(2026, 11, 29));
        Assert.Equal([new ReleaseDownloaded("training")], ReleaseRules.Take(taking).Events);
        Assert.Equal("release.purpose", ReleaseRules.Take(taking with { Purpose = " " }).Refusal!.Code);
        Assert.Equal([new ReleaseRecalled("Wrong.")], ReleaseRules.Recall(true, "Wrong.").Events);
        Assert.Equal("reason.needed", ReleaseRules.Recall(true, "").Refusal!.Code);
        Assert.Equal("release.unknown", ReleaseRules.Recall(false, "Wrong.").Refusal!.Code);
        Assert.Equal(RefusalKind.Conflict, ReleaseRules.Recall(false, "Wrong.").Refusal!.Kind);
    }
}
