using CsCheck;
using Overread.Quality.Numerics;
using Overread.Quality.ReaderStudies;

namespace Overread.Quality.Tests.ReaderStudies;

/// <summary>Reader studies against definitions written out, in odd designs, and over simulated studies.</summary>
public sealed class StudyProperties
{
    [Fact]
    public void Area_is_the_share_of_pairs_in_order_and_DeLong_is_the_published_example()
    {
        Gen.Select(Gen.Int[0, 6].Array[1, 12], Gen.Int[0, 6].Array[1, 12])
            .Sample(
                (ill, well) =>
                {
                    double[] up = [.. ill.Select(x => (double)x)];
                    double[] low = [.. well.Select(x => (double)x)];
                    double pairs = up.Average(u =>
                        low.Average(l =>
                            u > l ? 1.0
                            : u == l ? 0.5
                            : 0
                        )
                    );
                    RocArea area = RocArea.Of(up, low)!;
                    Assert.Equal(pairs, area.Area, 12);
                    IReadOnlyList<RocPoint> curve = RocPoint.Curve(up, low);
                    double trapezoids = curve
                        .Zip(
                            curve.Skip(1),
                            (a, b) => (b.FalsePositives - a.FalsePositives) * (a.TruePositives + b.TruePositives) / 2
                        )
                        .Sum();
                    Assert.Equal(pairs, trapezoids, 12);
                    Assert.True(area.Variance is null or >= 0);
                    Assert.True(
                        area.Interval is not { } i || (i.Low <= area.Area && i.High >= area.Area && i.Width > 0)
                    );
                }
            );
        Assert.Null(RocArea.Of([], [1.0]));
        Assert.Throws<ArgumentException>(() => RocArea.Of([double.NaN], [1.0]));
        Assert.Throws<ArgumentException>(() => RocArea.Of([1.0], [1.0], 1));
        RocArea parted = RocArea.Of([3, 4, 5], [1, 2, 2])!;
        Assert.Equal(1, parted.Area);
        Assert.Null(parted.Interval);
    }

    [Fact]
    public void One_shot_is_the_mean_square_less_the_mean_product_of_what_has_nothing_in_common()
    {
        // Every sum written out, with ratings missing at random.
        for (int trial = 0; trial < 20; trial++)
        {
            SeededRandom random = new((ulong)trial);
            ReaderStudy study = Random(ref random, 2, 3, 5, 4, missing: trial % 2 == 0 ? 0.2 : 0);
            OneShotAnalysis found = OneShot.Analyze(study);
            if (found.State != StudyState.Computed)
            {
                continue;
            }

            double[,] covariance = new double[2, 2];
            for (int a = 0; a < 2; a++)
            {
                for (int b = 0; b < 2; b++)
                {
                    covariance[a, b] = ByDefinition(study, a, b);
                }
            }

            double variance = covariance[0, 0] + covariance[1, 1] - (2 * covariance[0, 1]);
            Check(covariance[0, 0], found.Modalities[0].StandardError);
            Check(covariance[1, 1], found.Modalities[1].StandardError);
            Check(variance, found.Differences[0].StandardError);
        }

        static void Check(double variance, double? error)
        {
            if (variance > 1e-9)
            {
                Assert.Equal(Math.Sqrt(variance), error!.Value, 9);
            }
            else if (variance < -1e-9)
            {
                Assert.Null(error);
            }
        }
    }

    [Fact]
    public void One_shot_of_a_share_is_the_textbook_variance_for_fixed_readers()
    {
        ReaderStudy study = PublishedStudies.VanDyke().Only([0], [0]);
        OneShotAnalysis found = OneShot.Analyze(study, StudyOutcome.Sensitivity, 3, fixedReaders: true);
        double p = 40 / 45.0;
        Assert.Equal(p, found.Modalities[0].Value, 12);
        Assert.Equal(Math.Sqrt(p * (1 - p) / 44), found.Modalities[0].StandardError!.Value, 12);
        Assert.Equal(StudyState.OneReader, OneShot.Analyze(study).State);
    }

