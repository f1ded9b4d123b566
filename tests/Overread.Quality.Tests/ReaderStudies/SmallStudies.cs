using Overread.Quality.ReaderStudies;

namespace Overread.Quality.Tests.ReaderStudies;

/// <summary>Studies so small that their figures are worked out by hand.</summary>
public sealed class SmallStudies
{
    /// <summary>Ratings that are missing are null; modality × reader × case.</summary>
    private static ReaderStudy Study(bool[] diseased, params double?[][][] ratings)
    {
        (int M, int R, int C, double Rating)[] rows =
        [
            .. ratings.SelectMany(
                (cells, m) =>
                    cells.SelectMany(
                        (cell, r) =>
                            cell.Select((rating, c) => (m, r, c, rating))
                                .Where(x => x.rating is not null)
                                .Select(x => (x.m, x.r, x.c, x.rating!.Value))
                    )
            ),
        ];
        return ReaderStudy.Of(
            [.. rows.Select(x => x.M)],
            [.. rows.Select(x => x.R)],
            [.. rows.Select(x => x.C)],
            [.. rows.Select(x => x.Rating)],
            diseased,
            ratings.Length,
            ratings[0].Length
        );
    }

    [Fact]
    public void How_cases_meet_readers_and_modalities()
    {
        bool[] truth = [true, true, false, false];
        double?[] all = [4, 3, 2, 1];
        double?[] without = [null, 3, 2, 1];
        double?[] ill = [4, 3, null, null];
        double?[] well = [null, null, 2, 1];
        double?[] first = [4, null, 2, null];
        double?[] second = [null, 3, null, 1];
        Assert.Equal(StudyDesign.Crossed, Study(truth, [all, all]).Design);
        // One reader and one modality have nothing to be nested in.
        Assert.Equal(StudyDesign.Partial, Study(truth, [without]).Design);
        Assert.Equal(StudyDesign.Partial, Study(truth, [all, without]).Design);
        Assert.Equal(StudyDesign.Partial, Study(truth, [all], [without]).Design);
        Assert.Equal(StudyDesign.CasesWithinReaders, Study(truth, [first, second]).Design);
        Assert.Equal(StudyDesign.CasesWithinModalities, Study(truth, [first], [second]).Design);
        Assert.Equal(StudyDesign.MissingCells, Study(truth, [ill, all]).Design);
        Assert.Equal(StudyDesign.MissingCells, Study(truth, [well, all]).Design);
        Assert.Equal(StudyDesign.MissingCells, Study(truth, [all, [null, null, null, null]]).Design);
        ReaderStudy part = Study(truth, [all, first, second], [without, ill, well]).Only([0, 1], [1, 2]);
        Assert.Equal(
            (double?[])[4, null, 2, null, null, 3, null, 1, 4, 3, null, null, null, null, 2, 1],
            Enumerable.Range(0, 16).Select(i => part.Rating(i / 8, i / 4 % 2, i % 4))
        );
    }

    [Fact]
    public void Two_cases_of_each_kind_are_the_fewest()
    {
        double?[] cell = [5, 4, 3, 2];
        foreach (
            bool[] truth in (bool[][])
                [
                    [true, false, false, false],
                    [true, true, true, false],
                ]
        )
        {
            Assert.Equal(
                StudyState.TooFewCases,
                StudyFigures.Of(Study(truth, [cell, cell]), StudyOutcome.EmpiricalArea).State
            );
        }

        Assert.Equal(
            StudyState.Computed,
            StudyFigures.Of(Study([true, true, false, false], [cell, cell]), StudyOutcome.EmpiricalArea).State
        );
    }

    [Fact]
    public void The_jackknife_of_a_share_is_the_textbook_variance()
    {
        // Five diseased and two others; five others and two diseased: p (1 − p) / (n − 1) of the kind that counts.
        foreach (bool most in (bool[])[true, false])
        {
            bool[] truth = [most, most, most, most, most, !most, !most];
            double?[] cell = [5, 1, 4, 3, 2, 2, 5];
            ReaderStudy study = Study(truth, [cell]);
            FigureTable large = StudyFigures
                .Of(study, most ? StudyOutcome.Sensitivity : StudyOutcome.Specificity, threshold: 3.5)
                .Table!;
            Assert.Equal(most ? 0.4 : 0.6, large.Figure(0, 0), 1e-12);
            Assert.Equal(0.24 / 4, large.Covariance(0, 0, 0, 0), 1e-12);
            FigureTable small = StudyFigures
                .Of(study, most ? StudyOutcome.Specificity : StudyOutcome.Sensitivity, threshold: 3.5)
                .Table!;
            Assert.Equal(0.5, small.Figure(0, 0), 1e-12);
            Assert.Equal(0.25, small.Covariance(0, 0, 0, 0), 1e-12);
        }
    }

