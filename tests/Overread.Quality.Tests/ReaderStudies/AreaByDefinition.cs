using Overread.Quality.Numerics;
using Overread.Quality.ReaderStudies;

namespace Overread.Quality.Tests.ReaderStudies;

/// <summary>Areas of single readers against all comparisons, DeLong's variance from its placements, the curve from its score.</summary>
public sealed class AreaByDefinition
{
    [Fact]
    public void Area_variance_and_interval_are_those_of_all_comparisons()
    {
        for (ulong seed = 1; seed <= 30; seed++)
        {
            SeededRandom random = new(seed);
            double[] ill = [.. Enumerable.Range(0, 2 + random.Next(12)).Select(_ => 1.0 + random.Next(6))];
            double[] well = [.. Enumerable.Range(0, 2 + random.Next(12)).Select(_ => (double)random.Next(6))];
            static double Above(double a, double b) =>
                a > b ? 1
                : a == b ? 0.5
                : 0;
            double[] ofIll = [.. ill.Select(a => well.Average(b => Above(a, b)))];
            double[] ofWell = [.. well.Select(b => ill.Average(a => Above(a, b)))];
            double area = ofIll.Average();
            double variance =
                (ofIll.Sum(v => (v - area) * (v - area)) / (ill.Length - 1.0) / ill.Length)
                + (ofWell.Sum(v => (v - area) * (v - area)) / (well.Length - 1.0) / well.Length);
            foreach (double level in (double[])[0.95, 0.5])
            {
                RocArea found = RocArea.Of(ill, well, level)!;
                Assert.Equal(area, found.Area, 1e-12);
                Assert.Equal(area, RocArea.Value(ill, well), 1e-12);
                Assert.Equal(variance, found.Variance!.Value, 1e-12);
                if (variance > 0 && area is > 0 and < 1)
                {
                    double z = SpecialFunctions.NormalQuantile((1 + level) / 2);
                    double error = Math.Sqrt(variance) / (area * (1 - area));
                    static double Share(double odds) => Math.Exp(odds) / (1 + Math.Exp(odds));
                    Assert.Equal(Share(Math.Log(area / (1 - area)) - (z * error)), found.Interval!.Value.Low, 1e-10);
                    Assert.Equal(Share(Math.Log(area / (1 - area)) + (z * error)), found.Interval!.Value.High, 1e-10);
                    Assert.Equal(("analytic", level), (found.Interval!.Value.Method, found.Interval!.Value.Level));
                }
                else
                {
                    Assert.Null(found.Interval);
                }
            }
        }
    }

