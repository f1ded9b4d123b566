using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom.Tests;

/// <summary>Decisions of plans, their hashes, and the claims computed from them.</summary>
public sealed class PlanTests
{
    private static ElementDecision Decide(
        DeidentificationPlan plan,
        uint tag,
        string vr = "LO",
        IodFamily family = IodFamily.Image,
        string? creator = null
    ) => plan.Decide(new ElementQuestion(tag, vr, vr == "SQ", family, creator, true, ""));

    private static DeidentificationPlan Basic(DeidentificationOptions options = DeidentificationOptions.None) =>
        new(DeidentificationProfile.Basic, options);

    [Theory]
    [InlineData(0x00100030u, ElementAction.Empty)]
    [InlineData(0x00101040u, ElementAction.Remove)]
    [InlineData(0x00080018u, ElementAction.Uid)]
    [InlineData(0x00100010u, ElementAction.Pseudonym)]
    [InlineData(0x00280010u, ElementAction.Keep)]
    [InlineData(0x00081030u, ElementAction.Remove)]
    [InlineData(0x0040A123u, ElementAction.Dummy)]
    public void The_basic_profile(uint tag, ElementAction action) =>
        Assert.Equal(action, Decide(Basic(), tag, "US").Action);

    [Fact]
    public void Conditional_actions_follow_the_kind_of_object()
    {
        Assert.Equal(ElementAction.Empty, Decide(Basic(), 0x00080023, "DA").Action);
        Assert.Equal(ElementAction.Dummy, Decide(Basic(), 0x00080023, "DA", IodFamily.StructuredReport).Action);
        Assert.Equal(ElementAction.Remove, Decide(Basic(), 0x00181000).Action);
        Assert.Equal(ElementAction.Dummy, Decide(Basic(), 0x00181000, "LO", IodFamily.Enhanced).Action);
    }

    [Fact]
    public void Options_change_what_their_column_says()
    {
        Assert.Equal(ElementAction.Clean, Decide(Basic(DeidentificationOptions.CleanDescriptors), 0x00081030).Action);
        Assert.Equal(
            ElementAction.Keep,
            Decide(Basic(DeidentificationOptions.RetainFullDates), 0x00080020, "DA").Action
        );
        Assert.Equal(ElementAction.Keep, Decide(Basic(DeidentificationOptions.RetainUids), 0x00080018, "UI").Action);
        Assert.Throws<ArgumentException>(() =>
            Basic(DeidentificationOptions.RetainFullDates | DeidentificationOptions.RetainModifiedDates)
        );
    }

    [Fact]
    public void Private_elements_stay_only_when_known_and_asked_for()
    {
        DeidentificationPlan plan = Basic(DeidentificationOptions.RetainSafePrivate);
        Assert.Equal(ElementAction.Remove, Decide(Basic(), 0x00191001, "LO", creator: "GEMS_PETD_01").Action);
        Assert.Equal(ElementAction.Keep, Decide(plan, 0x0009105C - 0x5C + 0x9E, "FL", creator: "GEMS_PETD_01").Action);
        Assert.Equal(ElementAction.Remove, Decide(plan, 0x0009109E, "FL", creator: "SOMEBODY ELSE").Action);
        Assert.Equal(ElementAction.Remove, Decide(plan, 0x0009109E, "FL").Action);
        Assert.Equal(ElementAction.Remove, Decide(plan, 0x0009103B, "DT", creator: "GEMS_PETD_01").Action);
        DeidentificationPlan dates = Basic(
            DeidentificationOptions.RetainSafePrivate | DeidentificationOptions.RetainModifiedDates
        );
        Assert.Equal(ElementAction.Shift, Decide(dates, 0x0009103B, "DT", creator: "GEMS_PETD_01").Action);
    }

    [Fact]
    public void What_the_table_does_not_list_is_decided_by_its_representation()
    {
        Assert.Equal(ElementAction.Clean, Decide(Basic(), 0x00187776, "UT").Action);
        Assert.Equal(ElementAction.Keep, Decide(Basic(), 0x00181210, "SH").Action);
        Assert.Equal(
            ElementAction.Remove,
            Basic().Decide(new ElementQuestion(0x00087777, "LO", false, IodFamily.Image, null, false, "")).Action
        );
    }

