using Overread.Quality.Numerics;
using Overread.Quality.ReaderStudies;

namespace Overread.Quality.Tests.ReaderStudies;

/// <summary>Error terms of planned studies by the formulas of Hillis, Obuchowski and Berbaum 2011, and what is refused.</summary>
public sealed class SizeByDefinition
{
    private static readonly VarianceComponents s_pilot = new(0.0015, 0.0002, 0.0008, 0.00035, 0.00034, 0.00024, 114);

    [Theory]
    [InlineData(5, 114)]
    [InlineData(2, 60)]
    [InlineData(12, 400)]
    public void Errors_and_degrees_follow_the_formulas(int readers, int cases)
    {
        double scale = 114.0 / cases;
        double own = (0.0008 - 0.00035) * scale;
        double apart = (0.00034 - 0.00024) * scale;
        double square = 0.0002 + own - apart;
        double both = square + (readers * apart);
        (double error, double degrees) = StudySize.Error(
            s_pilot,
            readers,
            cases,
            StudyFactors.RandomReadersRandomCases
        );
        Assert.Equal(both, error, 1e-15);
        Assert.Equal(both * both / (square * square) * (readers - 1), degrees, 1e-9);
        (error, degrees) = StudySize.Error(s_pilot, readers, cases, StudyFactors.RandomReadersFixedCases);
        Assert.Equal(square, error, 1e-15);
        Assert.Equal(readers - 1, degrees);
        (error, degrees) = StudySize.Error(s_pilot, readers, cases, StudyFactors.FixedReadersRandomCases);
        Assert.Equal(own + ((readers - 1) * apart), error, 1e-15);
        Assert.Equal(double.PositiveInfinity, degrees);
        // Readers who are these very ones: a normal test of the mean difference.
        double shift = Math.Sqrt(readers * 0.05 * 0.05 / (2 * error));
        foreach (double alpha in (double[])[0.05, 0.2])
        {
            double z = SpecialFunctions.NormalQuantile(1 - (alpha / 2));
            Assert.Equal(
                SpecialFunctions.NormalDistribution(shift - z) + SpecialFunctions.NormalDistribution(-shift - z),
                StudySize.Power(s_pilot, 0.05, readers, cases, StudyFactors.FixedReadersRandomCases, alpha),
                1e-12
            );
        }
    }

    [Fact]
    public void Negative_estimates_count_as_none_and_nothing_but_cases_is_normal()
    {
        VarianceComponents odd = new(0.001, -0.0001, 0.0003, 0.0004, 0.0002, 0.0003, 100);
        (double error, double degrees) = StudySize.Error(odd, 4, 100, StudyFactors.RandomReadersRandomCases);
        Assert.Equal((0.0, double.PositiveInfinity), (error, degrees));
        Assert.Contains(
            "no variation",
            Assert.Throws<ArgumentException>(() => StudySize.Power(odd, 0.1, 4, 100)).Message,
            StringComparison.Ordinal
        );
        // Covariance over cases alone: its own variance is nothing.
        VarianceComponents even = new(0.001, null, 0.0004, 0.0004, 0.0003, 0.0001, 100);
        (error, degrees) = StudySize.Error(
            even with
            {
                ModalityReader = 0,
            },
            4,
            50,
            StudyFactors.RandomReadersRandomCases
        );
        Assert.Equal(4 * 0.0002 * 2, error, 1e-15);
        Assert.Equal(double.PositiveInfinity, degrees);
        Assert.Equal(3 * 0.0002 * 2, StudySize.Error(even, 4, 50, StudyFactors.FixedReadersRandomCases).Error, 1e-15);
        Assert.Equal(
            0,
            StudySize.Error(even with { Cov2 = null, Cov3 = null }, 1, 50, StudyFactors.FixedReadersRandomCases).Error
        );
    }

    [Fact]
    public void What_cannot_be_planned_is_refused()
    {
        void Refused(Action act) => Assert.Throws<ArgumentException>(act);
        foreach (double difference in (double[])[0, double.NaN, double.PositiveInfinity])
        {
            Refused(() => StudySize.Power(s_pilot, difference, 4, 100));
        }

        foreach (double share in (double[])[0, 1, -0.1, 1.1, double.NaN])
        {
            Refused(() => StudySize.Power(s_pilot, 0.05, 4, 100, alpha: share));
            Refused(() => StudySize.Cases(s_pilot, 0.05, 4, share));
        }

        Refused(() => StudySize.Power(s_pilot, 0.05, 1, 100));
        Refused(() => StudySize.Power(s_pilot, 0.05, 4, 1));
        Refused(() => StudySize.Power(s_pilot, 0.05, 0, 100, StudyFactors.FixedReadersRandomCases));
        Refused(() => StudySize.Power(s_pilot with { Cov1 = null }, 0.05, 4, 100));
        Refused(() => StudySize.Power(s_pilot with { ModalityReader = null }, 0.05, 4, 100));
        Assert.True(
            StudySize.Power(s_pilot with { ModalityReader = null }, 0.05, 1, 2, StudyFactors.FixedReadersRandomCases)
                > 0
        );
        Assert.True(StudySize.Power(s_pilot, 0.05, 2, 2) > 0);
    }

    [Fact]
    public void The_fewest_cases_reach_the_power_and_one_fewer_does_not()
    {
        foreach (int readers in (int[])[4, 8])
        {
            int cases = StudySize.Cases(s_pilot, 0.06, readers)!.Value;
            Assert.True(StudySize.Power(s_pilot, 0.06, readers, cases) >= 0.8);
            Assert.True(StudySize.Power(s_pilot, 0.06, readers, cases - 1) < 0.8);
        }

        Assert.Null(StudySize.Cases(s_pilot, 0.001, 3));
        Assert.Equal(2, StudySize.Cases(s_pilot, 0.9, 8));
        double all = StudySize.Power(s_pilot, 0.06, 4, 500);
        Assert.Equal(500, StudySize.Cases(s_pilot, 0.06, 4, all, most: 500));
    }
}
