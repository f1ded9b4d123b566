using Overread.Quality.Agreement;
using Overread.Quality.Numerics;
using Overread.Quality.Readers;

namespace Overread.Quality.Tests.Readers;

/// <summary>What a finding says of a reader, counted a second time from the reads that had come in by then.</summary>
public sealed class WatchFigures
{
    private const int Items = 120;

    private static int[] Gold => [.. Enumerable.Range(0, Items).Select(i => i % 3)];

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.5)]
    public void Of_a_careless_reader(double alarms)
    {
        SeededRandom random = new(3);
        List<WatchedRead> reads = [];
        for (int item = 0; item < Items; item++)
        {
            for (int reader = 0; reader < 4; reader++)
            {
                bool right = random.NextDouble() < (reader == 2 ? 0.6 : 0.97);
                reads.Add(new(reader, item, right ? item % 3 : (item + 1 + random.Next(2)) % 3));
            }
        }

        ReaderFinding found = Assert.Single(ReaderWatch.Over(reads, Gold, 4, 3, new() { FalseAlarms = alarms }));
        Assert.Equal(
            (2, Trouble.Careless, ReaderProposal.Pause, -1),
            (found.Reader, found.Kind, found.Proposal, found.Partner)
        );
        Assert.Equal(found.AtRead, found.AtGold);
        Assert.Equal(Math.Log(4 / (alarms * 0.2)), found.LogBound, 1e-12);
        Assert.True(found.LogEvidence > found.LogBound);
        WatchedRead[] own = [.. reads.Where(r => r.Reader == 2).Take(found.AtRead)];
        int correct = own.Count(r => r.Answer == r.Item % 3);
        Is(found, "gold", own.Length);
        Is(found, "gold_right", correct);
        Is(found, "compared", 0);
        Is(found, "agreed", 0);
        Is(found, "share", (double)correct / own.Length);
        ConfidenceInterval interval = AnytimeInterval.Of(correct, own.Length);
        Is(found, "low", interval.Low);
        Is(found, "high", interval.High);
        Is(found, "log_evidence_agreement", 0);
        // Mean of gold's evidence, none of agreement, and their product: two thirds of gold's and a third of one.
        Assert.True(found.Figures["log_evidence_gold"] > found.LogBound - Math.Log(1.5));
        // Before that read the bound was not passed: without it nothing is found.
        int at = reads.IndexOf(own[^1]);
        Assert.Empty(ReaderWatch.Over(reads[..at], Gold, 4, 3, new() { FalseAlarms = alarms }));
        Assert.Single(ReaderWatch.Over(reads[..(at + 1)], Gold, 4, 3, new() { FalseAlarms = alarms }));
    }

    [Fact]
    public void Of_two_who_share_their_errors()
    {
        SeededRandom random = new(8);
        List<WatchedRead> reads = [];
        for (int item = 0; item < Items; item++)
        {
            int shared = random.NextDouble() < 0.12 ? (item + 1) % 3 : item % 3;
            for (int reader = 0; reader < 5; reader++)
            {
                int own = random.NextDouble() < 0.1 ? (item + 1 + random.Next(2)) % 3 : item % 3;
                reads.Add(new(reader, item, reader is 1 or 3 ? shared : own));
            }
        }

        IReadOnlyList<ReaderFinding> found = ReaderWatch.Over(reads, Gold, 5, 3);
        Assert.Equal([(1, 3), (3, 1)], found.Select(f => (f.Reader, f.Partner)));
        Assert.All(found, f => Assert.Equal((Trouble.Colluding, ReaderProposal.ThirdReader), (f.Kind, f.Proposal)));
        ReaderFinding first = found[0];
        Assert.Equal(Math.Log(10 / (0.05 * 0.2)), first.LogBound, 1e-12);
        int at = reads.FindIndex(r =>
            r.Reader == 3 && r.Item == reads.Where(x => x.Reader == 1).ElementAt(first.AtRead - 1).Item
        );
        Dictionary<int, int> one = reads[..(at + 1)].Where(r => r.Reader == 1).ToDictionary(r => r.Item, r => r.Answer);
        Dictionary<int, int> other = reads[..(at + 1)]
            .Where(r => r.Reader == 3)
            .ToDictionary(r => r.Item, r => r.Answer);
        int[] differing = [.. other.Keys.Where(i => one[i] != i % 3 || other[i] != i % 3)];
        Is(first, "items_where_one_differs", differing.Length);
        Is(first, "same_answer", differing.Count(i => one[i] == other[i]));
        Assert.InRange(first.Figures["expected_at_most"], 0.12 * differing.Length - 1e-9, 0.5 * differing.Length);
    }

    [Fact]
    public void Of_one_who_copies_suggestions()
    {
        SeededRandom random = new(21);
        List<WatchedRead> reads = [];
        for (int item = 0; item < Items; item++)
        {
            int suggestion = random.NextDouble() < 0.3 ? (item + 1) % 3 : item % 3;
            for (int reader = 0; reader < 4; reader++)
            {
                int answer =
                    reader == 1 ? suggestion
                    : random.NextDouble() < 0.04 ? (item + 2) % 3
                    : item % 3;
                reads.Add(new(reader, item, answer, Suggestion: suggestion));
            }
        }

        ReaderFinding found = Assert.Single(ReaderWatch.Over(reads, Gold, 4, 3));
        Assert.Equal(
            (1, Trouble.CopiesSuggestions, ReaderProposal.Refresh),
            (found.Reader, found.Kind, found.Proposal)
        );
        Assert.Equal(Math.Log(4 / (0.05 * 0.1)), found.LogBound, 1e-12);
        WatchedRead[] wrong =
        [
            .. reads.Where(r => r.Reader == 1).Take(found.AtRead).Where(r => r.Suggestion != r.Item % 3),
        ];
        Is(found, "wrong_suggestions", wrong.Length);
        Is(found, "taken_over", wrong.Count(r => r.Answer == r.Suggestion));
        Assert.InRange(found.Figures["expected_at_most"], 0.25 * wrong.Length - 1e-9, 0.99 * wrong.Length);
    }

    [Fact]
    public void Of_one_who_falls_off()
    {
        SeededRandom random = new(4);
        List<WatchedRead> reads = [];
        for (int item = 0; item < Items; item++)
        {
            for (int reader = 0; reader < 3; reader++)
            {
                double right = reader == 0 && item >= 60 ? 0.45 : 0.99;
                reads.Add(new(reader, item, random.NextDouble() < right ? item % 3 : (item + 1) % 3));
            }
        }

        ReaderFinding found = Assert.Single(
            ReaderWatch.Over(reads, Gold, 3, 3, new() { Mark = 0.3 }),
            f => f.Reader == 0
        );
        Assert.Equal((Trouble.Drifting, ReaderProposal.Refresh), (found.Kind, found.Proposal));
        WatchedRead[] own = [.. reads.Where(r => r.Reader == 0).Take(found.AtRead)];
        int change = (int)found.Figures["changed_after"];
        Assert.InRange(change, 50, 75);
        Is(found, "judged", own.Length);
        Is(found, "before", own[..change].Average(r => r.Answer == r.Item % 3 ? 1.0 : 0));
        Is(found, "after", own[change..].Average(r => r.Answer == r.Item % 3 ? 1.0 : 0));
    }

    [Fact]
    public void Of_comparisons_with_the_others_majority()
    {
        // No gold: five readers, of whom the last agrees with nobody more often than may be.
        SeededRandom random = new(13);
        List<WatchedRead> reads = [];
        for (int item = 0; item < Items; item++)
        {
            for (int reader = 0; reader < 5; reader++)
            {
                bool right = random.NextDouble() < (reader == 4 ? 0.6 : 0.95);
                reads.Add(new(reader, item, right ? item % 3 : (item + 1 + random.Next(2)) % 3));
            }
        }

        ReaderFinding found = Assert.Single(ReaderWatch.Over(reads, [.. Enumerable.Repeat(-1, Items)], 5, 3));
        Assert.Equal((4, Trouble.Careless, 0), (found.Reader, found.Kind, found.AtGold));
        (int agreed, int compared) = (0, 0);
        foreach (IGrouping<int, WatchedRead> item in reads.Where(r => r.Item < found.AtRead).GroupBy(r => r.Item))
        {
            int[] others = [.. item.Where(r => r.Reader != 4).Select(r => r.Answer)];
            IGrouping<int, int>? majority = others.GroupBy(a => a).SingleOrDefault(g => g.Count() > 2);
            compared += majority is null ? 0 : 1;
            agreed += majority is not null && item.Single(r => r.Reader == 4).Answer == majority.Key ? 1 : 0;
        }

        Is(found, "compared", compared);
        Is(found, "agreed", agreed);
        Is(found, "gold", 0);
        Is(found, "share", (double)agreed / compared);
    }

    private static void Is(ReaderFinding found, string name, double value) =>
        Assert.Equal(value, found.Figures[name], 1e-9);
}
