using Overread.Quality.Numerics;
using Overread.Quality.Selection;

namespace Overread.Quality.Tests.Selection;

public sealed class PairedGainTests
{
    /// <summary>Student 1908, the sleep gained by ten patients under two drugs; R's t.test(paired = TRUE) gives −2.4598858 to −0.7001142.</summary>
    [Fact]
    public void The_interval_is_students()
    {
        double[] first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        double[] second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        PairedDifference found = PairedGain.Of(first, second, heldOutToPool: 0.3 / 0.7);
        Assert.Equal(-1.58, found.Mean, 1e-9);
        Assert.Equal(-2.4598858, found.Low, 1e-6);
        Assert.Equal(-0.7001142, found.High, 1e-6);

        // Nadeau and Bengio 2003: √((1/10 + 3/7) / (1/10)) times as wide.
        double wider = Math.Sqrt((0.1 + (0.3 / 0.7)) / 0.1);
        Assert.Equal(wider * (found.High - found.Mean), found.HighElsewhere - found.Mean, 1e-9);
        Assert.Equal(GainVerdict.Worse, PairedGain.Verdict([found]));
        Assert.Equal(GainVerdict.NoGainShown, PairedGain.Verdict([found], elsewhere: true));

        // t of 9 degrees at 1 − 0.025 / 5 is 3.2498 (tables).
        PairedDifference shared = PairedGain.Of(first, second, 0.5, comparisons: 5);
        Assert.Equal(3.2498 / 2.2622 * (found.High - found.Mean), shared.High - shared.Mean, 1e-3);
    }

    [Fact]
    public void A_gain_is_one_over_every_baseline_and_worse_is_one_below_any()
    {
        PairedDifference above = new(1, 0.5, 1.5, -0.5, 2.5);
        PairedDifference open = new(0.2, -0.3, 0.7, -1, 1.4);
        PairedDifference below = new(-1, -1.5, -0.5, -2, 0.1);
        Assert.Equal(GainVerdict.Gain, PairedGain.Verdict([above, above]));
        Assert.Equal(GainVerdict.NoGainShown, PairedGain.Verdict([above, open]));
        Assert.Equal(GainVerdict.Worse, PairedGain.Verdict([above, below]));
        Assert.Equal(GainVerdict.NoGainShown, PairedGain.Verdict([above, above], elsewhere: true));
        Assert.Equal(GainVerdict.NoGainShown, PairedGain.Verdict([]));

        // The same difference in every draw: its variance is not known, so that nothing is shown.
        double[] scores = [0.1, 0.3, 0.2];
        double[] better = [0.4, 0.6, 0.5];
        Assert.Equal(GainVerdict.NoGainShown, PairedGain.Verdict([PairedGain.Of(better, scores, 0.4)]));
    }

    [Fact]
    public void Strategies_that_are_all_alike_are_seldom_told_apart()
    {
        const int studies = 2000;
        int gains = 0;
        int worse = 0;
        SeededRandom random = new(11);
        for (int study = 0; study < studies; study++)
        {
            double[][] scores = new double[9][];
            double[] draws = [.. Enumerable.Range(0, 10).Select(_ => random.NextNormal())];
            for (int strategy = 0; strategy < 9; strategy++)
            {
                scores[strategy] = [.. draws.Select(draw => draw + random.NextNormal())];
            }

            GainVerdict[] verdicts =
            [
                .. scores
                    .Skip(2)
                    .Select(own =>
                        PairedGain.Verdict([
                            PairedGain.Of(own, scores[0], 0.4, 8),
                            PairedGain.Of(own, scores[1], 0.4, 8),
                        ])
                    ),
            ];
            gains += verdicts.Contains(GainVerdict.Gain) ? 1 : 0;
            worse += verdicts.Contains(GainVerdict.Worse) ? 1 : 0;
        }

        // At most 2.5 % and 5 % are promised; three standard errors of the count beside.
        Assert.InRange(gains, 1, (0.025 * studies) + 21);
        Assert.InRange(worse, 1, (0.05 * studies) + 29);
    }

    [Fact]
    public void What_has_no_interval_is_refused()
    {
        Assert.Throws<ArgumentException>(() => PairedGain.Of([1, 2], [1, 2], 0.4));
        Assert.Throws<ArgumentException>(() => PairedGain.Of([1, 2, 3], [1, 2], 0.4));
        Assert.Throws<ArgumentException>(() => PairedGain.Of([1, 2, double.NaN], [1, 2, 3], 0.4));
        Assert.Throws<ArgumentException>(() => PairedGain.Of([1, 2, 3], [1, 2, 3], 0));
        Assert.Throws<ArgumentException>(() => PairedGain.Mean([1]));
    }
}
