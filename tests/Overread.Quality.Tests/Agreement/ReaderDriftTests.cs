using Overread.Quality.Agreement;

namespace Overread.Quality.Tests.Agreement;

/// <summary>A reader who gets better or worse is told from one who does not.</summary>
public sealed class ReaderDriftTests
{
    /// <summary>Ten labels against two others: by hand, agreement 0 0 0 0 1 0 1 1 1 1 over ranks 0 to 9.</summary>
    [Fact]
    public void By_hand()
    {
        int[] agrees = [0, 0, 0, 0, 1, 0, 1, 1, 1, 1];
        int[] table = [.. agrees.SelectMany(a => new[] { a, 1, 1 })];
        Ratings ratings = Ratings.FromTable(table, 3, 2);
        double[] times = new double[30];
        for (int at = 0; at < 30; at++)
        {
            times[at] = at / 3;
        }

        ReaderDrift first = ReaderDrift.Of(ratings, times)[0];
        // Covariance: ranks of agreement 4, 6, 7, 8, 9 sum to 34, less 5 × 4.5 = 22.5: 11.5; spread 82.5; variation 2.5.
        double r = 11.5 / Math.Sqrt(82.5 * 2.5);
        Assert.Equal(10, first.Labels);
        Assert.Equal(r, first.Correlation!.Value, 12);
        Assert.Equal(0, first.Early!.Value, 12);
        Assert.Equal(1, first.Late!.Value, 12);
        // z = 2.4022 (r √9); two-sided p by the table of the normal distribution.
        Assert.Equal(0.01630, first.P!.Value, 4);
        // The others agree with each other but where the first differs: a tie, no majority, five labels left.
        Assert.All(ReaderDrift.Of(ratings, times).Skip(1), other => Assert.Null(other.P));
    }

    [Fact]
    public void Ties_in_time_share_their_rank_and_the_order_of_rows_does_not_matter()
    {
        (Ratings ratings, double[] times) = Simulated(60, 4, 0.2, 3);
        for (int i = 0; i < times.Length; i++)
        {
            times[i] = Math.Floor(times[i] / 7);
        }

        ReaderDrift one = ReaderDrift.Of(ratings, times)[1];
        double[] other = [.. times.Select(t => (1000 * t) - 5)];
        Assert.Equal(one, ReaderDrift.Of(ratings, other)[1]);
        double[] backwards = [.. times.Select(t => -t)];
        Assert.Equal(-one.Correlation!.Value, ReaderDrift.Of(ratings, backwards)[1].Correlation!.Value, 12);
        double[] same = new double[times.Length];
        Assert.Null(ReaderDrift.Of(ratings, same)[1].Correlation);
    }

    /// <summary>Without drift p is below .05 in about one of twenty; with it, nearly always for the reader who drifts.</summary>
    [Fact]
    public void The_test_keeps_its_level_and_finds_a_reader_who_falls_off()
    {
        int alarms = 0;
        int family = 0;
        int found = 0;
        for (int study = 0; study < 300; study++)
        {
            (Ratings calm, double[] times) = Simulated(120, 5, 0, study);
            IReadOnlyList<ReaderDrift> none = ReaderDrift.Of(calm, times);
            alarms += none.Count(reader => reader.P < 0.05);
            family += none.Any(reader => reader.AdjustedP < 0.05) ? 1 : 0;
            (Ratings falling, times) = Simulated(400, 5, 0.5, study);
            found += ReaderDrift.Of(falling, times)[0] is { AdjustedP: < 0.05, Correlation: < 0 } ? 1 : 0;
        }

        Assert.InRange(alarms / 1500.0, 0.03, 0.07);
        Assert.InRange(family / 300.0, 0.01, 0.08);
        Assert.True(found > 285, $"{found} of 300");
    }

    [Fact]
    public void Holm_adjusts_in_steps()
    {
        (Ratings ratings, double[] times) = Simulated(100, 4, 0.4, 9);
        IReadOnlyList<ReaderDrift> found = ReaderDrift.Of(ratings, times);
        ReaderDrift[] sorted = [.. found.OrderBy(reader => reader.P)];
        double most = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            most = Math.Max(most, Math.Min(1, sorted[i].P!.Value * (4 - i)));
            Assert.Equal(most, sorted[i].AdjustedP!.Value, 12);
        }
    }

    [Fact]
    public void Times_that_do_not_fit_are_refused_and_few_labels_are_not_judged()
    {
        Ratings ratings = Ratings.FromTable([0, 0, 1, 1, 1, 1], 2, 2);
        Assert.Throws<ArgumentException>(() => ReaderDrift.Of(ratings, new double[5]));
        double[] times = new double[6];
        ReaderDrift few = ReaderDrift.Of(ratings, times)[0];
        Assert.Equal(3, few.Labels);
        Assert.Null(few.P);
        Assert.Null(few.Early);
        times[2] = double.NaN;
        Assert.Throws<ArgumentException>(() => ReaderDrift.Of(ratings, times));
    }

    /// <summary>Readers of accuracy .85; the first one's falls by so much from the first item to the last.</summary>
    private static (Ratings Ratings, double[] Times) Simulated(int items, int readers, double fall, int seed)
    {
        Random random = new(seed);
        int[] table = new int[items * readers];
        for (int item = 0; item < items; item++)
        {
            int truth = random.Next(2);
            for (int reader = 0; reader < readers; reader++)
            {
                double right = 0.85 - (reader == 0 ? fall * item / items : 0);
                table[(item * readers) + reader] = random.NextDouble() < right ? truth : 1 - truth;
            }
        }

        double[] times = new double[table.Length];
        for (int at = 0; at < times.Length; at++)
        {
            times[at] = at / readers;
        }

        return (Ratings.FromTable(table, readers, 2), times);
    }
}
