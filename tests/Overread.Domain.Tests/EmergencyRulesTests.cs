using Overread.Domain.Projects;

namespace Overread.Domain.Tests;

public class EmergencyRulesTests
{
    [Theory]
    [InlineData("Needed.", 1, false, null)]
    [InlineData("Needed.", 240, false, null)]
    [InlineData("Needed.", 0, false, "emergency.minutes")]
    [InlineData("Needed.", 241, false, "emergency.minutes")]
    [InlineData("", 60, false, "emergency.reason")]
    [InlineData(null, 60, true, "emergency.reason")]
    [InlineData("Needed.", 60, true, "emergency.open")]
    public void It_opens_with_a_reason_for_a_while_and_once(string? reason, int minutes, bool open, string? code) =>
        Assert.Equal(code, EmergencyRules.Opening(reason, minutes, open)?.Code);

    [Theory]
    [InlineData("Fine.", false, true, false, null)]
    [InlineData(" ", false, true, false, "emergency.note")]
    [InlineData("Fine.", true, true, false, "emergency.own")]
    [InlineData("Fine.", false, false, false, "emergency.running")]
    [InlineData("Fine.", false, true, true, "emergency.reviewed")]
    public void Another_reviews_it_once_after_it_has_ended(
        string note,
        bool own,
        bool ended,
        bool reviewed,
        string? code
    ) => Assert.Equal(code, EmergencyRules.Review(note, own, ended, reviewed)?.Code);
}