    [Fact]
    public void Split_plot_and_missing_ratings()
    {
        // Two groups of readers, each with a half of the cases under both modalities.
        ReaderStudy split = PublishedStudies.Without(PublishedStudies.VanDyke(), (_, r, c) => (r < 2) != (c % 2 == 0));
        Assert.Equal(StudyDesign.Partial, split.Design);
        StudyAnalysis jackknife = ObuchowskiRockette.Analyze(split, StudyOutcome.EmpiricalArea);
        StudyAnalysis unbiased = ObuchowskiRockette.Analyze(
            split,
            StudyOutcome.EmpiricalArea,
            method: CovarianceMethod.Unbiased
        );
        Assert.Equal(0, unbiased.Table!.Covariance(0, 0, 1, 4), 15);
        Assert.InRange(
            jackknife.Differences[0].StandardError!.Value / unbiased.Differences[0].StandardError!.Value,
            0.97,
            1.06
        );
        Assert.Throws<ArgumentException>(() =>
            ObuchowskiRockette.Analyze(split, StudyOutcome.EmpiricalArea, method: CovarianceMethod.DeLong)
        );

        // A reader who read one modality only.
        ReaderStudy gap = PublishedStudies.Without(PublishedStudies.VanDyke(), (m, r, _) => m == 1 && r == 4);
        Assert.Equal(StudyDesign.MissingCells, gap.Design);
        Assert.Equal(StudyState.MissingCells, ObuchowskiRockette.Analyze(gap, StudyOutcome.EmpiricalArea).State);
        OneShotAnalysis found = OneShot.Analyze(gap);
        Assert.Equal(StudyState.Computed, found.State);
        Assert.Equal(0.0330712, found.Modalities[0].StandardError!.Value, 6);
        Assert.Equal((0.9478261 + 0.9053140 + 0.9217391 + 0.9993559) / 4, found.Modalities[1].Value, 6);
    }

    [Fact]
    public void Odd_studies_have_a_state_and_no_number()
    {
        ReaderStudy all = ReaderStudy.Of([0, 0], [0, 0], [0, 1], [1, 2], [true, true], 1, 1);
        Assert.Equal(StudyState.OneTruth, ObuchowskiRockette.Analyze(all, StudyOutcome.EmpiricalArea).State);
        Assert.Equal(StudyState.OneTruth, OneShot.Analyze(all).State);
        ReaderStudy few = ReaderStudy.Of([0, 0], [0, 0], [0, 1], [1, 2], [true, false], 1, 1);
        Assert.Equal(StudyState.TooFewCases, ObuchowskiRockette.Analyze(few, StudyOutcome.EmpiricalArea).State);
        ReaderStudy single = PublishedStudies.VanDyke().Only([0, 1], [2]);
        Assert.Equal(StudyState.OneReader, ObuchowskiRockette.Analyze(single, StudyOutcome.EmpiricalArea).State);
        Assert.Throws<ArgumentException>(() => ReaderStudy.Of([0, 0], [0, 0], [0, 0], [1, 2], [true], 1, 1));
        Assert.Throws<ArgumentException>(() => ReaderStudy.Of([0], [0], [0], [double.NaN], [true], 1, 1));
        Assert.Throws<ArgumentException>(() => ReaderStudy.Of([0], [1], [0], [1], [true], 1, 1));
        Assert.Throws<ArgumentException>(() => ObuchowskiRockette.Analyze(single, StudyOutcome.Sensitivity));
        Assert.Throws<ArgumentException>(() =>
            ObuchowskiRockette.Analyze(single, StudyOutcome.EmpiricalArea, threshold: 3)
        );

        // Readers who all are right in everything: a difference of 0 of which nothing more is known.
        ReaderStudy perfect = ReaderStudy.Of(
            [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1],
            [0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1],
            [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3],
            [1, 1, 2, 2, 1, 1, 2, 2, 1, 1, 2, 2, 1, 1, 2, 2],
            [false, false, true, true],
            2,
            2
        );
        ModalityDifference none = ObuchowskiRockette.Analyze(perfect, StudyOutcome.EmpiricalArea).Differences[0];
        Assert.Equal(0, none.Value);
        Assert.Null(none.Interval);
        Assert.Null(none.PValue);
        Assert.Null(none.AgainstMargin(0.05).Shown);
    }

    [Fact]
    public void A_margin_is_judged_by_the_lower_limit()
    {
        ModalityDifference difference = ObuchowskiRockette
            .Analyze(PublishedStudies.VanDyke(), StudyOutcome.EmpiricalArea)
            .Differences[0];
        NonInferiority wide = difference.AgainstMargin(0.05);
        Assert.True(wide.Shown);
        Assert.False(wide.Superior);
        double t = (0.04380032 + 0.05) / 0.02074862;
        Assert.Equal(Reach.UpperTail(t, 15.25967), wide.PValue!.Value, 6);
        Assert.False(difference.AgainstMargin(0.0003).Shown);
        Assert.True(difference.AgainstMargin(0.0004).Shown);
        Assert.Throws<ArgumentOutOfRangeException>(() => difference.AgainstMargin(0));

        // The p-value and the interval agree: at the lower limit it is half of 1 − level.
        Assert.Equal(0.025, difference.AgainstMargin(-difference.Interval!.Value.Low).PValue!.Value, 6);
    }

