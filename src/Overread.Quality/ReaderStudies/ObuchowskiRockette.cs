using Overread.Quality.Numerics;

namespace Overread.Quality.ReaderStudies;

/// <summary>
/// The analysis of variance of readers' figures with correlated errors (Obuchowski and Rockette 1995, Commun. Stat. Simul.
/// 24:285) with the degrees of freedom of Hillis 2007 (Stat. Med. 26:596), as unified with Dorfman, Berbaum and Metz 1992
/// by Hillis, Berbaum and Metz 2008 (Acad. Radiol. 15:647). With the jackknife both give the same. Assumes figures that are about
/// normal over readers; with very few readers intervals are wide, as they should be.
/// </summary>
public static class ObuchowskiRockette
{
    /// <summary>Analyses ratings.</summary>
    /// <param name="study">The ratings.</param>
    /// <param name="outcome">The figure of a reader.</param>
    /// <param name="factors">What is a sample.</param>
    /// <param name="method">How covariances over cases are estimated.</param>
    /// <param name="threshold">For sensitivity and specificity.</param>
    /// <param name="level">Coverage of intervals, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentException">Arguments do not fit each other (<see cref="StudyFigures.Of"/>), or the level is outside.</exception>
    public static StudyAnalysis Analyze(
        ReaderStudy study,
        StudyOutcome outcome,
        StudyFactors factors = StudyFactors.RandomReadersRandomCases,
        CovarianceMethod method = CovarianceMethod.Jackknife,
        double? threshold = null,
        double level = 0.95
    )
    {
        (FigureTable? table, StudyState state) = StudyFigures.Of(study, outcome, method, threshold);
        return table is null ? new StudyAnalysis { State = state, Factors = factors } : Analyze(table, factors, level);
    }

    /// <summary>Analyses figures of any kind.</summary>
    /// <param name="table">Figures and their covariances.</param>
    /// <param name="factors">What is a sample.</param>
    /// <param name="level">Coverage of intervals, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentException">The level is outside.</exception>
    public static StudyAnalysis Analyze(
        FigureTable table,
        StudyFactors factors = StudyFactors.RandomReadersRandomCases,
        double level = 0.95
    )
    {
        if (!(level > 0 && level < 1))
        {
            throw new ArgumentException($"The level {level} must lie strictly between 0 and 1.");
        }

        if (table.Readers == 1 && factors != StudyFactors.FixedReadersRandomCases)
        {
            return new StudyAnalysis { State = StudyState.OneReader, Factors = factors };
        }

        Squares squares = new(table);
        double apart = Math.Max((squares.Cov2 ?? 0) - (squares.Cov3 ?? 0), 0);
        (double error, double degrees) = factors switch
        {
            StudyFactors.RandomReadersRandomCases => Hillis(
                squares.Interaction ?? 0,
                table.Readers * apart,
                (table.Modalities - 1) * (table.Readers - 1)
            ),
            StudyFactors.FixedReadersRandomCases => (
                squares.Error - (squares.Cov1 ?? 0) + ((table.Readers - 1) * apart),
                double.PositiveInfinity
            ),
            _ => (squares.Interaction ?? 0, (table.Modalities - 1.0) * (table.Readers - 1)),
        };
        return new StudyAnalysis
        {
            State = StudyState.Computed,
            Factors = factors,
            Table = table,
            ModalityMeanSquare = squares.Modality,
            ReaderMeanSquare = squares.Reader,
            InteractionMeanSquare = squares.Interaction,
            Components = squares.Components(),
            Test = squares.Modality is { } between ? Test(between, error, degrees, table.Modalities - 1) : null,
            Modalities =
            [
                .. Enumerable.Range(0, table.Modalities).Select(m => Single(table, squares, m, factors, level)),
            ],
            Differences =
            [
                .. Pairs(table.Modalities)
                    .Select(pair =>
                        ModalityDifference.Of(
                            pair.First,
                            pair.Second,
                            null,
                            table.Mean(pair.Second) - table.Mean(pair.First),
                            2 * error / table.Readers,
                            degrees,
                            level,
                            table.Most
                        )
                    ),
            ],
            Readers =
            [
                .. Enumerable
                    .Range(0, table.Modalities * table.Readers)
                    .Select(cell => (M: cell / table.Readers, R: cell % table.Readers))
                    .Select(cell =>
                        ModalityEstimate.Of(
                            cell.M,
                            cell.R,
                            table.Figure(cell.M, cell.R),
                            table.Covariance(cell.M, cell.R, cell.M, cell.R),
                            double.PositiveInfinity,
                            level,
                            table.Most
                        )
                    ),
            ],
            ReaderDifferences =
            [
                .. Enumerable
                    .Range(0, table.Readers)
                    .SelectMany(reader =>
                        Pairs(table.Modalities)
                            .Select(pair =>
                                ModalityDifference.Of(
                                    pair.First,
                                    pair.Second,
                                    reader,
                                    table.Figure(pair.Second, reader) - table.Figure(pair.First, reader),
                                    2 * squares.OfReader(reader),
                                    double.PositiveInfinity,
                                    level,
                                    table.Most
                                )
                            )
                    ),
            ],
        };
    }

    internal static IEnumerable<(int First, int Second)> Pairs(int modalities) =>
        Enumerable
            .Range(0, modalities)
            .SelectMany(first => Enumerable.Range(first + 1, modalities - first - 1).Select(second => (first, second)));

