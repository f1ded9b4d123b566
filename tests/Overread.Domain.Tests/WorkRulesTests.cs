using Overread.Domain.Intake;
using Overread.Domain.Reads;
using Overread.Domain.Work;

namespace Overread.Domain.Tests;

public class WorkRulesTests
{
    private const string Why = "Cut off.";

    [Fact]
    public void An_open_read_is_skipped_given_back_or_taken_back()
    {
        Assert.Equal([new ReadSkipped(Why)], WorkRules.Skip(ReadState.Open, Why).Events);
        Assert.Equal([new ReadReleased(null)], WorkRules.GiveBack(ReadState.Open).Events);
        Assert.Equal([new ReadReleased(Why)], WorkRules.TakeBack(ReadState.Open, Why).Events);
        Assert.Equal([new ReadReopened(Why)], WorkRules.Reopen(ReadState.Submitted, Why).Events);
    }

    [Theory]
    [InlineData(ReadState.Submitted, "submitted")]
    [InlineData(ReadState.Skipped, "skipped")]
    [InlineData(ReadState.Expired, "expired")]
    [InlineData(ReadState.Released, "released")]
    public void A_read_that_is_not_open_is_neither_skipped_nor_given_back(ReadState state, string word)
    {
        foreach (
            Decision decision in (Decision[])
                [WorkRules.Skip(state, Why), WorkRules.GiveBack(state), WorkRules.TakeBack(state, Why)]
        )
        {
            Assert.Empty(decision.Events);
            Assert.Equal("read.closed", decision.Refusal!.Code);
            Assert.Equal(RefusalKind.Conflict, decision.Refusal.Kind);
            Assert.Contains(word, decision.Refusal.Title, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Only_a_submitted_read_is_reopened()
    {
        foreach (ReadState state in Enum.GetValues<ReadState>().Where(s => s != ReadState.Submitted))
        {
            Assert.Equal("read.not-submitted", WorkRules.Reopen(state, Why).Refusal!.Code);
        }
    }

    [Fact]
    public void A_reason_is_there_and_not_too_long()
    {
        foreach (string? reason in (string?[])[null, "", "  ", new string('x', 4001)])
        {
            Assert.Equal("reason.needed", WorkRules.Reason(reason)!.Code);
            Assert.Equal("reason.needed", WorkRules.Skip(ReadState.Open, reason).Refusal!.Code);
            Assert.Equal("reason.needed", WorkRules.TakeBack(ReadState.Open, reason).Refusal!.Code);
            Assert.Equal("reason.needed", WorkRules.Reopen(ReadState.Submitted, reason).Refusal!.Code);
        }

        Assert.Null(WorkRules.Reason(new string('x', 4000)));
    }

    [Theory]
    [InlineData(true, true, "ready", 0, 2, false, null)]
    [InlineData(true, true, "reading", 1, 2, false, null)]
    [InlineData(false, true, "ready", 0, 2, false, "member.no-reader")]
    [InlineData(true, false, "ready", 0, 0, false, "work.no-protocol")]
    [InlineData(true, true, null, 0, 2, false, "item.unknown")]
    [InlineData(true, true, "reading", 2, 2, false, "item.full")]
    [InlineData(true, true, "withdrawn", 0, 2, false, "item.full")]
    [InlineData(true, true, "agreed", 1, 2, false, "item.full")]
    [InlineData(true, true, "reading", 1, 2, true, "item.twice")]
    public void An_item_is_given_to_a_reader_who_may_have_it(
        bool isReader,
        bool protocol,
        string? state,
        long taken,
        int wanted,
        bool has,
        string? code
    ) => Assert.Equal(code, WorkRules.Assign(isReader, protocol, state, taken, wanted, has, seen: false)?.Code);

    [Fact]
    public void Whoever_has_seen_what_others_answered_is_not_given_the_item() =>
        Assert.Equal("item.seen", WorkRules.Assign(true, true, "reading", 1, 2, has: false, seen: true)?.Code);

    [Fact]
    public void Items_are_withdrawn_restored_flagged_and_unflagged_once()
    {
        Assert.Equal([new ItemWithdrawn(Why)], ItemRules.Change("ready", false, "withdraw", Why).Events);
        Assert.Equal([new ItemRestored(Why)], ItemRules.Change("withdrawn", false, "restore", Why).Events);
        Assert.Equal([new ItemFlagged(Why)], ItemRules.Change("ready", false, "flag", Why).Events);
        Assert.Equal([new ItemUnflagged(Why)], ItemRules.Change("ready", true, "unflag", Why).Events);
        foreach (
            Decision idle in (Decision[])
                [
                    ItemRules.Change("withdrawn", false, "withdraw", Why),
                    ItemRules.Change("ready", false, "restore", Why),
                    ItemRules.Change("ready", true, "flag", Why),
                    ItemRules.Change("ready", false, "unflag", Why),
                ]
        )
        {
            Assert.Null(idle.Refusal);
            Assert.Empty(idle.Events);
        }

        Assert.Equal("reason.needed", ItemRules.Change("ready", false, "flag", " ").Refusal!.Code);
        Assert.Equal("items.action", ItemRules.Change("ready", false, "burn", Why).Refusal!.Code);
    }
}