    [Fact]
    public void Exceptions_go_first_and_change_the_hash()
    {
        DeidentificationPlan plan = new(
            DeidentificationProfile.Basic,
            overrides: new Dictionary<uint, ElementDecision> { [0x00081030] = new(ElementAction.Keep, "plan") }
        );
        Assert.Equal(ElementAction.Keep, Decide(plan, 0x00081030).Action);
        Assert.NotEqual(Basic().Hash, plan.Hash);
        Assert.Equal(Basic().Hash, Basic().Hash);
        Assert.NotEqual(Basic().Hash, Basic(DeidentificationOptions.CleanGraphics).Hash);
    }

    [Fact]
    public void A_keyed_id_or_a_moved_date_makes_safe_harbor_impossible_and_says_why()
    {
        ClaimFinding claim = Basic(DeidentificationOptions.RetainModifiedDates)
            .Claims.Single(c => c.Claim == PrivacyClaim.SafeHarbor);
        Assert.False(claim.Possible);
        Assert.Contains(claim.Obstacles, text => text.Contains("164.514(c)", StringComparison.Ordinal));
        Assert.Contains(claim.Obstacles, text => text.Contains("dates", StringComparison.Ordinal));
        Assert.True(Basic().Claims.Single(c => c.Claim == PrivacyClaim.Pseudonymised).Possible);
        Assert.False(Basic().Claims.Single(c => c.Claim == PrivacyClaim.LimitedDataSet).Possible);
        ClaimFinding pixels = Basic(DeidentificationOptions.CleanPixelData)
            .Claims.Single(c => c.Claim == PrivacyClaim.LimitedDataSet);
        Assert.Contains("faces", Assert.Single(pixels.Obstacles), StringComparison.Ordinal);
        Assert.True(
            Basic(DeidentificationOptions.CleanPixelData | DeidentificationOptions.CleanRecognizableVisualFeatures)
                .Claims.Single(c => c.Claim == PrivacyClaim.LimitedDataSet)
                .Possible
        );
    }

    [Fact]
    public void Every_row_of_the_table_has_a_decision_and_none_is_keep()
    {
        Assert.True(DeidentificationPlan.ListedTags.Count() > 600);
        HashSet<uint> markers = [0x00120062, 0x00120063, 0x00120064];
        foreach (uint tag in DeidentificationPlan.ListedTags.Where(tag => !markers.Contains(tag)))
        {
            foreach (IodFamily family in Enum.GetValues<IodFamily>())
            {
                Assert.NotEqual(ElementAction.Keep, Decide(Basic(), tag, "LO", family).Action);
            }
        }
    }

    [Theory]
    [InlineData("113105", DeidentificationOptions.CleanDescriptors)]
    [InlineData("retain-uids", DeidentificationOptions.RetainUids)]
    [InlineData("113112", DeidentificationOptions.RetainInstitutionIdentity)]
    public void Options_have_words_and_codes(string text, DeidentificationOptions option)
    {
        Assert.True(OptionCodes.TryParse(text, out DeidentificationOptions parsed));
        Assert.Equal(option, parsed);
        Assert.False(OptionCodes.TryParse("no-such-option", out _));
        Assert.Equal(12, OptionCodes.Words.Count());
    }

    [Fact]
    public void A_plan_and_its_document_are_one()
    {
        DeidentificationPlan plan = new(
            DeidentificationProfile.Strict,
            DeidentificationOptions.RetainFullDates | DeidentificationOptions.CleanGraphics,
            new Dictionary<uint, ElementDecision>
            {
                [0x00080070] = new(ElementAction.Replace, "plan", "SOME: BODY"),
                [0x00200010] = new(ElementAction.Remove, "plan"),
            },
            new ClinicalTrial("S", "P", "", "1", ""),
            ["A_LAD"]
        );
        Assert.Equal(plan.Hash, PlanDocument.Of(plan).ToPlan().Hash);
        Assert.Equal(DeidentificationPlan.Gate.Hash, PlanDocument.Of(DeidentificationPlan.Gate).ToPlan().Hash);
    }

    [Theory]
    [InlineData("1", "StudyID", "remove")]
    [InlineData("basic", "StudyID", "1")]
    [InlineData("basic", "NoSuchKeyword", "remove")]
    [InlineData("basic", "StudyID", "shift")]
    [InlineData("basic", "StudyID", "")]
    [InlineData("basic", "00091001", "keep")]
    public void A_document_that_no_plan_can_do_is_refused(string profile, string element, string action) =>
        Assert.Throws<InvalidDataException>(
            new PlanDocument
            {
                Profile = profile,
                Elements = new() { [element] = action },
            }.ToPlan
        );
}
