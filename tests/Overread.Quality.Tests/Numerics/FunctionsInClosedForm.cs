using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Numerics;

/// <summary>Special functions where sums of few terms or closed forms give them.</summary>
public sealed class FunctionsInClosedForm
{
    [Fact]
    public void Log_gamma_is_that_of_factorials_and_half_integers()
    {
        double whole = 0;
        double half = 0.5 * Math.Log(Math.PI);
        for (int n = 1; n < 60; n++)
        {
            Assert.Equal(whole, SpecialFunctions.LogGamma(n), 1e-13 * Math.Max(10, Math.Abs(whole)));
            Assert.Equal(half, SpecialFunctions.LogGamma(n - 0.5), 1e-13 * Math.Max(10, Math.Abs(half)));
            whole += Math.Log(n);
            half += Math.Log(n - 0.5);
        }

        // Γ(x)Γ(1 − x) = π / sin πx; Γ(1/4) = 3.6256099082219083119.
        Assert.Equal(Math.Log(3.6256099082219083119), SpecialFunctions.LogGamma(0.25), 1e-13);
        Assert.Equal(Math.Log(1.2254167024651776451), SpecialFunctions.LogGamma(0.75), 1e-13);
        Assert.Equal(Math.Log(99.432585119150603714), SpecialFunctions.LogGamma(0.01), 1e-12);
    }

    [Fact]
    public void Incomplete_beta_is_a_binomial_sum()
    {
        Assert.Equal(
            (0.0, 0.0, 1.0, 1.0),
            (
                SpecialFunctions.IncompleteBeta(-1, 2, 3),
                SpecialFunctions.IncompleteBeta(0, 2, 3),
                SpecialFunctions.IncompleteBeta(1, 2, 3),
                SpecialFunctions.IncompleteBeta(2, 2, 3)
            )
        );
        for (int a = 1; a < 9; a++)
        {
            for (int b = 1; b < 9; b++)
            {
                for (double x = 0.05; x < 1; x += 0.09)
                {
                    Assert.Equal(Binomial(a, b, x), SpecialFunctions.IncompleteBeta(x, a, b), 1e-13);
                }
            }
        }

        // Arcsine law: I_x(1/2, 1/2) = 2/π asin √x.
        for (double x = 0.01; x < 1; x += 0.07)
        {
            Assert.Equal(2 / Math.PI * Math.Asin(Math.Sqrt(x)), SpecialFunctions.IncompleteBeta(x, 0.5, 0.5), 1e-13);
        }
    }

    [Fact]
    public void Beta_quantiles_invert_the_distribution()
    {
        Assert.Equal((0.0, 1.0), (SpecialFunctions.BetaQuantile(0, 2, 3), SpecialFunctions.BetaQuantile(1, 2, 3)));
        foreach (
            (int a, int b) in (ValueTuple<int, int>[])[(1, 1), (2, 5), (7, 3), (30, 2), (1, 40), (60, 45), (180, 20)]
        )
        {
            foreach (double p in (double[])[1e-8, 1e-6, 0.025, 0.3, 0.5, 0.9, 0.999])
            {
                double x = SpecialFunctions.BetaQuantile(p, a, b);
                Assert.Equal(p, Binomial(a, b, x), 1e-12);
            }
        }

        // I_x(1, b) = 1 − (1 − x)^b and I_x(a, 1) = x^a; tails far out keep their digits.
        Assert.Equal(1 - Math.Pow(0.2, 1 / 7.0), SpecialFunctions.BetaQuantile(0.8, 1, 7), 1e-14);
        Assert.Equal(Math.Pow(1e-30, 0.25), SpecialFunctions.BetaQuantile(1e-30, 4, 1), 1e-20);
        Assert.Equal(Math.Pow(Math.Sin(Math.PI * 0.05), 2), SpecialFunctions.BetaQuantile(0.1, 0.5, 0.5), 1e-14);
    }

    [Fact]
    public void Incomplete_gamma_is_a_poisson_sum()
    {
        Assert.Equal(0, SpecialFunctions.IncompleteGamma(2, 0));
        Assert.Equal(0, SpecialFunctions.IncompleteGamma(2, -1));
        for (int a = 1; a < 12; a++)
        {
            for (double x = 0.3; x < 25; x *= 1.4)
            {
                double term = Math.Exp(-x);
                double below = 0;
                for (int k = 0; k < a; k++)
                {
                    below += term;
                    term *= x / (k + 1);
                }

                double above = 0;
                for (int k = a; k < a + 200; k++)
                {
                    above += term;
                    term *= x / (k + 1);
                }

                Assert.Equal(above, SpecialFunctions.IncompleteGamma(a, x), 1e-13);
                Assert.Equal(1 - below, SpecialFunctions.IncompleteGamma(a, x), 1e-12);
            }
        }
    }

