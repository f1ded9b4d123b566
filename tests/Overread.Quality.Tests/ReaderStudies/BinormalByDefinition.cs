using Overread.Quality.Numerics;
using Overread.Quality.ReaderStudies;

namespace Overread.Quality.Tests.ReaderStudies;

/// <summary>
/// The binormal curve against its definition: with three ratings it goes through both empirical points, so that a, b, likelihood and
/// variance have closed forms; with more ratings a second search with derivatives by differences and a full information matrix.
/// </summary>
public sealed class BinormalByDefinition
{
    [Theory]
    [InlineData(new[] { 30, 15, 5 }, new[] { 6, 10, 14 }, 0.95)]
    [InlineData(new[] { 12, 9, 14 }, new[] { 4, 16, 22 }, 0.9)]
    [InlineData(new[] { 5, 20, 6 }, new[] { 9, 6, 7 }, 0.5)]
    public void Three_ratings_are_met_exactly(int[] well, int[] ill, double level)
    {
        BinormalRoc curve = BinormalRoc.Fit(Ratings(ill), Ratings(well), level)!;
        double[] z = [Point(well, 1), Point(well, 2)];
        double[] y = [Point(ill, 1), Point(ill, 2)];
        double b = (y[1] - y[0]) / (z[1] - z[0]);
        double a = (b * z[0]) - y[0];
        Assert.Equal(a, curve.A, 1e-6);
        Assert.Equal(b, curve.B, 1e-6);
        Assert.Equal(OfCounts(well) + OfCounts(ill), curve.LogLikelihood, 1e-8);

        // The variance of a / √(1 + b²) by the spread of the four shares that it is a function of.
        double[] at = [z[0], z[1], y[0], y[1]];
        double[] slope = [.. Enumerable.Range(0, 4).Select(i => Slope(Probit, at, i))];
        double variance = 0;
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 2; j++)
            {
                variance += slope[i] * slope[j] * Covariance(well, i, j);
                variance += slope[2 + i] * slope[2 + j] * Covariance(ill, i, j);
            }
        }

        double probit = Probit(at);
        double reach = SpecialFunctions.NormalQuantile((1 + level) / 2) * Math.Sqrt(variance);
        Assert.Equal(SpecialFunctions.NormalDistribution(probit), curve.Area, 1e-7);
        Assert.Equal(1, Math.Pow(Density(probit), 2) * variance / curve.Variance, 1e-5);
        Assert.Equal(SpecialFunctions.NormalDistribution(probit - reach), curve.Interval.Low, 1e-6);
        Assert.Equal(SpecialFunctions.NormalDistribution(probit + reach), curve.Interval.High, 1e-6);
        Assert.Equal(("analytic", level), (curve.Interval.Method, curve.Interval.Level));

        // Both empirical points lie on the curve, and its ends are the corners.
        for (int k = 1; k <= 2; k++)
        {
            Assert.Equal(Above(ill, k), curve.TruePositives(Above(well, k)), 1e-6);
        }

        Assert.Equal(
            (0.0, 1.0, 0.0, 1.0),
            (curve.TruePositives(0), curve.TruePositives(1), curve.TruePositives(-1), curve.TruePositives(2))
        );
    }

    [Theory]
    [InlineData(new[] { 20, 12, 7, 5, 2 }, new[] { 3, 4, 8, 9, 16 })]
    [InlineData(new[] { 9, 9, 9, 9, 9, 9 }, new[] { 1, 4, 0, 12, 5, 9 })]
    public void More_ratings_have_the_likelihood_and_information_of_a_second_search(int[] well, int[] ill)
    {
        BinormalRoc curve = BinormalRoc.Fit(Ratings(ill), Ratings(well))!;
        int lines = well.Length - 1;
        double[] at = [1, 1, .. Enumerable.Range(1, lines).Select(k => Point(well, k))];
        double[,] information = new double[0, 0];
        for (int round = 0; round < 200; round++)
        {
            (double[] score, information) = Inform(at, well, ill);
            double[] step = Solve(information, score);
            at = [.. at.Zip(step, (x, d) => x + (0.7 * d))];
        }

        Assert.Equal(at[0], curve.A, 1e-5);
        Assert.Equal(at[1], curve.B, 1e-5);
        double[] shares = Shares(at);
        double likelihood = shares.Zip([.. well, .. ill], (p, n) => n == 0 ? 0 : n * Math.Log(p)).Sum();
        Assert.Equal(likelihood, curve.LogLikelihood, 1e-7);

        // Of a / √(1 + b²): its slopes on both sides of the inverse information.
        double[] slopes = [Slope(OfTwo, at, 0), Slope(OfTwo, at, 1), .. new double[lines]];
        double variance = slopes.Zip(Solve(information, slopes), (s, v) => s * v).Sum();
        Assert.Equal(1, Math.Pow(Density(OfTwo(at)), 2) * variance / curve.Variance, 1e-4);
    }

    [Fact]
    public void Where_there_is_no_curve_none_is_given()
    {
        // Two ratings fix one point, and through one point go many curves.
        Assert.Null(BinormalRoc.Fit([1, 1, 0, 1], [0, 0, 1]));
        // All but parted: the kinds meet in one rating alone, from above or below.
        Assert.Null(BinormalRoc.Fit([3, 4, 5], [1, 2, 3]));
        Assert.Null(BinormalRoc.Fit([1, 2, 3], [3, 4, 5]));
        // One kind has one rating.
        Assert.Null(BinormalRoc.Fit([2, 2, 2], [1, 2, 3]));
        Assert.Null(BinormalRoc.Fit([1, 2, 3], [2, 2]));
        Assert.Null(BinormalRoc.Fit([], [1, 2, 3]));
        Assert.Null(BinormalRoc.Fit([1, 2, 3], []));
        // The lowest rating has no diseased case and the highest half of them: b grows without end.
        Assert.Null(BinormalRoc.Fit(Ratings([0, 2, 4]), Ratings([5, 3, 2])));
        Assert.Null(BinormalRoc.Fit(Ratings([5, 3, 2]), Ratings([0, 2, 4])));
    }

    [Fact]
    public void No_curve_claims_to_be_certain()
    {
        // Diseased cases in two middle ratings alone: the slope grows, and with it the information, past what numbers hold.
        Assert.Null(BinormalRoc.Fit(Ratings([0, 0, 8, 5]), Ratings([0, 3, 7, 9, 1, 3])));
        SeededRandom random = new(17);
        int curves = 0;
        for (int study = 0; study < 2_000; study++)
        {
            int[] well = [.. Enumerable.Range(0, 3 + random.Next(4)).Select(_ => random.Next(8) * random.Next(2))];
            int[] ill = [.. well.Select(_ => random.Next(8) * random.Next(3))];
            if (BinormalRoc.Fit(Ratings(ill), Ratings(well)) is { } curve)
            {
                curves++;
                Assert.True(curve.Variance > 1e-9 && double.IsFinite(curve.Variance), curve.ToString());
                Assert.InRange(curve.Area, curve.Interval.Low, curve.Interval.High);
                Assert.True(curve.Interval.Width > 1e-6, curve.ToString());
            }
        }

        Assert.InRange(curves, 200, 1_900);
    }

    [Fact]
    public void Ratings_of_one_kind_that_lie_together_are_one()
    {
        BinormalRoc apart = BinormalRoc.Fit(Ratings([4, 0, 3, 6, 2, 1]), Ratings([9, 5, 4, 3, 0, 0]))!;
        // 4, 5 and 6 hold diseased cases alone but for the first.
        BinormalRoc joined = BinormalRoc.Fit(Ratings([4, 0, 3, 6, 3]), Ratings([9, 5, 4, 3, 0]))!;
        Assert.Equal((apart.A, apart.B, apart.LogLikelihood), (joined.A, joined.B, joined.LogLikelihood));
    }

    private static double[] Ratings(int[] counts) =>
        [.. counts.SelectMany((n, rating) => Enumerable.Repeat((double)rating, n))];

    private static double Above(int[] counts, int from) => counts[from..].Sum() / (double)counts.Sum();

    private static double Point(int[] counts, int below) => SpecialFunctions.NormalQuantile(1 - Above(counts, below));

    private static double Density(double x) => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);

    private static double OfCounts(int[] counts) => counts.Sum(n => n * Math.Log(n / (double)counts.Sum()));

    // Of the quantiles of two shares of one sample: p (1 − q) / n over their densities, p the smaller share.
    private static double Covariance(int[] counts, int first, int second)
    {
        double p = 1 - Above(counts, Math.Min(first, second) + 1);
        double q = 1 - Above(counts, Math.Max(first, second) + 1);
        return p
            * (1 - q)
            / counts.Sum()
            / Density(SpecialFunctions.NormalQuantile(p))
            / Density(SpecialFunctions.NormalQuantile(q));
    }

    private static double Probit(double[] at)
    {
        double b = (at[3] - at[2]) / (at[1] - at[0]);
        return ((b * at[0]) - at[2]) / Math.Sqrt(1 + (b * b));
    }

    private static double OfTwo(double[] at) => at[0] / Math.Sqrt(1 + (at[1] * at[1]));

    private static double Slope(Func<double[], double> of, double[] at, int i)
    {
        double[] low = [.. at];
        double[] high = [.. at];
        (low[i], high[i]) = (at[i] - 1e-5, at[i] + 1e-5);
        return (of(high) - of(low)) / 2e-5;
    }

    /// <summary>Shares of the ratings among the others, then among the diseased.</summary>
    private static double[] Shares(double[] at)
    {
        double[] lines = [-60, .. at[2..], 60];
        double[] well = [.. lines.Select(SpecialFunctions.NormalDistribution)];
        double[] ill = [0, .. at[2..].Select(line => SpecialFunctions.NormalDistribution((at[1] * line) - at[0])), 1];
        return [.. well.Skip(1).Zip(well, (h, l) => h - l), .. ill.Skip(1).Zip(ill, (h, l) => h - l)];
    }

    private static (double[] Score, double[,] Information) Inform(double[] at, int[] well, int[] ill)
    {
        int n = at.Length;
        double[] shares = Shares(at);
        double[] counts = [.. well, .. ill];
        double[] totals = [.. well.Select(_ => (double)well.Sum()), .. ill.Select(_ => (double)ill.Sum())];
        double[][] slopes =
        [
            .. Enumerable
                .Range(0, n)
                .Select(i =>
                {
                    double[] low = [.. at];
                    double[] high = [.. at];
                    (low[i], high[i]) = (at[i] - 1e-5, at[i] + 1e-5);
                    return Shares(high).Zip(Shares(low), (h, l) => (h - l) / 2e-5).ToArray();
                }),
        ];
        double[] score = new double[n];
        double[,] information = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int c = 0; c < counts.Length; c++)
            {
                score[i] += counts[c] / shares[c] * slopes[i][c];
            }

            for (int j = 0; j < n; j++)
            {
                for (int c = 0; c < counts.Length; c++)
                {
                    information[i, j] += totals[c] / shares[c] * slopes[i][c] * slopes[j][c];
                }
            }
        }

        return (score, information);
    }

    private static double[] Solve(double[,] matrix, double[] right)
    {
        int n = right.Length;
        double[,] a = (double[,])matrix.Clone();
        double[] x = [.. right];
        for (int p = 0; p < n; p++)
        {
            for (int i = 0; i < n; i++)
            {
                double factor = a[i, p] / a[p, p];
                for (int j = p; j < n && i != p; j++)
                {
                    a[i, j] -= factor * a[p, j];
                }

                x[i] -= i == p ? 0 : factor * x[p];
            }
        }

        return [.. x.Select((v, i) => v / a[i, i])];
    }
}
