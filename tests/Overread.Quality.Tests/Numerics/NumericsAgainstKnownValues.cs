using System.Runtime.Intrinsics;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Numerics;

public sealed class NumericsAgainstKnownValues
{
    [Fact]
    public void Exponential_of_lanes()
    {
        SeededRandom random = new(3);
        for (int i = 0; i < 20_000; i++)
        {
            double x = -720 * random.NextDouble() * random.NextDouble();
            double expected = x < -708 ? 0 : Math.Exp(x);
            Assert.Equal(expected, Lanes.Exp(Vector256.Create(x))[3], expected * 1e-14);
            float single = (float)(x / 8);
            float expectedSingle = single < -87 ? 0 : MathF.Exp(single);
            Assert.Equal(expectedSingle, Lanes.Exp(Vector256.Create(single))[5], expectedSingle * 1e-6);
        }

        Assert.Equal(1.0, Lanes.Exp(Vector256<double>.Zero)[0]);
        Assert.Equal(0.0, Lanes.Exp(Vector256.Create(-1e30))[0]);
        Assert.Equal(36.0, Lanes.Sum(Vector256.Create(1.0, 2, 30, 3)));
        Assert.Equal(9.0, Lanes.Max(Vector256.Create(1.0, 2, 9, 4)));
        Assert.Equal(36f, Lanes.Sum(Vector256.Create(1f, 2, 3, 4, 5, 6, 7, 8)));
        Assert.Equal(16f, Lanes.Max(Vector256.Create(1f, 2, 3, 4, 5, 16, 7, 8)));
    }

    // R 4.2.2 to the digits given: qnorm, qt, qf, qbeta, lgamma, pbeta.
    [Theory]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.5, 0)]
    [InlineData(0.001, -3.090232306167813)]
    public void Normal_quantile(double p, double expected) =>
        Assert.Equal(expected, SpecialFunctions.NormalQuantile(p), 1e-12);

    [Theory]
    [InlineData(0.975, 1, 12.706204736174698)]
    [InlineData(0.975, 10, 2.2281388519649385)]
    [InlineData(0.025, 19, -2.093024054408263)]
    public void Student_quantile(double p, double degrees, double expected) =>
        Assert.Equal(expected, SpecialFunctions.StudentQuantile(p, degrees), 1e-9);

    [Fact]
    public void Fisher_and_beta_quantiles()
    {
        Assert.Equal(4.964602743730711, SpecialFunctions.FisherQuantile(0.95, 1, 10), 1e-9);
        Assert.Equal(
            0.05 / 2,
            SpecialFunctions.IncompleteBeta(SpecialFunctions.BetaQuantile(0.025, 3, 8), 3, 8),
            1e-12
        );

        // I_x(1, b) = 1 − (1 − x)^b.
        Assert.Equal(1 - Math.Pow(0.7, 5), SpecialFunctions.IncompleteBeta(0.3, 1, 5), 1e-14);
        Assert.Equal(Math.Log(362880), SpecialFunctions.LogGamma(10), 1e-12);
    }

    [Theory]
    [InlineData(20, 0.3)]
    [InlineData(1000, 0.02)]
    [InlineData(1000, 0.4)]
    [InlineData(100_000, 0.9)]
    public void Binomial_numbers_have_their_mean_and_variance(long trials, double probability)
    {
        SeededRandom random = new(17);
        double sum = 0;
        double squares = 0;
        const int Draws = 40_000;
        for (int i = 0; i < Draws; i++)
        {
            double value = random.NextBinomial(trials, probability);
            sum += value;
            squares += value * value;
        }

        double mean = sum / Draws;
        double variance = (squares / Draws) - (mean * mean);
        double expected = trials * probability * (1 - probability);
        Assert.Equal(trials * probability, mean, 5 * Math.Sqrt(expected / Draws));
        Assert.Equal(1, variance / expected, 0.04);
    }

    [Fact]
    public void A_seed_is_a_stream_and_parts_differ()
    {
        SeededRandom first = new(5);
        SeededRandom again = new(5);
        Assert.Equal(first.NextBits(), again.NextBits());
        Assert.NotEqual(SeededRandom.ForPart(5, 0).NextBits(), SeededRandom.ForPart(5, 1).NextBits());
        double mean = 0;
        for (int i = 0; i < 10_000; i++)
        {
            mean += first.Next(7) / 10_000.0;
        }

        Assert.Equal(3, mean, 0.1);
    }
}
