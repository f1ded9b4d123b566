using Overread.Cli.Server.Campaigns;
using Overread.Quality.Numerics;
using Overread.Quality.Readers;

namespace Overread.Quality.Tests.Readers;

/// <summary>Whole campaigns: what is planted is found as what it is, and honest readers are left alone.</summary>
public class WatchTests
{
    [Fact]
    public void All_that_is_planted_in_fifty_campaigns_is_found_and_nobody_else()
    {
        for (ulong seed = 1; seed <= 50; seed++)
        {
            TroubleScript script = TroubleScript.Draw(seed, trouble: true);
            IReadOnlyList<ReaderFinding> found = TroubleRun.Watch(script, TroublePlay.Play(script, seed));
            string[] planted =
            [
                .. script.Workers.Where(w => w.Planted is not null).Select(w => $"{seed}: {w.Name} {w.Planted}"),
            ];
            string[] called = [.. found.Select(f => $"{seed}: {script.Workers[f.Reader].Name} {f.Kind}")];
            Assert.Equal(planted, called);
            Assert.All(found.Where(f => f.Kind == Trouble.Careless), f => Assert.InRange(f.AtGold, 1, 40));
            Assert.All(
                found.Where(f => f.Kind == Trouble.Colluding),
                f => Assert.Equal(script.Workers[f.Reader].Partner, f.Partner)
            );
            Assert.All(found, f => Assert.True(f.LogEvidence > 0 && f.AtRead >= f.AtGold));
        }
    }

    [Fact]
    public void One_clean_campaign_in_twenty_at_most_has_a_false_finding()
    {
        int alarms = Enumerable.Range(0, 200).Count(i => TroubleRun.CleanFindings(1, i).Count > 0);
        Assert.InRange(alarms, 0, 10);
    }

    [Fact]
    public void Honest_readers_exactly_at_the_mark_keep_the_stated_rate_of_false_alarms()
    {
        // Twelve readers of exactly .85 over gold alone: what the bound is made for.
        int alarms = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            SeededRandom random = SeededRandom.ForPart(77, seed);
            List<WatchedRead> reads = [];
            for (int item = 0; item < 80; item++)
            {
                for (int reader = 0; reader < 12; reader++)
                {
                    int answer = random.NextDouble() < 0.85 ? item % 4 : (item + 1 + random.Next(3)) % 4;
                    reads.Add(new(reader, item, answer));
                }
            }

            alarms += ReaderWatch.Over(reads, [.. Enumerable.Range(0, 80).Select(i => i % 4)], 12, 4).Count > 0 ? 1 : 0;
        }

        Assert.InRange(alarms, 0, 10);
    }

    [Fact]
    public void What_two_programs_share_is_not_taken_for_a_plot()
    {
        // Two that always say 0 agree in everything; that is told by the one habit, not by the other reader.
        SeededRandom random = new(5);
        List<WatchedRead> reads = [];
        for (int item = 0; item < 100; item++)
        {
            for (int reader = 0; reader < 6; reader++)
            {
                reads.Add(new(reader, item, reader < 2 || random.NextDouble() < 0.04 ? 0 : item % 3));
            }
        }

        IReadOnlyList<ReaderFinding> found = ReaderWatch.Over(reads, [.. Enumerable.Repeat(-1, 100)], 6, 3);
        Assert.Equal([(0, Trouble.StraightLining), (1, Trouble.StraightLining)], found.Select(f => (f.Reader, f.Kind)));
        Assert.All(found, f => Assert.Equal(ReaderProposal.Requeue, f.Proposal));
    }

    [Fact]
    public void Haste_alone_is_said_as_haste()
    {
        List<WatchedRead> reads = [];
        for (int item = 0; item < 60; item++)
        {
            for (int reader = 0; reader < 4; reader++)
            {
                reads.Add(new(reader, item, item % 2, reader == 3 ? 2 : 30 + (item % 7)));
            }
        }

        ReaderFinding only = Assert.Single(ReaderWatch.Over(reads, [.. Enumerable.Repeat(-1, 60)], 4, 2));
        Assert.Equal((3, Trouble.Hasty, ReaderProposal.Pause), (only.Reader, only.Kind, only.Proposal));
        Assert.InRange(only.Figures["others_median_seconds"], 31, 35);
    }

    [Fact]
    public void An_item_is_compared_once_its_reads_are_in_and_not_before()
    {
        // Reader 0 always differs. With two reads of three planned nothing can be compared.
        List<WatchedRead> reads = [];
        for (int item = 0; item < 60; item++)
        {
            reads.AddRange([new(0, item, 1), new(1, item, 0)]);
        }

        int[] none = [.. Enumerable.Repeat(-1, 60)];
        WatchOptions three = new() { ReadsPerItem = 3 };
        Assert.Empty(ReaderWatch.Over(reads, none, 3, 2, three));
        reads.AddRange(Enumerable.Range(0, 60).Select(item => new WatchedRead(2, item, 0)));
        Assert.Equal(0, Assert.Single(ReaderWatch.Over(reads, none, 3, 2, three)).Reader);
    }

    [Theory]
    [InlineData(3, 0, 0, -1, "reader 3 of 3")]
    [InlineData(0, 9, 0, -1, "item 9 of 2")]
    [InlineData(0, 0, 2, -1, "answer 2 of 2")]
    [InlineData(0, 0, 0, 5, "suggestion 5 of 2")]
    public void A_read_that_lies_outside_is_named(int reader, int item, int answer, int suggestion, string says)
    {
        WatchedRead[] reads = [new(1, 1, 1), new(reader, item, answer, 1, suggestion)];
        ArgumentException refused = Assert.Throws<ArgumentException>(() => ReaderWatch.Over(reads, [-1, -1], 3, 2));
        Assert.StartsWith($"Read 1 has {says}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_twice_and_settings_outside_are_refused()
    {
        WatchedRead read = new(0, 0, 0);
        Assert.Contains(
            "a second read of item 0 by reader 0",
            Assert.Throws<ArgumentException>(() => ReaderWatch.Over([read, read], [-1], 1, 2)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => ReaderWatch.Over([read], [7], 1, 2));
        Assert.Contains(
            "Mark is 1",
            Assert.Throws<ArgumentException>(() => ReaderWatch.Over([read], [-1], 1, 2, new() { Mark = 1 })).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Habits_are_rows_and_entropy_beside_the_others()
    {
        int[] first = [0, 0, 0, 1, 0];
        int[] second = [1, 0, 1, 0, 1];
        WatchedRead[] reads =
        [
            .. first.Select((answer, item) => new WatchedRead(0, item, answer)),
            .. second.Select((answer, item) => new WatchedRead(1, item, answer)),
        ];
        AnswerHabits habits = AnswerHabits.Of(reads, 3, 2)[0];
        Assert.Equal((5, 3, 0), (habits.Reads, habits.LongestRun, habits.RunAnswer));
        // 5 × (2/5)³, and −.8 log₂ .8 − .2 log₂ .2 beside −.4 log₂ .4 − .6 log₂ .6.
        Assert.Equal(0.32, habits.RunChance, 1e-12);
        Assert.Equal(0.721928094887, habits.Entropy, 1e-11);
        Assert.Equal(0.970950594455, habits.OthersEntropy, 1e-11);
        Assert.Equal((0, 0, -1, 1), Silent(AnswerHabits.Of(reads, 3, 2)[2]));

        static (int, int, int, double) Silent(AnswerHabits habits) =>
            (habits.Reads, habits.LongestRun, habits.RunAnswer, habits.RunChance);
    }
}
