using Overread.Quality.Numerics;
using Overread.Quality.Readers;

namespace Overread.Quality.Tests.Readers;

/// <summary>Single parts of the watch, by hand.</summary>
public sealed class WatchParts
{
    [Fact]
    public void The_pace_of_the_others_is_theirs_alone_from_fifty_reads_on()
    {
        PaceWatch pace = new(2);
        for (int i = 0; i < 49; i++)
        {
            pace.Add(0, i < 25 ? 10 : 40);
            pace.Add(1, 3);
            pace.Add(1, 3);
        }

        Assert.Null(pace.OthersMedian(1));
        Assert.InRange(pace.OthersMedian(0)!.Value, 3 * 0.97, 3 * 1.03);
        // Twenty-five of 10 s, twenty-five of 40 s: the lower of the two in the middle.
        pace.Add(0, 40);
        Assert.InRange(pace.OthersMedian(1)!.Value, 10 * 0.97, 10 * 1.03);
        pace.Add(0, 40);
        Assert.InRange(pace.OthersMedian(1)!.Value, 40 * 0.97, 40 * 1.03);
    }

    [Fact]
    public void The_bound_of_a_pair_is_what_all_other_pairs_show()
    {
        SeededRandom random = new(4);
        PairWatch watch = new(5);
        List<(int A, int B, bool Same)> seen = [];
        Dictionary<(int, int), double> expected = [];
        Assert.Equal(10, watch.Pairs);
        Assert.Equal(1, new PairWatch(1).Pairs);
        for (int i = 0; i < 600; i++)
        {
            int a = random.Next(5);
            int b = (a + 1 + random.Next(4)) % 5;
            bool same = random.NextDouble() < (i < 300 ? 0.3 : 0.97);
            bool[] others = [.. seen.Where(p => p.A != a && p.B != a && p.A != b && p.B != b).Select(p => p.Same)];
            double share = (others.Count(s => s) + 1.0) / (others.Length + 2);
            double usual =
                others.Length < 50 ? 0 : (1.5 * share) + (2 * Math.Sqrt(share * (1 - share) / others.Length));
            (int, int) key = (Math.Min(a, b), Math.Max(a, b));
            expected[key] = expected.GetValueOrDefault(key) + Math.Min(0.99, Math.Max(0.2, usual));
            seen.Add((a, b, same));
            ExcessTest test = watch.Add(a, b, same, 0.2);
            Assert.Equal(expected[key], test.Expected, 1e-9);
            Assert.Equal(seen.Count(p => (p.A == a && p.B == b) || (p.A == b && p.B == a)), test.Count);
        }
    }

    [Fact]
    public void Errors_without_a_wrong_suggestion_bound_those_with_one()
    {
        WatchedReader reader = new(0.85, 3) { Free = 9, FreeErrors = 0 };
        Assert.Equal(0.5, reader.ErrorBound());
        reader.Free = 10;
        reader.FreeErrors = 2;
        Assert.Equal(0.25 + (2 * Math.Sqrt(0.25 * 0.75 / 10)), reader.ErrorBound(), 1e-12);
        reader.Gold.Add(false);
        reader.Agreed.Add(false);
        reader.Agreed.Add(true);
        (double gold, double agreed) = (Math.Exp(reader.Gold.LogEvidence), Math.Exp(reader.Agreed.LogEvidence));
        Assert.Equal(Math.Log((gold + agreed + (gold * agreed)) / 3), reader.Careless(), 1e-12);
    }

    [Fact]
    public void Masses_of_nothing_are_nothing()
    {
        double none = double.NegativeInfinity;
        Assert.Equal(none, LogMass.Sum([none, none]));
        Assert.Equal(none, LogMass.Sum([]));
        Assert.Equal(none, LogMass.Sum(none, none));
        Assert.Equal(-3, LogMass.Sum(none, -3));
        Assert.Equal(-3, LogMass.Sum(-3, none));
        Assert.Equal(Math.Log(5), LogMass.Sum(Math.Log(2), Math.Log(3)), 1e-12);
        Assert.Equal(Math.Log(9), LogMass.Sum([Math.Log(2), none, Math.Log(3), Math.Log(4)]), 1e-12);
    }

