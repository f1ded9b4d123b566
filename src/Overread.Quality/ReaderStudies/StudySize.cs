using Overread.Quality.Numerics;

namespace Overread.Quality.ReaderStudies;

/// <summary>
/// How likely a planned reader study of two modalities finds a difference, by the components of an earlier one (Hillis, Obuchowski and
/// Berbaum 2011, Acad. Radiol. 18:129): covariances over cases shrink with the number of cases, variances over readers do not. Negative
/// estimates of a variance count as none.
/// </summary>
public static class StudySize
{
    /// <summary>The power of a two-sided test of no difference, or of a one-sided test of a margin.</summary>
    /// <param name="pilot">Components of a study like it, with its number of cases.</param>
    /// <param name="difference">The difference to be found, not 0; for non-inferiority the true difference plus the margin, above 0.</param>
    /// <param name="readers">Planned readers, at least 2 (1 where readers are fixed).</param>
    /// <param name="cases">Planned cases, at least 2, in the pilot's mix of diseased and others.</param>
    /// <param name="factors">What is a sample.</param>
    /// <param name="alpha">Level of the two-sided test, strictly between 0 and 1; a one-sided test takes twice its own.</param>
    /// <exception cref="ArgumentException">An argument is outside, or the pilot has one modality or too few readers.</exception>
    public static double Power(
        VarianceComponents pilot,
        double difference,
        int readers,
        int cases,
        StudyFactors factors = StudyFactors.RandomReadersRandomCases,
        double alpha = 0.05
    )
    {
        (double error, double degrees) = Error(pilot, readers, cases, factors);
        if (!double.IsFinite(difference) || difference == 0 || !(alpha > 0 && alpha < 1))
        {
            throw new ArgumentException("A difference other than 0 and a level strictly between 0 and 1 are needed.");
        }

        if (!(error > 0))
        {
            throw new ArgumentException("The pilot shows no variation to plan by.");
        }

        double shift = readers * difference * difference / (2 * error);
        return double.IsInfinity(degrees)
            ? NormalPower(Math.Sqrt(shift), alpha)
            : 1
                - NoncentralFisher.Distribution(
                    SpecialFunctions.FisherQuantile(1 - alpha, 1, degrees),
                    1,
                    degrees,
                    shift
                );
    }

    /// <summary>The fewest cases that give a power with so many readers, or null where no number does: then readers are wanting.</summary>
    /// <param name="pilot">Components of a study like it.</param>
    /// <param name="difference">As in <see cref="Power"/>.</param>
    /// <param name="readers">Planned readers.</param>
    /// <param name="power">Wanted power, strictly between 0 and 1.</param>
    /// <param name="factors">What is a sample.</param>
    /// <param name="alpha">Level of the two-sided test.</param>
    /// <param name="most">The largest number of cases that is tried.</param>
    /// <exception cref="ArgumentException">As in <see cref="Power"/>.</exception>
    public static int? Cases(
        VarianceComponents pilot,
        double difference,
        int readers,
        double power = 0.8,
        StudyFactors factors = StudyFactors.RandomReadersRandomCases,
        double alpha = 0.05,
        int most = 100_000
    )
    {
        if (!(power > 0 && power < 1))
        {
            throw new ArgumentException($"The power {power} must lie strictly between 0 and 1.");
        }

        int low = 2;
        int high = most;
        if (Power(pilot, difference, readers, high, factors, alpha) < power)
        {
            return null;
        }

        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (Power(pilot, difference, readers, middle, factors, alpha) >= power)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    /// <summary>Expected error term of the planned study, and its degrees of freedom.</summary>
    internal static (double Error, double Degrees) Error(
        VarianceComponents pilot,
        int readers,
        int cases,
        StudyFactors factors
    )
    {
        bool isFixed = factors == StudyFactors.FixedReadersRandomCases;
        if (readers < (isFixed ? 1 : 2) || cases < 2)
        {
            throw new ArgumentException("At least two readers and two cases are needed.");
        }

        if (pilot.Cov1 is not { } cov1 || (pilot.ModalityReader is null && !isFixed))
        {
            throw new ArgumentException("The pilot needs two modalities, and two readers where readers are a sample.");
        }

        double scale = (double)pilot.Cases / cases;
        double apart = Math.Max((pilot.Cov2 ?? 0) - (pilot.Cov3 ?? 0), 0) * scale;
        double own = Math.Max(pilot.Error - cov1, 0) * scale;
        double preference = Math.Max(pilot.ModalityReader ?? 0, 0);
        return factors switch
        {
            StudyFactors.FixedReadersRandomCases => (own + ((readers - 1) * apart), double.PositiveInfinity),
            StudyFactors.RandomReadersFixedCases => (preference + Math.Max(own - apart, 0), readers - 1),
            _ => Random(preference + Math.Max(own - apart, 0), readers * apart, readers - 1),
        };

        static (double Error, double Degrees) Random(double square, double more, double degrees) =>
            square > 0
                ? (square + more, (square + more) * (square + more) / (square * square) * degrees)
                : (more, double.PositiveInfinity);
    }

    private static double NormalPower(double shift, double alpha)
    {
        double z = SpecialFunctions.NormalQuantile(1 - (alpha / 2));
        return SpecialFunctions.NormalDistribution(shift - z) + SpecialFunctions.NormalDistribution(-shift - z);
    }
}