    private static (double Error, double Degrees) Hillis(double square, double more, double degrees) =>
        square > 0
            ? (square + more, (square + more) * (square + more) / (square * square / degrees))
            : (more, double.PositiveInfinity);

    private static StudyTest? Test(double between, double error, double degrees, int modalities)
    {
        if (!Reach.IsSeen(error))
        {
            return null;
        }

        double f = between / error;
        return double.IsInfinity(degrees)
            ? new StudyTest(
                modalities * f,
                modalities,
                degrees,
                1 - SpecialFunctions.IncompleteGamma(modalities / 2.0, modalities * f / 2)
            )
            : new StudyTest(
                f,
                modalities,
                degrees,
                SpecialFunctions.IncompleteBeta(degrees / (degrees + (modalities * f)), degrees / 2, modalities / 2.0)
            );
    }

    private static ModalityEstimate Single(
        FigureTable table,
        Squares squares,
        int modality,
        StudyFactors factors,
        double level
    )
    {
        double cov2 = Math.Max(squares.Cov2Of(modality) ?? 0, 0);
        (double error, double degrees) = factors switch
        {
            StudyFactors.RandomReadersRandomCases => Hillis(
                squares.ReaderOf(modality),
                table.Readers * cov2,
                table.Readers - 1
            ),
            StudyFactors.FixedReadersRandomCases => (
                squares.ErrorOf(modality) + ((table.Readers - 1) * cov2),
                double.PositiveInfinity
            ),
            _ => (squares.ReaderOf(modality), table.Readers - 1.0),
        };
        return ModalityEstimate.Of(
            modality,
            null,
            table.Mean(modality),
            error / table.Readers,
            degrees,
            level,
            table.Most
        );
    }

    /// <summary>Mean squares of a table, and its covariances averaged by what two figures have in common.</summary>
    private sealed class Squares
    {
        private readonly FigureTable _table;

        internal Squares(FigureTable table)
        {
            _table = table;
            int t = table.Modalities;
            int r = table.Readers;
            double grand = Enumerable.Range(0, t).Average(table.Mean);
            double[] ofReader =
            [
                .. Enumerable.Range(0, r).Select(j => Enumerable.Range(0, t).Average(i => table.Figure(i, j))),
            ];
            double between = 0;
            double within = 0;
            for (int i = 0; i < t; i++)
            {
                between += Math.Pow(table.Mean(i) - grand, 2);
                for (int j = 0; j < r; j++)
                {
                    within += Math.Pow(table.Figure(i, j) - table.Mean(i) - ofReader[j] + grand, 2);
                }
            }

            Modality = t > 1 ? r * between / (t - 1) : null;
            Reader = r > 1 ? t * ofReader.Sum(mean => Math.Pow(mean - grand, 2)) / (r - 1) : null;
            Interaction = t > 1 && r > 1 ? within / ((t - 1) * (r - 1)) : null;
            Error = Mean((i, j, k, l) => i == k && j == l)!.Value;
            Cov1 = Mean((i, j, k, l) => i != k && j == l);
            Cov2 = Mean((i, j, k, l) => i == k && j != l);
            Cov3 = Mean((i, j, k, l) => i != k && j != l);
        }

        internal double? Modality { get; }

        internal double? Reader { get; }

        internal double? Interaction { get; }

        internal double Error { get; }

        internal double? Cov1 { get; }

        internal double? Cov2 { get; }

        internal double? Cov3 { get; }

        internal double? Cov2Of(int modality) => Mean((i, j, k, l) => i == modality && k == modality && j != l);

        internal double ErrorOf(int modality) => Mean((i, j, k, l) => i == modality && k == modality && j == l)!.Value;

        internal double ReaderOf(int modality)
        {
            double mean = _table.Mean(modality);
            return Enumerable.Range(0, _table.Readers).Sum(j => Math.Pow(_table.Figure(modality, j) - mean, 2))
                / (_table.Readers - 1);
        }

        /// <summary>Error variance less covariance of one reader's figures.</summary>
        internal double OfReader(int reader) =>
            Mean((i, j, k, l) => i == k && j == reader && l == reader)!.Value
            - (Mean((i, j, k, l) => i != k && j == reader && l == reader) ?? 0);

        internal VarianceComponents Components()
        {
            double? both = Interaction - Error + Cov1 + (Cov2 - Cov3);
            double? reader =
                _table.Modalities > 1
                    ? (Reader - both - Error + Cov2 - ((_table.Modalities - 1) * (Cov1 - Cov3))) / _table.Modalities
                    : Reader - Error + Cov2;
            return new VarianceComponents(reader, both, Error, Cov1, Cov2, Cov3, _table.Cases);
        }

        private double? Mean(Func<int, int, int, int, bool> fits)
        {
            double sum = 0;
            int count = 0;
            int cells = _table.Modalities * _table.Readers;
            for (int a = 0; a < cells; a++)
            {
                for (int b = 0; b < cells; b++)
                {
                    (int i, int j) = (a / _table.Readers, a % _table.Readers);
                    (int k, int l) = (b / _table.Readers, b % _table.Readers);
                    if (fits(i, j, k, l))
                    {
                        sum += _table.Covariance(i, j, k, l);
                        count++;
                    }
                }
            }

            return count == 0 ? null : sum / count;
        }
    }
}