    [Fact]
    public void A_missing_rating_leaves_a_curve_as_it_is()
    {
        double?[] well = [1, 1, 1, 2, 2, 3, 1, 2, 1, 3];
        double?[] ill = [1, 2, 2, 3, 3, 3, 3, 1, 2, 3];
        double?[] cell = [.. well, null, .. ill, null];
        bool[] truth = [.. cell.Select((_, i) => i > 10)];
        ReaderStudy study = Study(truth, [cell]);
        FigureTable found = StudyFigures.Of(study, StudyOutcome.BinormalArea).Table!;
        double[] left =
        [
            .. Enumerable
                .Range(0, cell.Length)
                .Select(without =>
                    BinormalRoc
                        .Fit(
                            [.. cell.Where((r, i) => r is not null && truth[i] && i != without).Select(r => r!.Value)],
                            [.. cell.Where((r, i) => r is not null && !truth[i] && i != without).Select(r => r!.Value)]
                        )!
                        .Area
                ),
        ];
        double n = left.Length;
        Assert.Equal((n - 1) / n * left.Sum(v => Math.Pow(v - left.Average(), 2)), found.Covariance(0, 0, 0, 0), 1e-12);
    }

    [Fact]
    public void Mean_squares_of_one_modality_and_of_one_reader()
    {
        double[] covariances = [0.01, 0.004, 0.004, 0.004, 0.01, 0.004, 0.004, 0.004, 0.01];
        // Readers .7, .8, .9: their mean square is .01.
        StudyAnalysis readers = ObuchowskiRockette.Analyze(
            new FigureTable("x", 1, 3, [0.7, 0.8, 0.9], covariances, 50)
        );
        Assert.Null(readers.ModalityMeanSquare);
        Assert.Null(readers.InteractionMeanSquare);
        Assert.Null(readers.Test);
        Assert.Equal(0.01, readers.ReaderMeanSquare!.Value, 1e-12);
        Assert.Equal(0.01 - 0.01 + 0.004, readers.Components!.Reader!.Value, 1e-12);
        Assert.Null(readers.Components.ModalityReader);
        Assert.Empty(readers.Differences);
        // Error less covariance: each of three modalities by one reader.
        StudyAnalysis modalities = ObuchowskiRockette.Analyze(
            new FigureTable("x", 3, 1, [0.7, 0.8, 0.9], covariances, 50),
            StudyFactors.FixedReadersRandomCases
        );
        Assert.Equal(0.01, modalities.ModalityMeanSquare!.Value, 1e-12);
        Assert.Null(modalities.ReaderMeanSquare);
        Assert.Null(modalities.InteractionMeanSquare);
        Assert.Null(modalities.Components!.Reader);
        Assert.Equal(2 * 0.01 / 0.006, modalities.Test!.Statistic, 1e-9);
        Assert.Equal(3, modalities.Differences.Count);
    }

    [Fact]
    public void Three_modalities_of_two_readers_by_hand()
    {
        // Means .7, .8, .75; readers .7 and .8; all six residuals are ±.01 or 0 and sum to nothing in rows and columns.
        double[] figures = [0.65 + 0.01, 0.75 - 0.01, 0.75 - 0.01, 0.85 + 0.01, 0.70, 0.80];
        double[] covariances = new double[36];
        for (int a = 0; a < 6; a++)
        {
            for (int b = 0; b < 6; b++)
            {
                covariances[(a * 6) + b] =
                    a == b ? 0.009
                    : a % 2 == b % 2 ? 0.003
                    : a / 2 == b / 2 ? 0.002
                    : 0.001;
            }
        }

        StudyAnalysis found = ObuchowskiRockette.Analyze(new FigureTable("x", 3, 2, figures, covariances, 40));
        Assert.Equal(2 * (0.0025 + 0.0025) / 2, found.ModalityMeanSquare!.Value, 1e-12);
        Assert.Equal(3 * (0.0025 + 0.0025) / 1, found.ReaderMeanSquare!.Value, 1e-12);
        Assert.Equal(4 * 0.0001 / 2, found.InteractionMeanSquare!.Value, 1e-12);
        double both = 0.0002 - 0.009 + 0.003 + (0.002 - 0.001);
        VarianceComponents parts = found.Components!;
        Assert.Equal(both, parts.ModalityReader!.Value, 1e-12);
        Assert.Equal((0.015 - both - 0.009 + 0.002 - (2 * (0.003 - 0.001))) / 3, parts.Reader!.Value, 1e-12);
        Assert.Equal(
            (0.009, 0.003, 0.002, 0.001),
            (
                parts.Error,
                Math.Round(parts.Cov1!.Value, 12),
                Math.Round(parts.Cov2!.Value, 12),
                Math.Round(parts.Cov3!.Value, 12)
            )
        );
    }