    // Φ to 15 digits, from tables of the error function (Abramowitz and Stegun 26.1; Mills' ratio beyond).
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(0.5, 0.691462461274013)]
    [InlineData(1, 0.841344746068543)]
    [InlineData(-1, 0.158655253931457)]
    [InlineData(2, 0.977249868051821)]
    [InlineData(-3, 1.34989803163009e-3)]
    [InlineData(-4.9, 4.79183276590321e-7)]
    [InlineData(-5, 2.86651571879194e-7)]
    [InlineData(-6, 9.86587645037698e-10)]
    [InlineData(-10, 7.61985302416053e-24)]
    public void Normal_distribution(double z, double expected)
    {
        Assert.Equal(expected, SpecialFunctions.NormalDistribution(z), (expected * 2e-9) + 1e-15);
        Assert.Equal(1 - expected, SpecialFunctions.NormalDistribution(-z), 1e-14);
    }

    [Fact]
    public void Normal_quantiles_invert_the_distribution_and_are_odd()
    {
        foreach (double p in (double[])[1e-12, 1e-6, 0.01, 0.2, 0.45, 0.5])
        {
            double z = SpecialFunctions.NormalQuantile(p);
            Assert.Equal(p, SpecialFunctions.NormalDistribution(z), p * 1e-9);
            if (p > 1e-4)
            {
                Assert.Equal(-z, SpecialFunctions.NormalQuantile(1 - p), 1e-12);
            }
        }

        Assert.Equal(-4.753424308822899, SpecialFunctions.NormalQuantile(1e-6), 1e-8);
        foreach (double p in (double[])[0, 1, -0.1, 1.1])
        {
            Assert.Equal(
                "p",
                Assert.Throws<ArgumentOutOfRangeException>(() => SpecialFunctions.NormalQuantile(p)).ParamName
            );
        }
    }

    [Theory]
    [InlineData(0.6)]
    [InlineData(0.9)]
    [InlineData(0.975)]
    [InlineData(0.9995)]
    public void Student_and_fisher_quantiles_of_few_degrees(double p)
    {
        // ν = 1: tan π(p − ½); ν = 2: 2q √(2/α), α = 4p(1 − p), q = p − ½; ν = 4 after Shaw 2006.
        double alpha = 4 * p * (1 - p);
        Check(1, Math.Tan(Math.PI * (p - 0.5)));
        Check(2, 2 * (p - 0.5) * Math.Sqrt(2 / alpha));
        double q = Math.Cos(Math.Acos(Math.Sqrt(alpha)) / 3) / Math.Sqrt(alpha);
        Check(4, 2 * Math.Sqrt(q - 1));
        Assert.Equal(0, SpecialFunctions.StudentQuantile(0.5, 3));

        // F(2, d): d/2 ((1 − p)^(−2/d) − 1); F(d, 2) is the reciprocal of F(2, d) at 1 − p; F(1, d) = t².
        for (int d = 1; d < 9; d++)
        {
            double two = d / 2.0 * (Math.Pow(1 - p, -2.0 / d) - 1);
            Assert.Equal(two, SpecialFunctions.FisherQuantile(p, 2, d), 1e-9 * two);
            double other = 1 / (d / 2.0 * (Math.Pow(p, -2.0 / d) - 1));
            Assert.Equal(other, SpecialFunctions.FisherQuantile(p, d, 2), 1e-9 * other);
            double t = SpecialFunctions.StudentQuantile(0.5 + (p / 2), d);
            Assert.Equal(t * t, SpecialFunctions.FisherQuantile(p, 1, d), 1e-7 * t * t);
        }

        Assert.Equal(double.MaxValue, SpecialFunctions.FisherQuantile(1, 3, 4));

        void Check(int degrees, double expected)
        {
            Assert.Equal(expected, SpecialFunctions.StudentQuantile(p, degrees), 1e-9 * Math.Max(1, expected));
            Assert.Equal(-expected, SpecialFunctions.StudentQuantile(1 - p, degrees), 1e-9 * Math.Max(1, expected));
        }
    }

    // The chance of a or more successes in a + b − 1 trials.
    private static double Binomial(int a, int b, double x)
    {
        int n = a + b - 1;
        double sum = 0;
        for (int j = a; j <= n; j++)
        {
            double ways = 1;
            for (int i = 0; i < j; i++)
            {
                ways *= (n - i) / (i + 1.0);
            }

            sum += ways * Math.Pow(x, j) * Math.Pow(1 - x, n - j);
        }

        return sum;
    }
}
