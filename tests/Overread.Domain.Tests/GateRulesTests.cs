using Overread.Domain.Intake;

namespace Overread.Domain.Tests;

public class GateRulesTests
{
    [Theory]
    [InlineData("approve", null, null)]
    [InlineData("approve", "Clean.", null)]
    [InlineData("hold", "A name.", null)]
    [InlineData("reject", "A name.", null)]
    [InlineData("hold", null, "reason.needed")]
    [InlineData("hold", "  ", "reason.needed")]
    [InlineData("reject", "", "reason.needed")]
    [InlineData("pass", "Clean.", "gate.decision")]
    [InlineData("", null, "gate.decision")]
    public void A_decision_is_one_of_three_and_two_of_them_have_a_reason(string decision, string? reason, string? code)
    {
        Refusal? refusal = GateRules.Word(decision, reason);
        Assert.Equal(code, refusal?.Code);
        Assert.Equal(
            code switch
            {
                "gate.decision" => "decision",
                "reason.needed" => "reason",
                _ => null,
            },
            refusal?.Where
        );
    }

    [Theory]
    [InlineData(null, false, null)]
    [InlineData("hold", false, "What was held")]
    [InlineData("reject", false, "What was rejected")]
    [InlineData(null, true, "Something identifying")]
    [InlineData("approve", true, "Something identifying")]
    public void What_stands_against_an_entry_asks_for_a_reason(string? decided, bool leak, string? title)
    {
        EntryState entry = new("e", decided, 0, 0) { HasLeak = leak, IsLeakMarked = leak };
        Refusal? refusal = GateRules.Entry(entry, null, "approve", " ", 0, 1).Refusal;
        Assert.Equal(title is null, refusal is null);
        Assert.StartsWith(title ?? "", refusal?.Title ?? "", StringComparison.Ordinal);
        Assert.Null(GateRules.Entry(entry, null, "approve", "Looked at.", 0, 1).Refusal);
        // Nobody approves it by approving the batch.
        Assert.Equal(decided == "approve" || decided is null && !leak, entry.Passes);
    }

    [Theory]
    [InlineData("gate", true)]
    [InlineData("held", true)]
    [InlineData("receiving", false)]
    [InlineData("working", false)]
    [InlineData("approved", false)]
    public void Only_what_is_at_the_gate_is_decided(string state, bool open)
    {
        Refusal? refusal = GateRules.AtGate(state);
        Assert.Equal(open, refusal is null);
        Assert.Equal(open ? null : RefusalKind.Conflict, refusal?.Kind);
    }

    [Theory]
    [InlineData(null, "approve", null, null)]
    [InlineData("hold", "approve", null, "reason.needed")]
    [InlineData("hold", "approve", " ", "reason.needed")]
    [InlineData("hold", "approve", "Looked again.", null)]
    [InlineData("reject", "approve", null, "reason.needed")]
    [InlineData("hold", "reject", "A name.", null)]
    [InlineData(null, "hold", null, "reason.needed")]
    public void What_was_held_needs_a_reason_to_pass(string? before, string decision, string? reason, string? code)
    {
        Decision decided = GateRules.Entry(new("e", before, 0, 0), null, decision, reason, 3, 5);
        Assert.Equal(code, decided.Refusal?.Code);
        if (code is null)
        {
            Assert.Equal(
                new EntryDecided("e", decision, reason) { PartsSeen = 3, Parts = 5 },
                Assert.Single(decided.Events)
            );
        }
        else
        {
            Assert.Equal("reason", decided.Refusal!.Where);
        }
    }

    [Fact]
    public void What_stands_against_an_approval_stops_it_and_nothing_else()
    {
        Refusal obstacle = new("gate.proposals", "Two.");
        EntryState entry = new("e", null, 0, 2);
        Assert.Same(obstacle, GateRules.Entry(entry, obstacle, "approve", null, 0, 1).Refusal);
        Assert.Null(GateRules.Entry(entry, obstacle, "hold", "Ask.", 0, 1).Refusal);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void A_sample_has_some_of_the_open_entries(int size, bool drawn)
    {
        string[] open = ["d", "a", "c", "b"];
        Decision decision = GateRules.Sample(open, size, 9);
        Assert.Equal(drawn, decision.Refusal is null);
        if (!drawn)
        {
            Assert.Equal(("gate.sample", "size"), (decision.Refusal!.Code, decision.Refusal.Where));
            return;
        }

        ReviewSampled sampled = Assert.IsType<ReviewSampled>(Assert.Single(decision.Events));
        Assert.Equal(size, sampled.Entries.Distinct().Count());
        Assert.Subset(open.ToHashSet(), sampled.Entries.ToHashSet());
        // The draw is the seed's, whatever the order in which the entries came.
        ReviewSampled again = (ReviewSampled)GateRules.Sample(["a", "b", "c", "d"], size, 9).Events[0];
        Assert.Equal(sampled.Entries, again.Entries);
        Assert.Equal((9, 4), (sampled.Seed, sampled.Population));
    }

    [Theory]
    [InlineData(null, 0.0, 0, true, false)]
    [InlineData(null, 0.49, 0, true, false)]
    [InlineData(null, 0.5, 0, false, true)]
    [InlineData(null, 0.9, 0, false, true)]
    [InlineData(null, 0.0, 1, false, false)]
    [InlineData("approve", 0.9, 1, true, true)]
    [InlineData("hold", 0.0, 0, false, false)]
    [InlineData("reject", 0.0, 0, false, false)]
    public void An_entry_passes_by_itself_or_plain(string? decision, double risk, int open, bool passes, bool doubtful)
    {
        EntryState entry = new("e", decision, risk, open);
        Assert.Equal((passes, doubtful), (entry.Passes, entry.IsDoubtful));
    }

    [Fact]
    public void A_batch_of_which_nothing_can_pass_is_not_approved()
    {
        EntryState plain = new("a", null, 0, 0);
        EntryState doubtful = new("b", null, 0.8, 0);
        EntryState rejected = new("c", "reject", 0.8, 0);
        Refusal? refusal = GateRules.Batch("approve", null, [doubtful, doubtful]);
        Assert.Equal(("gate.undecided", RefusalKind.Conflict), (refusal?.Code, refusal?.Kind));
        Assert.Contains("2 entries", refusal!.Title, StringComparison.Ordinal);
        Assert.NotNull(refusal.Next);
        Assert.Null(GateRules.Batch("approve", null, [doubtful, plain]));
        Assert.Null(GateRules.Batch("approve", null, [doubtful, rejected]));
        Assert.Null(GateRules.Batch("approve", null, []));
        Assert.Null(GateRules.Batch("reject", "A name.", [doubtful]));
        Assert.Equal("reason.needed", GateRules.Batch("reject", null, [plain])?.Code);
    }

    [Theory]
    [InlineData("hold", 3, 0, "held")]
    [InlineData("hold", 0, 0, "held")]
    [InlineData("reject", 3, 3, "rejected")]
    [InlineData("approve", 0, 0, "approved")]
    [InlineData("approve", 2, 2, "held")]
    [InlineData("approve", 2, 1, "gate")]
    public void A_batch_stays_at_the_gate_while_something_of_it_waits(
        string decision,
        int rest,
        int held,
        string state
    ) => Assert.Equal(state, GateRules.After(decision, rest, held));
}
