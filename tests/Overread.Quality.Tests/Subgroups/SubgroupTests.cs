using Overread.Quality.Subgroups;

namespace Overread.Quality.Tests.Subgroups;

/// <summary>Tests of groups against each other and against stated shares, held to published figures and to their definitions.</summary>
public class SubgroupTests
{
    [Fact]
    public void Holm_corrects_as_p_adjust_of_R_does()
    {
        Assert.Equal(
            [0.03, 0.06, 0.06, 0.02],
            HolmCorrection.Of([0.01, 0.04, 0.03, 0.005]).Select(p => Math.Round(p, 12))
        );
        Assert.Equal([1.0, 1.0], HolmCorrection.Of([0.9, 0.8]));
        Assert.Empty(HolmCorrection.Of([]));
        Assert.Throws<ArgumentException>(() => HolmCorrection.Of([0.5, double.NaN]));
        Assert.Throws<ArgumentException>(() => HolmCorrection.Of([1.5]));
    }

    [Fact]
    public void Holm_keeps_order_and_lies_between_the_value_and_Bonferroni()
    {
        Random random = new(7);
        for (int round = 0; round < 200; round++)
        {
            double[] values = [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.NextDouble())];
            IReadOnlyList<double> corrected = HolmCorrection.Of(values);
            for (int i = 0; i < values.Length; i++)
            {
                Assert.InRange(corrected[i], values[i], Math.Min(1, values[i] * values.Length) + 1e-15);
                for (int k = 0; k < values.Length; k++)
                {
                    Assert.True(values[i] > values[k] || corrected[i] <= corrected[k]);
                }
            }
        }
    }

    [Fact]
    public void Holm_is_wrong_about_any_of_many_no_more_often_than_the_level()
    {
        Random random = new(11);
        int wrong = Enumerable
            .Range(0, 4000)
            .Count(_ => HolmCorrection.Of([.. Enumerable.Range(0, 20).Select(_ => random.NextDouble())]).Min() < 0.05);
        Assert.InRange(wrong / 4000.0, 0.035, 0.06);
    }

    // Fisher's tea (1935), and the table of Agresti, Categorical Data Analysis, 3.5: R's fisher.test gives these.
    [Theory]
    [InlineData(3, 4, 1, 4, 0.485714285714286)]
    [InlineData(1, 10, 11, 14, 0.002759456185220)]
    [InlineData(0, 5, 0, 7, 1)]
    [InlineData(5, 5, 0, 5, 0.007936507936508)]
    public void Fisher_gives_the_published_values(long with, long group, long restWith, long rest, double expected) =>
        Assert.Equal(expected, FisherExact.PValue(with, group, restWith, rest), 12);

    [Fact]
    public void Fisher_is_the_sum_of_tables_that_are_no_likelier_counted_one_by_one()
    {
        for (int group = 0; group <= 8; group++)
        {
            for (int rest = 0; rest <= 6; rest++)
            {
                for (int with = 0; with <= group; with++)
                {
                    for (int restWith = 0; restWith <= rest; restWith++)
                    {
                        Assert.Equal(
                            Counted(with, group, restWith, rest),
                            FisherExact.PValue(with, group, restWith, rest),
                            10
                        );
                    }
                }
            }
        }

        Assert.Throws<ArgumentException>(() => FisherExact.PValue(5, 4, 0, 1));
        Assert.Throws<ArgumentException>(() => FisherExact.PValue(-1, 4, 0, 1));
    }

    // Mendel's peas: 315, 101, 108, 32 of 9:3:3:1, X² = 0.470 with three degrees of freedom, p = 0.925.
    [Fact]
    public void Shares_fit_as_Mendels_peas_do()
    {
        Assert.Equal(0.9254, ShareFit.PValue([315, 101, 108, 32], [9, 3, 3, 1], 1), 4);
        Assert.True(ShareFit.PValue([90, 10], [0.5, 0.5], 1) < 1e-12);
        Assert.Equal(1, ShareFit.PValue([0, 0], [0.5, 0.5], 1));
        Assert.Throws<ArgumentException>(() => ShareFit.PValue([1], [1], 1));
        Assert.Throws<ArgumentException>(() => ShareFit.PValue([1, 2], [1, 0], 1));
        Assert.Throws<ArgumentException>(() => ShareFit.PValue([1, -2], [1, 1], 1));
    }

    [Fact]
    public void Few_are_tested_by_drawing_which_is_seeded_and_near_the_exact_value()
    {
        // Of six from halves, six or none of the first: 2 / 64.
        double six = ShareFit.PValue([6, 0], [0.5, 0.5], 3);
        Assert.Equal(six, ShareFit.PValue([6, 0], [0.5, 0.5], 3));
        Assert.InRange(six, 0.026, 0.037);
        // Four of six or as far: 1 - C(6,3)/64 = 44/64.
        Assert.InRange(ShareFit.PValue([4, 2], [0.5, 0.5], 3), 0.66, 0.71);
        Assert.Equal(1, ShareFit.PValue([3, 3], [0.5, 0.5], 3));
    }

    private static double Counted(int with, int group, int restWith, int rest)
    {
        int having = with + restWith;
        double all = Choose(group + rest, group);
        double seen = Choose(having, with) * Choose(group + rest - having, group - with) / all;
        double sum = 0;
        for (int k = 0; k <= Math.Min(group, having); k++)
        {
            double chance = Choose(having, k) * Choose(group + rest - having, group - k) / all;
            sum += chance <= seen * (1 + 1e-9) ? chance : 0;
        }

        return Math.Min(1, sum);
    }

    private static double Choose(int of, int take)
    {
        if (take < 0 || take > of)
        {
            return 0;
        }

        double value = 1;
        for (int i = 1; i <= take; i++)
        {
            value = value * (of - take + i) / i;
        }

        return value;
    }
}
