using Overread.Quality.Agreement;
using Overread.Quality.Numerics;
using Overread.Quality.Readers;

namespace Overread.Quality.Tests.Readers;

/// <summary>The tests that are looked at after every answer: their evidence by definition, and how often they cry wolf.</summary>
public class SequentialTests
{
    [Theory]
    [InlineData(0.85, 28, 12)]
    [InlineData(0.85, 0, 5)]
    [InlineData(0.5, 7, 3)]
    [InlineData(0.95, 60, 9)]
    public void Evidence_against_a_mark_is_the_mean_likelihood_ratio_below_it(double mark, int right, int wrong)
    {
        MarkTest test = new(mark);
        for (int i = 0; i < right; i++)
        {
            test.Add(true);
        }

        for (int i = 0; i < wrong; i++)
        {
            test.Add(false);
        }

        // Midpoints over (0, mark): independent of the incomplete beta function.
        const int Points = 200_000;
        double mean = 0;
        for (int i = 0; i < Points; i++)
        {
            double share = mark * (i + 0.5) / Points;
            mean += Math.Exp((right * Math.Log(share / mark)) + (wrong * Math.Log((1 - share) / (1 - mark)))) / Points;
        }

        Assert.Equal(Math.Log(mean), test.LogEvidence, 1e-6);
        Assert.Equal((right + wrong, right), (test.Count, test.Right));
    }

    [Fact]
    public void A_reader_at_the_mark_is_called_out_in_fewer_campaigns_than_stated()
    {
        // 3,000 readers exactly at the mark, looked at after each of 400 answers, called from evidence of 10 on.
        int called = Called(3000, 400, Math.Log(10), 0.85);
        // One in ten at most by Ville; a test that is far from it could not find anybody.
        Assert.InRange(called, 60, 330);
    }

    [Fact]
    public void A_reader_below_the_mark_is_called_out_soon()
    {
        // .70 against .85: a median near 60 answers at a bound of 20, which no test could halve.
        SeededRandom random = new(11);
        List<int> at = [];
        for (int reader = 0; reader < 500; reader++)
        {
            MarkTest test = new(0.85);
            int n = 1;
            while (test.Add(random.NextDouble() < 0.7) < Math.Log(20) && n < 1000)
            {
                n++;
            }

            at.Add(n);
        }

        at.Sort();
        Assert.InRange(at[250], 42, 75);
        Assert.True(at[^1] < 1000);
    }

    [Fact]
    public void The_anytime_interval_holds_the_share_at_all_moments_at_once()
    {
        SeededRandom random = new(12);
        int left = 0;
        for (int reader = 0; reader < 1000; reader++)
        {
            bool held = true;
            int right = 0;
            for (int n = 1; n <= 300; n++)
            {
                right += random.NextDouble() < 0.9 ? 1 : 0;
                held &= AnytimeInterval.Of(right, n).Contains(0.9);
            }

            left += held ? 0 : 1;
        }

        Assert.InRange(left, 1, 50);
        // At one moment it is wider than Wilson's, which does not hold at all of them.
        ConfidenceInterval wilson = ScoreInterval.OfShare(0.9, 300);
        ConfidenceInterval anytime = AnytimeInterval.Of(270, 300);
        Assert.True(anytime.Low < wilson.Low && anytime.High > wilson.High);
        // By its definition the evidence at the limit is exactly 20.
        double mixed =
            SpecialFunctions.LogGamma(270.5)
            + SpecialFunctions.LogGamma(30.5)
            - SpecialFunctions.LogGamma(301)
            - Math.Log(Math.PI);
        double atLow = mixed - (270 * Math.Log(anytime.Low)) - (30 * Math.Log(1 - anytime.Low));
        Assert.Equal(Math.Log(20), atLow, 1e-9);
        Assert.Equal(1, AnytimeInterval.Of(5, 5).High);
        Assert.Equal(0, AnytimeInterval.Of(0, 5).Low);
    }

    [Fact]
    public void Evidence_of_an_excess_is_the_mean_of_likelihood_ratios()
    {
        ExcessTest test = new();
        (bool Happened, double Bound)[] events = [(true, 0.2), (true, 0.3), (false, 0.2), (true, 0.6)];
        double[] chances = [0.5, 0.65, 0.8, 0.92, 0.99];
        foreach ((bool happened, double bound) in events)
        {
            test.Add(happened, bound);
        }

        double expected = chances.Average(q =>
            events.Aggregate(
                1.0,
                (product, e) =>
                    q <= e.Bound ? product
                    : e.Happened ? product * q / e.Bound
                    : product * (1 - q) / (1 - e.Bound)
            )
        );
        Assert.Equal(Math.Log(expected), test.LogEvidence, 1e-12);
        Assert.Equal((4, 3), (test.Count, test.Happened));
        Assert.Equal(1.3, test.Expected, 1e-12);
    }

