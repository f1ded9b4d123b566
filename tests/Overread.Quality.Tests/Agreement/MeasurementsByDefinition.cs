using Overread.Quality.Agreement;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Agreement;

/// <summary>Coefficients of measured values on random tables against their textbook formulas.</summary>
public sealed class MeasurementsByDefinition
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 9)]
    [InlineData(3, 30)]
    public void Bland_altman(int seed, int n)
    {
        (double[] first, double[] second) = (Normals(seed, n, 7), Normals(seed + 50, n, 5));
        BlandAltman found = BlandAltman.Of(first, second)!;
        double[] d = [.. first.Zip(second, (a, b) => a - b)];
        double[] m = [.. first.Zip(second, (a, b) => (a + b) / 2)];
        double deviation = Math.Sqrt(Product(d, d) / (n - 1));
        double t = SpecialFunctions.StudentQuantile(0.975, n - 1);
        const double Z = 1.959963984540054;
        Assert.Equal(n, found.Items);
        Near(d.Average(), found.Bias);
        Around(found.Bias, t * deviation / Math.Sqrt(n), found.BiasInterval!.Value);
        Near(d.Average() - (Z * deviation), found.Low);
        Near(d.Average() + (Z * deviation), found.High);
        double limit = t * Math.Sqrt((deviation * deviation / n) + (Z * Z * deviation * deviation / (2 * (n - 1.0))));
        Around(found.Low, limit, found.LowInterval!.Value);
        Around(found.High, limit, found.HighInterval!.Value);
        Near(Product(d, m) / Math.Sqrt(Product(d, d) * Product(m, m)), found.Trend!.Value);
    }

    [Fact]
    public void Bland_altman_needs_three_pairs_and_variance_for_a_trend()
    {
        Assert.Null(BlandAltman.Of([1, 2], [1, 2]));
        Assert.Equal(3, BlandAltman.Of([1, 2, 4], [1, 2, 3])!.Items);

        // All differences equal; all means equal.
        Assert.Null(BlandAltman.Of([1, 2, 3], [2, 3, 4])!.Trend);
        Assert.Null(BlandAltman.Of([1, 2, 3], [3, 2, 1])!.Trend);
        Assert.Contains("3 and 2", Refusal(() => BlandAltman.Of([1, 2, 3], [1, 2])), StringComparison.Ordinal);
        Assert.Contains(
            "Pair 1",
            Refusal(() => BlandAltman.Of([1, double.NaN, 3], [1, 2, 3])),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Pair 2",
            Refusal(() => BlandAltman.Of([1, 2, 3], [1, 2, double.PositiveInfinity])),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(1, 6, 3, 4)]
    [InlineData(2, 12, 5, 9)]
    [InlineData(3, 4, 2, 30)]
    [InlineData(4, 9, 4, 3)]
    public void Kendall_w_with_ties_and_its_jackknife(int seed, int items, int readers, int grades)
    {
        SeededRandom random = new((ulong)seed);
        double[] values = new double[items * readers];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (i / readers / 3) + random.Next(grades);
        }

        Coefficient found = KendallW.Of(values, readers, 0.9);
        Near(Concordance(values, readers, -1), found.Value!.Value);
        double[] left = [.. Enumerable.Range(0, items).Select(i => Concordance(values, readers, i))];
        (double low, double high) = NaiveAgreement.Jackknife(found.Value.Value, left, false, 0, 0.9);
        Near(low, found.Interval!.Value.Low);
        Near(high, found.Interval.Value.High);
        Assert.Equal((0.9, "jackknife"), (found.Interval.Value.Level, found.Interval.Value.Method));
        Assert.Equal(("kendall-w", items, readers), (found.Name, found.Items, found.Readers));
    }

    [Fact]
    public void Kendall_w_without_an_answer()
    {
        Assert.Null(KendallW.Of([1, 1, 2, 2, 3, 3], 2).Interval);
        Assert.NotNull(KendallW.Of([1, 1, 2, 3, 3, 2, 4, 5], 2).Interval);
        Assert.Equal(AgreementState.NoLabels, KendallW.Of([], 2).State);
        Assert.Equal(AgreementState.NoLabels, KendallW.Of([1, 2], 2).State);
        Assert.Equal(AgreementState.MissingReads, KendallW.Of([1, 2, double.NaN, 2], 2).State);
        Assert.Equal(AgreementState.NoVariance, KendallW.Of([3, 3, 3, 3, 3, 3], 2).State);

        // Without its last item nothing varies.
        ConfidenceInterval open = KendallW.Of([1, 1, 1, 1, 1, 1, 2, 2], 2).Interval!.Value;
        Assert.Equal((0.0, 1.0, "undetermined"), (open.Low, open.High, open.Method));
        Assert.Contains("3 values", Refusal(() => KendallW.Of([1, 2, 3], 2)), StringComparison.Ordinal);
        Assert.Contains("1 readers", Refusal(() => KendallW.Of([1, 2, 3], 1)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 5, 2)]
    [InlineData(2, 8, 4)]
    [InlineData(3, 20, 3)]
    public void Intraclass_correlations_from_the_mean_squares(int seed, int n, int k)
    {
        double[] values = Normals(seed, n * k, 1);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] += (2 * (i / k % 4)) + (0.7 * (i % k));
        }

        double Mean(Func<int, bool> chosen) => values.Where((_, i) => chosen(i)).Average();
        double grand = Mean(_ => true);
        double[] rows = [.. Enumerable.Range(0, n).Select(r => Mean(i => i / k == r))];
        double[] columns = [.. Enumerable.Range(0, k).Select(c => Mean(i => i % k == c))];
        double msr = k * rows.Sum(m => Square(m - grand)) / (n - 1);
        double msc = n * columns.Sum(m => Square(m - grand)) / (k - 1);
        double msw = values.Select((v, i) => Square(v - rows[i / k])).Sum() / (n * (k - 1));
        double mse =
            values.Select((v, i) => Square(v - rows[i / k] - columns[i % k] + grand)).Sum() / ((n - 1) * (k - 1));
        const double Tail = 0.95;

        // McGraw and Wong 1996, tables 4 and 7.
        double one = msr / msw;
        double oneLow = one / SpecialFunctions.FisherQuantile(Tail, n - 1, n * (k - 1));
        double oneHigh = one * SpecialFunctions.FisherQuantile(Tail, n * (k - 1), n - 1);
        Same(
            IccModel.OneWay,
            (msr - msw) / (msr + ((k - 1) * msw)),
            (oneLow - 1) / (oneLow + k - 1),
            (oneHigh - 1) / (oneHigh + k - 1)
        );
        double c = msr / mse;
        double cLow = c / SpecialFunctions.FisherQuantile(Tail, n - 1, (n - 1) * (k - 1));
        double cHigh = c * SpecialFunctions.FisherQuantile(Tail, (n - 1) * (k - 1), n - 1);
        Same(
            IccModel.Consistency,
            (msr - mse) / (msr + ((k - 1) * mse)),
            (cLow - 1) / (cLow + k - 1),
            (cHigh - 1) / (cHigh + k - 1)
        );
        double a = (msr - mse) / (msr + ((k - 1) * mse) + ((double)k / n * (msc - mse)));
        double left = k * a / (n * (1 - a));
        double right = 1 + (k * a * (n - 1) / (n * (1 - a)));
        double v =
            Square((left * msc) + (right * mse))
            / ((Square(left * msc) / (k - 1)) + (Square(right * mse) / ((n - 1) * (k - 1))));
        double down = SpecialFunctions.FisherQuantile(Tail, n - 1, v);
        double up = SpecialFunctions.FisherQuantile(Tail, v, n - 1);
        double rest = (k * msc) + (((k * n) - k - n) * mse);
        Same(
            IccModel.Absolute,
            a,
            n * (msr - (down * mse)) / ((down * rest) + (n * msr)),
            n * ((up * msr) - mse) / (rest + (n * up * msr))
        );

        void Same(IccModel model, double value, double low, double high)
        {
            double Many(double x) => k * x / (1 + ((k - 1) * x));
            Coefficient single = IntraclassCorrelation.Of(values, k, model, level: 0.9);
            Coefficient averaged = IntraclassCorrelation.Of(values, k, model, averaged: true, level: 0.9);
            Near(value, single.Value!.Value);
            if (model == IccModel.Absolute)
            {
                // Joined with the generalized interval: never nearer than the published one.
                Assert.InRange(single.Interval!.Value.Low, -1, low + 1e-9);
                Assert.InRange(single.Interval.Value.High, high - 1e-9, 1);
            }
            else
            {
                Near(low, single.Interval!.Value.Low);
                Near(high, single.Interval.Value.High);
            }

            Near(Many(value), averaged.Value!.Value);
            Near(Many(single.Interval.Value.Low), averaged.Interval!.Value.Low);
            Near(Many(single.Interval.Value.High), averaged.Interval.Value.High);
            Assert.Equal((n, k, AgreementState.Computed), (single.Items, single.Readers, single.State));
            Assert.Equal((0.9, "analytic"), (single.Interval.Value.Level, single.Interval.Value.Method));
            string form =
                model == IccModel.OneWay ? "1"
                : model == IccModel.Consistency ? "c"
                : "a";
            Assert.Equal(($"icc-{form}-1", $"icc-{form}-k"), (single.Name, averaged.Name));
        }
    }

    [Theory]
    [InlineData(IccModel.OneWay)]
    [InlineData(IccModel.Consistency)]
    [InlineData(IccModel.Absolute)]
    public void Intraclass_correlations_without_error(IccModel model)
    {
        Coefficient perfect = IntraclassCorrelation.Of([1, 1, 2, 2, 5, 5], 2, model);
        Assert.Equal((1.0, null), (perfect.Value!.Value, perfect.Interval));
        Assert.Equal(AgreementState.NoOverlap, IntraclassCorrelation.Of([1, 2], 2, model).State);
        Assert.Equal(AgreementState.Computed, IntraclassCorrelation.Of([1, 2, 3, 5], 2, model).State);
        Assert.Contains(
            "1 readers",
            Refusal(() => IntraclassCorrelation.Of([1, 2], 1, model)),
            StringComparison.Ordinal
        );
    }

    // W = 12 S / (m² (n³ − n) − m Σ(t³ − t)), ranks by counting who is smaller.
    private static double Concordance(double[] values, int readers, int without)
    {
        int[] items = [.. Enumerable.Range(0, values.Length / readers).Where(i => i != without)];
        int n = items.Length;
        double ties = 0;
        double[] sums = new double[n];
        for (int r = 0; r < readers; r++)
        {
            double[] column = [.. items.Select(i => values[(i * readers) + r])];
            for (int i = 0; i < n; i++)
            {
                sums[i] += column.Count(v => v < column[i]) + ((column.Count(v => v == column[i]) + 1) / 2.0);
            }

            ties += column.GroupBy(v => v).Sum(g => Math.Pow(g.Count(), 3) - g.Count());
        }

        double s = sums.Sum(sum => Square(sum - (readers * (n + 1) / 2.0)));
        return 12 * s / ((readers * readers * (Math.Pow(n, 3) - n)) - (readers * ties));
    }

    private static double[] Normals(int seed, int n, double centre)
    {
        SeededRandom random = new((ulong)seed);
        return [.. Enumerable.Range(0, n).Select(_ => centre + (2 * random.NextNormal()))];
    }

    private static double Product(double[] a, double[] b) =>
        a.Zip(b, (x, y) => (x - a.Average()) * (y - b.Average())).Sum();

    private static double Square(double x) => x * x;

    private static void Near(double expected, double found) => Assert.Equal(expected, found, 1e-9);

    private static void Around(double centre, double reach, ConfidenceInterval found)
    {
        Near(centre - reach, found.Low);
        Near(centre + reach, found.High);
        Assert.Equal((0.95, "analytic"), (found.Level, found.Method));
    }

    private static string Refusal(Action action) => Assert.Throws<ArgumentException>(action).Message;
}