    [Fact]
    public void What_has_no_area_or_no_variance_says_so()
    {
        Assert.Null(RocArea.Of([], [1]));
        Assert.Null(RocArea.Of([1], []));
        Assert.Equal(new RocArea(1, null, null), RocArea.Of([2], [1, 0, 1]));
        Assert.Equal(new RocArea(0.5, null, null), RocArea.Of([1, 1, 1], [1]));
        // Parted wholly, the wrong way round, or all alike: nothing varies.
        Assert.Equal(new RocArea(1, 0, null), RocArea.Of([3, 4], [1, 2]));
        Assert.Equal(new RocArea(0, 0, null), RocArea.Of([1, 2], [3, 4]));
        Assert.Equal(new RocArea(0.5, 0, null), RocArea.Of([1, 1], [1, 1]));
        foreach (double level in (double[])[0, 1, -1, 2, double.NaN])
        {
            Assert.Throws<ArgumentException>(() => RocArea.Of([1, 2], [0, 1], level));
            Assert.Throws<ArgumentException>(() => BinormalRoc.Fit([1, 2, 3], [0, 1, 2], level));
        }

        Assert.Throws<ArgumentException>(() => RocArea.Of([1, double.NaN], [0, 1]));
        Assert.Throws<ArgumentException>(() => RocArea.Of([1, 2], [0, double.NaN]));
        Assert.Throws<ArgumentException>(() => BinormalRoc.Fit([1, double.NaN], [0, 1]));
        Assert.Throws<ArgumentException>(() => BinormalRoc.Fit([1, 2], [0, double.PositiveInfinity]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void The_curve_of_greatest_likelihood_has_no_better_one_beside_it(ulong seed)
    {
        SeededRandom random = new(seed);
        double[] well = [.. Enumerable.Range(0, 40).Select(_ => (double)random.Next(5))];
        double[] ill = [.. Enumerable.Range(0, 35).Select(_ => (double)Math.Min(5, random.Next(5) + random.Next(3)))];
        BinormalRoc curve = BinormalRoc.Fit(ill, well)!;
        double[] cuts = Cuts(curve, ill, well);
        double best = LogLikelihood(curve.A, curve.B, cuts, ill, well);
        Assert.Equal(best, curve.LogLikelihood, 1e-4);
        foreach ((double a, double b) in ((double, double)[])[(0.02, 0), (-0.02, 0), (0, 0.02), (0, -0.02)])
        {
            Assert.True(LogLikelihood(curve.A + a, curve.B + b, cuts, ill, well) < best);
        }

        double probit = curve.A / Math.Sqrt(1 + (curve.B * curve.B));
        Assert.Equal(SpecialFunctions.NormalDistribution(probit), curve.Area, 1e-10);
        double reach = SpecialFunctions.NormalQuantile(0.975) * Math.Sqrt(curve.Variance) / Density(probit);
        Assert.Equal(SpecialFunctions.NormalDistribution(probit - reach), curve.Interval.Low, 1e-9);
        Assert.Equal(SpecialFunctions.NormalDistribution(probit + reach), curve.Interval.High, 1e-9);
        Assert.Equal(
            (0.0, 1.0, 0.0, 1.0),
            (curve.TruePositives(0), curve.TruePositives(1), curve.TruePositives(-1), curve.TruePositives(2))
        );
        Assert.Equal(
            SpecialFunctions.NormalDistribution(curve.A + (curve.B * SpecialFunctions.NormalQuantile(0.3))),
            curve.TruePositives(0.3),
            1e-12
        );
    }

    private static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    // Ratings 0 to 5; those that one kind alone has beside another such are one, as the fit takes them.
    private static (double[] Well, double[] Ill) Counts(double[] ill, double[] well)
    {
        List<(double Well, double Ill)> runs = [];
        for (int k = 0; k <= 5; k++)
        {
            (double w, double i) = (well.Count(r => r == k), ill.Count(r => r == k));
            if (w + i == 0)
            {
                continue;
            }

            if (runs.Count > 0 && ((w == 0 && runs[^1].Well == 0) || (i == 0 && runs[^1].Ill == 0)))
            {
                runs[^1] = (runs[^1].Well + w, runs[^1].Ill + i);
            }
            else
            {
                runs.Add((w, i));
            }
        }

        return ([.. runs.Select(r => r.Well)], [.. runs.Select(r => r.Ill)]);
    }

    private static double[] Cuts(BinormalRoc curve, double[] ill, double[] well)
    {
        (double[] w, _) = Counts(ill, well);
        double[] start = new double[w.Length - 1];
        double below = 0;
        for (int k = 0; k < start.Length; k++)
        {
            below += w[k];
            start[k] = SpecialFunctions.NormalQuantile(Math.Clamp(below / w.Sum(), 0.01, 0.99)) + (k * 1e-3);
        }

        return Refit(curve.A, curve.B, start, ill, well);
    }

    private static double LogLikelihood(double a, double b, double[] cuts, double[] ill, double[] well)
    {
        (double[] w, double[] i) = Counts(ill, well);
        double sum = 0;
        for (int k = 0; k < w.Length; k++)
        {
            (double low, double high) = (k == 0 ? -40 : cuts[k - 1], k == w.Length - 1 ? 40 : cuts[k]);
            if (high <= low)
            {
                return double.NegativeInfinity;
            }

            double atWell = SpecialFunctions.NormalDistribution(high) - SpecialFunctions.NormalDistribution(low);
            double atIll =
                SpecialFunctions.NormalDistribution((b * high) - a)
                - SpecialFunctions.NormalDistribution((b * low) - a);
            sum += (w[k] > 0 ? w[k] * Math.Log(atWell) : 0) + (i[k] > 0 ? i[k] * Math.Log(atIll) : 0);
        }

        return sum;
    }

    // The thresholds that are best for a curve: one after the other by golden section, until nothing moves.
    private static double[] Refit(double a, double b, double[] start, double[] ill, double[] well)
    {
        double[] cuts = [.. start];
        for (int round = 0; round < 25; round++)
        {
            double moved = 0;
            for (int k = 0; k < cuts.Length; k++)
            {
                double low = k == 0 ? -8 : cuts[k - 1] + 1e-9;
                double high = k == cuts.Length - 1 ? 8 : cuts[k + 1] - 1e-9;
                double before = cuts[k];
                double At(double x)
                {
                    cuts[k] = x;
                    return LogLikelihood(a, b, cuts, ill, well);
                }

                for (int i = 0; i < 26; i++)
                {
                    double first = low + ((high - low) * 0.381966);
                    double second = low + ((high - low) * 0.618034);
                    (low, high) = At(first) > At(second) ? (low, second) : (first, high);
                }

                cuts[k] = (low + high) / 2;
                moved = Math.Max(moved, Math.Abs(cuts[k] - before));
            }

            if (moved < 1e-5)
            {
                break;
            }
        }

        return cuts;
    }
}