    [Fact]
    public void Readers_who_are_all_right_have_no_test_and_endless_degrees()
    {
        ReaderStudy study = Study(
            [true, true, false, false],
            [
                [2, 2, 1, 1],
                [2, 2, 1, 1],
            ],
            [
                [2, 2, 1, 1],
                [2, 2, 1, 1],
            ]
        );
        StudyAnalysis found = ObuchowskiRockette.Analyze(study, StudyOutcome.EmpiricalArea);
        Assert.Null(found.Test);
        Assert.Equal(double.PositiveInfinity, found.Differences[0].Degrees);
        // Two readers, two cases of each kind: one degree of each.
        OneShotAnalysis shot = OneShot.Analyze(study);
        Assert.Equal(1, shot.Modalities[0].Degrees, 1e-12);
        Assert.Equal(1, shot.Differences[0].Degrees, 1e-12);
        Assert.Null(shot.Differences[0].StandardError);
    }

    [Fact]
    public void A_modality_that_nobody_or_one_alone_read_has_no_one_shot_variance()
    {
        bool[] truth = [true, true, false, false];
        double?[] all = [4, 1, 2, 3];
        double?[] none = [null, null, null, null];
        double?[] ill = [4, 3, null, null];
        Assert.Equal(StudyState.MissingCells, OneShot.Analyze(Study(truth, [all, all], [none, ill])).State);
        Assert.Equal(StudyState.OneReader, OneShot.Analyze(Study(truth, [all, all], [all, ill])).State);
        Assert.Equal(
            StudyState.Computed,
            OneShot.Analyze(Study(truth, [all, all], [all, ill]), fixedReaders: true).State
        );
    }

    [Fact]
    public void Marks_by_hand()
    {
        // Cases 0 to 2 without lesions; 3 with two of weights 1 and 3, 4 with one. Two modalities of two readers.
        double[][] weights =
        [
            [],
            [],
            [],
            [1, 3],
            [2],
        ];
        ReaderMark[] marks =
        [
            new(0, 0, 0, -1, 5),
            new(0, 0, 2, -1, 1),
            new(0, 0, 1, -1, 3),
            new(0, 0, 3, 1, 4),
            new(0, 0, 4, 0, 2),
            new(0, 1, 3, 0, 7),
            new(1, 0, 4, 0, 8),
            new(1, 1, 4, 0, 9),
            new(1, 1, 3, 0, 6),
        ];
        MarkStudy study = new(weights, marks, 2, 2);
        Assert.Equal([5.0, 4, 3, 2, 1], study.Curve(0, 0).Skip(1).Select(point => point.Threshold));
        Assert.Equal([0.2, 0.2, 0.4, 0.4, 0.6], study.Curve(0, 0).Skip(1).Select(point => point.FalseMarks));
        Assert.Equal(7, study.Curve(0, 1)[1].Threshold);
        Assert.Equal(8, study.Curve(1, 0)[1].Threshold);
        Assert.Equal(9, study.Curve(1, 1)[1].Threshold);
        // The lesion of 3 parts of 4 lies above two of three false marks, that of 2 above one; the unmarked one above none.
        Assert.Equal(((0.75 * 2) + 1) / 3 / 2, Figure(MarkFigure.WeightedAfroc), 1e-12);
        Assert.Equal(2.0 / 3, Figure(MarkFigure.CaseSpecificity, 4), 1e-12);
        // As many false marks as there are, 3 in 5 cases, bar nothing.
        Assert.Equal(2.0 / 3, Figure(MarkFigure.SensitivityAtFalseMarks, 0.6), 1e-12);
        Assert.Equal(1.0 / 3, Figure(MarkFigure.SensitivityAtFalseMarks, 0.2), 1e-12);
        Assert.Equal(0, Figure(MarkFigure.SensitivityAtFalseMarks, 0));
        Assert.Equal(double.PositiveInfinity, Table(MarkFigure.FalseMarksPerCase, 0).Most);
        Assert.Equal(1, Table(MarkFigure.CaseSpecificity, 4).Most);
        // The jackknife of a share of cases is p (1 − p) / (n − 1).
        Assert.Equal(2.0 / 9 / 2, Table(MarkFigure.CaseSpecificity, 4).Covariance(0, 0, 0, 0), 1e-12);
        Assert.Equal(0.25, Table(MarkFigure.CaseSensitivity, 3).Covariance(0, 0, 0, 0), 1e-12);

        FigureTable Table(MarkFigure figure, double? limit = null) => MarkFigures.Of(study, figure, limit).Table!;
        double Figure(MarkFigure figure, double? limit = null) => Table(figure, limit).Figure(0, 0);
    }
}