    [Fact]
    public void A_first_wrong_answer_is_no_fall()
    {
        // One in ten at the start, against the share that fits best, which is none.
        Assert.Equal(Math.Log(0.1), new FallTest().Add(false), 1e-12);
        Assert.Equal(Math.Log(0.9), new FallTest().Add(true), 1e-12);
        // A rise is evidence for a change and none for a fall.
        FallTest test = new();
        for (int i = 0; i < 60; i++)
        {
            test.Add(i >= 30);
        }

        Assert.Equal(0, test.LogEvidence);
        Assert.True(test.After > test.Before);
    }

    [Fact]
    public void Bounds_and_settings_at_their_edges()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExcessTest().Add(true, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExcessTest().Add(true, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MarkTest(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SteadyAnswerTest(2).Add(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SteadyAnswerTest(2).Add(0, 1.01));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SteadyAnswerTest(2).Add(0, double.NaN));
        // .9 / 1 + .1 for the habit of either answer, half of it begun: (1 + .1) / 2 · ½ + ½.
        Assert.Equal(Math.Log((1.1 / 4) + 0.5), new SteadyAnswerTest(2).Add(0, 1), 1e-12);
        MarkTest mark = new(0.7);
        mark.Add(true);
        mark.Add(false);
        Assert.Equal(AnytimeInterval.Of(1, 2, 0.9), mark.Interval(0.9));
        foreach (
            WatchOptions options in (WatchOptions[])
                [
                    new() { FalseAlarms = 0 },
                    new() { Hasty = 1 },
                    new() { ReadsPerItem = 1 },
                    new() { SharedErrors = double.NaN },
                ]
        )
        {
            Assert.Throws<ArgumentException>(() => ReaderWatch.Over([], [], 1, 2, options));
        }

        Assert.Empty(ReaderWatch.Over([], [], 1, 2, new() { ReadsPerItem = 2 }));
        Assert.Throws<ArgumentException>(() => ReaderWatch.Over([new(0, 1, 0)], [-1], 1, 2));
        Assert.Throws<ArgumentException>(() => ReaderWatch.Over([new(0, 0, 0, 1, 2)], [-1], 1, 2));
        Assert.Throws<ArgumentException>(() => ReaderWatch.Over([], [2], 1, 2));
        Assert.Throws<ArgumentException>(() => ReaderWatch.Over([], [-2], 1, 2));
    }

    [Fact]
    public void Reads_beyond_the_planned_ones_change_no_comparison()
    {
        // After three reads reader 0 stands alone; two more would make theirs the majority.
        List<WatchedRead> reads = [];
        for (int item = 0; item < 60; item++)
        {
            reads.AddRange([new(0, item, 1), new(1, item, 0), new(2, item, 0), new(3, item, 1), new(4, item, 1)]);
        }

        int[] none = [.. Enumerable.Repeat(-1, 60)];
        Assert.Equal(0, Assert.Single(ReaderWatch.Over(reads, none, 5, 2, new() { ReadsPerItem = 3 })).Reader);
        IReadOnlyList<ReaderFinding> all = ReaderWatch.Over(reads, none, 5, 2);
        Assert.Equal([1, 2], all.Where(finding => finding.Kind == Trouble.Bot).Select(finding => finding.Reader));
    }

    [Fact]
    public void Habits_of_more_answers_and_reads_that_lie_outside()
    {
        // Runs 1 1, 0 0, and none of 2: the first of two longest runs, and one bit.
        int[] answers = [1, 1, 0, 0];
        AnswerHabits habits = AnswerHabits.Of([.. answers.Select((a, i) => new WatchedRead(0, i, a))], 1, 3)[0];
        Assert.Equal((4, 2, 1, 1.0), (habits.Reads, habits.LongestRun, habits.RunAnswer, habits.RunChance));
        Assert.Equal((1.0, 0.0), (habits.Entropy, habits.OthersEntropy));
        foreach ((int reader, int answer) in ((int, int)[])[(-1, 0), (2, 0), (0, -1), (0, 3)])
        {
            Assert.Throws<ArgumentException>(() => AnswerHabits.Of([new(reader, 0, answer)], 2, 3));
        }
    }

    [Fact]
    public void A_field_at_its_mark_passes()
    {
        Assert.True(new QualificationField(9, 10, 0.8, 0.8, 0.95).Passed);
        Assert.False(new QualificationField(9, 10, 0.8, 0.7999, 0.95).Passed);
    }
}
