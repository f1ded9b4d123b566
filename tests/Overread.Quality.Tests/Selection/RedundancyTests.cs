using Overread.Quality.Consensus;
using Overread.Quality.Selection;

namespace Overread.Quality.Tests.Selection;

/// <summary>Asking one more read only where the label is unsure.</summary>
public class RedundancyTests
{
    [Theory]
    [InlineData("rte")]
    [InlineData("dog")]
    [InlineData("ecg")]
    public void Three_real_sets_keep_their_accuracy_with_three_tenths_fewer_reads(string set)
    {
        (Ratings ratings, int[] gold) = SharedData.Crowd(set);
        RedundancyReplay[] replays =
        [
            .. Enumerable.Range(1, 10).Select(seed => AdaptiveRedundancy.Replay(ratings, gold, 5, (ulong)seed)),
        ];
        Assert.All(replays, replay => Assert.True(replay.Saved >= 0.2999, $"{replay}"));
        double best = Math.Max(replays.Average(r => r.FixedAccuracy), replays.Average(r => r.FixedMajority));
        Assert.True(replays.Average(r => r.Accuracy) >= best - 0.002, $"{replays.Average(r => r.Accuracy)} and {best}");
    }

    [Fact]
    public void Simulated_readers_keep_their_accuracy_as_well()
    {
        (Ratings ratings, int[] truth) = Simulate.Readers(3, 600, [.. Enumerable.Repeat(0.8, 12)], 3);
        RedundancyReplay[] replays =
        [
            .. Enumerable.Range(1, 5).Select(seed => AdaptiveRedundancy.Replay(ratings, truth, 5, (ulong)seed)),
        ];
        Assert.All(replays, r => Assert.Equal((600, 600, 3000), (r.Items, r.Judged, r.FixedReads)));
        Assert.All(replays, r => Assert.InRange(r.Reads, 1200, 2100));
        Assert.True(replays.Average(r => r.Accuracy) >= replays.Average(r => r.FixedAccuracy) - 0.01);
    }

    [Fact]
    public void The_least_sure_are_asked_first_within_what_is_left()
    {
        // Item 0: two against one; item 1: all agree; item 2: one each; item 3: unread.
        Ratings ratings = Ratings.FromTable([0, 0, 1, 0, 0, 0, 0, 1, -1, -1, -1, -1], 3, 2);
        ConsensusResult result = MajorityVote.Infer(ratings);
        int[] reads = [3, 3, 2, 0];
        RedundancyOptions open = new() { BudgetPerItem = null, Round = 1 };
        Assert.Equal([3, 2, 0], AdaptiveRedundancy.AskNext(result, reads, [5, 5, 5, 5], open));
        Assert.Equal([3], AdaptiveRedundancy.AskNext(result, reads, [5, 5, 5, 5], open with { Round = 0.25 }));
        Assert.Equal([0], AdaptiveRedundancy.AskNext(result, reads, [4, 4, 2, 0], open));
        Assert.Equal(
            [3, 2],
            AdaptiveRedundancy.AskNext(result, reads, [5, 5, 5, 5], open with { BudgetPerItem = 2.5 })
        );
        Assert.Empty(AdaptiveRedundancy.AskNext(result, reads, [5, 5, 5, 5], open with { BudgetPerItem = 2 }));
        Assert.Equal([3, 2], AdaptiveRedundancy.AskNext(result, reads, [5, 5, 5, 5], open with { Most = 3 }));
    }

    [Fact]
    public void Nothing_to_compare_with_is_refused()
    {
        Ratings ratings = Ratings.FromTable([0, 1, 1, 0], 2, 2);
        Assert.Throws<ArgumentException>(() => AdaptiveRedundancy.Replay(ratings, [-1, -1]));
        Assert.Throws<ArgumentException>(() => AdaptiveRedundancy.Replay(ratings, [0]));
        Assert.Throws<ArgumentException>(() =>
            AdaptiveRedundancy.Replay(ratings, [0, 1], options: new() { Fewest = 3, Most = 2 })
        );
    }
}