    [Fact]
    public void Binormal_curves_of_continuous_ratings_find_what_made_them()
    {
        SeededRandom random = new(7);
        double[] well = [.. Normals(ref random, 2000, 0, 1)];
        double[] ill = [.. Normals(ref random, 2000, 1.5 / 0.8, 1 / 0.8)];
        BinormalRoc curve = BinormalRoc.Fit(ill, well)!;
        Assert.Equal(1.5, curve.A, 0.1);
        Assert.Equal(0.8, curve.B, 0.06);
        Assert.True(curve.Interval.Contains(SpecialFunctions.NormalDistribution(1.5 / Math.Sqrt(1.64))));
        Assert.Equal(RocArea.Of(ill, well)!.Area, curve.Area, 0.01);

        // Only the order of ratings counts.
        BinormalRoc bent = BinormalRoc.Fit([.. ill.Select(Math.Exp)], [.. well.Select(Math.Exp)])!;
        Assert.Equal(curve.Area, bent.Area, 9);
        Assert.Equal(curve.Area, curve.TruePositives(0.5) > 0.5 ? curve.Area : -1, 9);
        Assert.Null(BinormalRoc.Fit([5, 6, 7], [1, 2, 3]));
        Assert.Null(BinormalRoc.Fit([5.0], []));
    }

    [Theory]
    [InlineData(0.0055, 0.3, 0.3, 0.2, 1.5)]
    [InlineData(0.03, 0.1, 0.1, 0.2, 1.5)]
    public void Two_modalities_that_are_alike_are_called_different_in_about_one_study_of_twenty(
        double reader,
        double item,
        double modalityItem,
        double readerItem,
        double shift
    )
    {
        int runs = Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1" ? 10_000 : 2000;
        (double anova, double oneShot) = RoeMetz.Rejections(
            runs,
            5,
            50,
            50,
            reader,
            item,
            modalityItem,
            readerItem,
            shift,
            1
        );
        Assert.InRange(anova, 0.04, 0.06);
        Assert.InRange(oneShot, 0.035, 0.065);
    }

    private static double[] Normals(ref SeededRandom random, int count, double mean, double deviation)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = mean + (deviation * random.NextNormal());
        }

        return values;
    }

    private static ReaderStudy Random(
        ref SeededRandom random,
        int modalities,
        int readers,
        int ill,
        int well,
        double missing
    )
    {
        List<int> modality = [];
        List<int> reader = [];
        List<int> item = [];
        List<double> rating = [];
        for (int m = 0; m < modalities; m++)
        {
            for (int r = 0; r < readers; r++)
            {
                for (int c = 0; c < ill + well; c++)
                {
                    double value = Math.Round((2 * random.NextNormal()) + (c < ill ? 2 : 0));
                    if (random.NextDouble() >= missing)
                    {
                        modality.Add(m);
                        reader.Add(r);
                        item.Add(c);
                        rating.Add(value);
                    }
                }
            }
        }

        return ReaderStudy.Of(
            [.. modality],
            [.. reader],
            [.. item],
            [.. rating],
            [.. Enumerable.Range(0, ill + well).Select(c => c < ill)],
            modalities,
            readers
        );
    }

    private static double ByDefinition(ReaderStudy study, int a, int b)
    {
        List<(int R, int I, int J, double S)> first = Comparisons(study, a);
        List<(int R, int I, int J, double S)> second = Comparisons(study, b);
        double sum = 0;
        double count = 0;
        foreach ((int r, int i, int j, double s) in first)
        {
            foreach ((int r2, int i2, int j2, double s2) in second)
            {
                if (r != r2 && i != i2 && j != j2)
                {
                    sum += s * s2;
                    count++;
                }
            }
        }

        return (first.Average(x => x.S) * second.Average(x => x.S)) - (sum / count);
    }

    private static List<(int R, int I, int J, double S)> Comparisons(ReaderStudy study, int modality)
    {
        List<(int, int, int, double)> all = [];
        for (int r = 0; r < study.Readers; r++)
        {
            for (int i = 0; i < study.Cases; i++)
            {
                for (int j = 0; j < study.Cases; j++)
                {
                    if (
                        study.Diseased[i]
                        && !study.Diseased[j]
                        && study.Rating(modality, r, i) is { } up
                        && study.Rating(modality, r, j) is { } low
                    )
                    {
                        all.Add(
                            (
                                r,
                                i,
                                j,
                                up > low ? 1
                                : up == low ? 0.5
                                : 0
                            )
                        );
                    }
                }
            }
        }

        return all;
    }
}