    [Fact]
    public void What_happens_as_often_as_it_may_is_rarely_called_an_excess()
    {
        SeededRandom random = new(13);
        int called = 0;
        for (int reader = 0; reader < 3000; reader++)
        {
            ExcessTest test = new();
            double most = 0;
            for (int n = 0; n < 200; n++)
            {
                double bound = 0.1 + (0.3 * random.NextDouble());
                most = Math.Max(most, test.Add(random.NextDouble() < bound, bound));
            }

            called += most >= Math.Log(10) ? 1 : 0;
        }

        Assert.InRange(called, 60, 330);
    }

    [Fact]
    public void Evidence_of_a_fall_is_by_its_definition()
    {
        SeededRandom random = new(14);
        bool[] answers = [.. Enumerable.Range(0, 60).Select(i => random.NextDouble() < (i < 30 ? 0.95 : 0.4))];
        FallTest test = new();
        for (int n = 1; n <= answers.Length; n++)
        {
            test.Add(answers[n - 1]);
            if (n >= 40)
            {
                Assert.Equal(FallByDefinition(answers[..n]), test.LogEvidence, 1e-9);
            }
        }

        Assert.InRange(test.ChangedAfter, 25, 35);
        Assert.True(test.Before > 0.85 && test.After < 0.6);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void A_reader_who_stays_is_rarely_called_drifting(double share)
    {
        SeededRandom random = new(15);
        int called = 0;
        for (int reader = 0; reader < 1000; reader++)
        {
            FallTest test = new();
            double most = 0;
            for (int n = 0; n < 200; n++)
            {
                most = Math.Max(most, test.Add(random.NextDouble() < share));
            }

            called += most >= Math.Log(10) ? 1 : 0;
        }

        Assert.InRange(called, 0, 110);
    }

    [Fact]
    public void A_rise_is_no_fall()
    {
        FallTest test = new();
        double most = 0;
        for (int n = 0; n < 200; n++)
        {
            most = Math.Max(most, test.Add(n >= 100 || n % 2 == 0));
        }

        Assert.True(most < Math.Log(10));
    }

    [Fact]
    public void Evidence_of_straight_lining_is_by_its_definition()
    {
        SeededRandom random = new(16);
        (int Answer, double Bound)[] reads =
        [
            .. Enumerable.Range(0, 25).Select(i => (i < 8 ? random.Next(3) : 1, 0.2 + (0.8 * random.NextDouble()))),
        ];
        SteadyAnswerTest test = new(3);
        foreach ((int answer, double bound) in reads)
        {
            test.Add(answer, bound);
        }

        // For each answer and each read from which the habit might run, the product of ratios from there on.
        double expected = 0;
        for (int k = 0; k < 3; k++)
        {
            double begun = 0;
            for (int start = 1; start <= reads.Length; start++)
            {
                double x = start - 1 + Math.E;
                double weight = start == 1 ? 0.5 : 0.5 / (x * Math.Log(x) * Math.Log(x));
                begun += weight;
                expected +=
                    weight
                    / 3
                    * reads[(start - 1)..].Aggregate(1.0, (p, r) => p * ((r.Answer == k ? 0.9 / r.Bound : 0) + 0.1));
            }

            expected += (1 - begun) / 3;
        }

        Assert.Equal(Math.Log(expected), test.LogEvidence, 1e-9);
        Assert.Equal(1, test.Answer);
    }

    [Fact]
    public void What_cannot_be_watched_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MarkTest(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MarkTest(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExcessTest().Add(true, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SteadyAnswerTest(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SteadyAnswerTest(2).Add(2, 0.5));
        Assert.Throws<ArgumentException>(() => AnytimeInterval.Of(3, 2));
        Assert.Null(new MarkTest(0.5).Interval());
    }

    private static int Called(int readers, int answers, double bound, double share)
    {
        SeededRandom random = new(10);
        int called = 0;
        for (int reader = 0; reader < readers; reader++)
        {
            MarkTest test = new(share);
            double most = 0;
            for (int n = 0; n < answers; n++)
            {
                most = Math.Max(most, test.Add(random.NextDouble() < share));
            }

            called += most >= bound ? 1 : 0;
        }

        return called;
    }

    private static double FallByDefinition(bool[] answers)
    {
        int n = answers.Length;
        double future = 1;
        double mixed = 0;
        int moment = 0;
        for (int at = 10; at < n; at += 5)
        {
            moment++;
            double x = moment + Math.E;
            double weight = 1 / (x * Math.Log(x) * Math.Log(x));
            future -= weight;
            mixed += weight * Marginal(answers[..at], 9, 1) * Marginal(answers[at..], 1, 1);
        }

        mixed += future * Marginal(answers, 9, 1);
        double share = answers.Average(right => right ? 1.0 : 0);
        double constant = answers.Aggregate(1.0, (product, right) => product * (right ? share : 1 - share));
        return Math.Log(mixed / constant);
    }

    private static double Marginal(bool[] answers, double a, double b)
    {
        int right = answers.Count(answer => answer);
        int wrong = answers.Length - right;
        return Math.Exp(
            SpecialFunctions.LogGamma(a + right)
                + SpecialFunctions.LogGamma(b + wrong)
                - SpecialFunctions.LogGamma(a + b + answers.Length)
                - SpecialFunctions.LogGamma(a)
                - SpecialFunctions.LogGamma(b)
                + SpecialFunctions.LogGamma(a + b)
        );
    }
}
