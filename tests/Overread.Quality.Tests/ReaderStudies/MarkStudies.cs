using Overread.Quality.Numerics;
using Overread.Quality.ReaderStudies;

namespace Overread.Quality.Tests.ReaderStudies;

/// <summary>Free response: the worked example of Chakraborty's FROC book, definitions written out, jackknife against bootstrap.</summary>
public sealed class MarkStudies
{
    /// <summary>
    /// RJafroc FROC book, chapter "Empirical plots from FROC data" (03-empirical.md in dpc10ster/RJafrocFrocBook): 4 cases without
    /// lesions, 5 with 1, 1, 2, 2 and 3, weights as given there.
    /// </summary>
    private static MarkStudy Book() =>
        new(
            [
                [],
                [],
                [],
                [],
                [1],
                [1],
                [0.1, 0.9],
                [0.9, 0.1],
                [0.3, 0.4, 0.3],
            ],
            [
                new(0, 0, 1, -1, 0.5),
                new(0, 0, 2, -1, 0.7),
                new(0, 0, 2, -1, 0.6),
                new(0, 0, 3, -1, -0.3),
                new(0, 0, 4, -1, 1.5),
                new(0, 0, 4, 0, 0.9),
                new(0, 0, 5, 0, -0.2),
                new(0, 0, 6, 0, 1.6),
                new(0, 0, 7, 0, 3),
                new(0, 0, 7, 1, 2),
                new(0, 0, 8, 0, 1),
                new(0, 0, 8, 1, 2.5),
                new(0, 0, 8, 2, 1),
            ],
            1,
            1
        );

    [Fact]
    public void Covariances_of_drawn_cases_are_those_of_a_second_computation()
    {
        // Two modalities of two readers over 4 cases without and 3 with lesions; the figure counts false marks alone.
        double[] marks = [0, 2, 1, 0, 3, 1, 0];
        MarkStudy study = new(
            [
                [],
                [],
                [],
                [],
                [1],
                [1],
                [1],
            ],
            [
                .. Enumerable
                    .Range(0, 4)
                    .SelectMany(cell =>
                        Enumerable
                            .Range(0, 7)
                            .SelectMany(item =>
                                Enumerable.Repeat(
                                    new ReaderMark(cell / 2, cell % 2, item, -1, 1.0),
                                    (int)marks[(item + cell) % 7]
                                )
                            )
                    ),
            ],
            2,
            2
        );
        FigureTable found = MarkFigures.Of(study, MarkFigure.FalseMarksPerCase, 0.5, replicates: 50, seed: 9).Table!;
        double[][] drawn = [.. Enumerable.Range(0, 4).Select(_ => new double[50])];
        for (int sample = 0; sample < 50; sample++)
        {
            SeededRandom random = SeededRandom.ForPart(9, (ulong)sample);
            int[] items = [.. Enumerable.Range(0, 7).Select(i => i < 3 ? 4 + random.Next(3) : random.Next(4))];
            for (int cell = 0; cell < 4; cell++)
            {
                drawn[cell][sample] = items.Average(item => marks[(item + cell) % 7]);
            }
        }

        for (int a = 0; a < 4; a++)
        {
            Assert.Equal(1, found.Figure(a / 2, a % 2), 1e-12);
            for (int b = 0; b < 4; b++)
            {
                double covariance =
                    Enumerable
                        .Range(0, 50)
                        .Sum(s => (drawn[a][s] - drawn[a].Average()) * (drawn[b][s] - drawn[b].Average())) / 49;
                Assert.Equal(covariance, found.Covariance(a / 2, a % 2, b / 2, b % 2), 1e-12);
            }
        }
    }

    [Fact]
    public void What_has_too_few_cases_of_a_kind_says_so()
    {
        MarkStudy Of(int well, int ill) =>
            new([.. Enumerable.Repeat<double[]>([], well), .. Enumerable.Repeat<double[]>([1], ill)], [], 1, 1);
        StudyState State(MarkStudy study, MarkFigure figure) =>
            MarkFigures.Of(study, figure, figure >= MarkFigure.LesionSensitivity ? 1 : null).State;
        Assert.Equal(StudyState.OneTruth, State(Of(5, 0), MarkFigure.LesionSensitivity));
        Assert.Equal(StudyState.OneTruth, State(Of(0, 5), MarkFigure.Afroc));
        Assert.Equal(StudyState.OneTruth, State(Of(0, 5), MarkFigure.CaseSpecificity));
        Assert.Equal(StudyState.Computed, State(Of(0, 5), MarkFigure.CaseSensitivity));
        Assert.Equal(StudyState.Computed, State(Of(5, 0), MarkFigure.CaseSpecificity));
        Assert.Equal(StudyState.Computed, State(Of(5, 0), MarkFigure.FalseMarksPerCase));
        Assert.Equal(StudyState.TooFewCases, State(Of(5, 1), MarkFigure.WeightedAfroc1));
        Assert.Equal(StudyState.TooFewCases, State(Of(1, 5), MarkFigure.InferredRoc));
        Assert.Equal(StudyState.TooFewCases, State(Of(2, 0), MarkFigure.FalseMarksPerCase));
        Assert.Equal(StudyState.Computed, State(Of(2, 2), MarkFigure.WeightedAfroc));
        Assert.Equal(StudyState.Computed, State(Of(1, 2), MarkFigure.LesionSensitivity));
        foreach (int replicates in (int[])[-1, 1])
        {
            Assert.Contains(
                "Two samples",
                Assert
                    .Throws<ArgumentException>(() => MarkFigures.Of(Of(3, 3), MarkFigure.Afroc, null, replicates))
                    .Message,
                StringComparison.Ordinal
            );
        }

        Assert.Throws<ArgumentException>(() => MarkFigures.Of(Of(3, 3), MarkFigure.Afroc, 1));
        Assert.Throws<ArgumentException>(() => MarkFigures.Of(Of(3, 3), MarkFigure.LesionSensitivity));
        Assert.Throws<ArgumentException>(() => MarkFigures.Of(Of(3, 3), MarkFigure.LesionSensitivity, double.NaN));
        Assert.Throws<ArgumentException>(() => MarkFigures.Of(Of(3, 3), MarkFigure.SensitivityAtFalseMarks, -0.1));
    }

    [Fact]
    public void The_books_example()
    {
        Assert.Equal(0.8472222, Figure(MarkFigure.Afroc), 7);
        Assert.Equal(0.7425, Figure(MarkFigure.WeightedAfroc), 10);

        // By hand: 9 lesions, one unmarked; highest false marks of 9 cases are −∞ six times, −.3, .5, .7 and 1.5 (one of them diseased).
        Assert.Equal(8.0 / 9, Figure(MarkFigure.LesionSensitivity, -10), 12);
        Assert.Equal(6.0 / 9, Figure(MarkFigure.LesionSensitivity, 1), 12);
        Assert.Equal(4.0 / 5, Figure(MarkFigure.CaseSensitivity, 0.9), 12);
        Assert.Equal(2.0 / 4, Figure(MarkFigure.CaseSpecificity, 0.5), 12);
        Assert.Equal(5.0 / 9, Figure(MarkFigure.FalseMarksPerCase, -1), 12);
        Assert.Equal(2.0 / 9, Figure(MarkFigure.FalseMarksPerCase, 0.7), 12);

        // No false mark is allowed: only what is surer than 1.5 counts.
        Assert.Equal(4.0 / 9, Figure(MarkFigure.SensitivityAtFalseMarks, 0), 12);
        Assert.Equal(7.0 / 9, Figure(MarkFigure.SensitivityAtFalseMarks, 1.0 / 9), 12);
        Assert.Equal(8.0 / 9, Figure(MarkFigure.SensitivityAtFalseMarks, 10), 12);

        // The highest mark of each case: −∞, .5, .7, −.3 against 1.5, −.2, 1.6, 3, 2.5.
        Assert.Equal((4 + 2 + 4 + 4 + 4) / 20.0, Figure(MarkFigure.InferredRoc), 12);
        Assert.Equal(AreaAgainstAll(weighted: true), Figure(MarkFigure.WeightedAfroc1), 12);
        Assert.Equal(AreaAgainstAll(weighted: false), Figure(MarkFigure.Afroc1), 12);

        static double Figure(MarkFigure figure, double? limit = null) =>
            MarkFigures.Of(Book(), figure, limit).Table!.Figure(0, 0);
    }

    [Fact]
    public void The_curve_is_the_books_and_ends_where_marks_end()
    {
        IReadOnlyList<FrocPoint> curve = Book().Curve(0, 0);
        Assert.Equal(new FrocPoint(double.PositiveInfinity, 0, 0), curve[0]);
        Assert.Equal(new FrocPoint(3, 0, 1.0 / 9), curve[1]);
        Assert.Equal(new FrocPoint(1.5, 1.0 / 9, 4.0 / 9), curve[5]);
        Assert.Equal(5.0 / 9, curve[^1].FalseMarks, 12);
        Assert.Equal(8.0 / 9, curve[^1].Lesions, 12);
        Assert.Equal(curve.OrderBy(point => point.FalseMarks).ThenBy(point => point.Lesions), curve);
    }

    [Fact]
    public void With_one_lesion_per_case_and_no_false_marks_on_diseased_cases_all_areas_are_the_ROC_area()
    {
        ReaderStudy ratings = PublishedStudies.VanDyke();
        List<ReaderMark> marks = [];
        for (int m = 0; m < 2; m++)
        {
            for (int r = 0; r < 5; r++)
            {
                for (int c = 0; c < ratings.Cases; c++)
                {
                    marks.Add(new ReaderMark(m, r, c, ratings.Diseased[c] ? 0 : -1, ratings.Rating(m, r, c)!.Value));
                }
            }
        }

        MarkStudy study = new([.. ratings.Diseased.Select(ill => ill ? (double[])[1] : [])], marks, 2, 5);
        StudyAnalysis roc = ObuchowskiRockette.Analyze(ratings, StudyOutcome.EmpiricalArea);
        foreach (
            MarkFigure figure in (MarkFigure[])[MarkFigure.WeightedAfroc, MarkFigure.Afroc, MarkFigure.InferredRoc]
        )
        {
            StudyAnalysis found = ObuchowskiRockette.Analyze(MarkFigures.Of(study, figure).Table!);
            Assert.Equal(roc.Test!.PValue, found.Test!.PValue, 10);
            Assert.Equal(roc.Components!.Error, found.Components!.Error, 12);
        }

        StudyAnalysis share = ObuchowskiRockette.Analyze(MarkFigures.Of(study, MarkFigure.LesionSensitivity, 3).Table!);
        Assert.Equal(0.02008822, share.Test!.PValue, 8);
        StudyAnalysis drawn = ObuchowskiRockette.Analyze(
            MarkFigures.Of(study, MarkFigure.WeightedAfroc, replicates: 2000, seed: 3).Table!
        );
        Assert.InRange(drawn.Components!.Error / roc.Components!.Error, 0.93, 1.05);
        Assert.InRange(drawn.Components.Cov1!.Value / roc.Components.Cov1!.Value, 0.85, 1.1);
    }

    [Fact]
    public void A_reader_who_marks_more_noise_is_found_worse_and_false_marks_may_be_above_one()
    {
        SeededRandom random = new(5);
        List<ReaderMark> marks = [];
        double[][] weights =
        [
            .. Enumerable.Range(0, 80).Select(c => c < 40 ? Enumerable.Repeat(1.0, 1 + (c % 3)).ToArray() : []),
        ];
        for (int m = 0; m < 2; m++)
        {
            for (int r = 0; r < 4; r++)
            {
                for (int c = 0; c < 80; c++)
                {
                    for (int lesion = 0; lesion < weights[c].Length; lesion++)
                    {
                        if (random.NextDouble() < 0.8)
                        {
                            marks.Add(new ReaderMark(m, r, c, lesion, 1.5 + random.NextNormal()));
                        }
                    }

                    for (int n = 0; n < (m == 0 ? 3 : 1); n++)
                    {
                        marks.Add(new ReaderMark(m, r, c, -1, random.NextNormal()));
                    }
                }
            }
        }

        MarkStudy study = new(weights, marks, 2, 4);
        StudyAnalysis area = ObuchowskiRockette.Analyze(MarkFigures.Of(study, MarkFigure.WeightedAfroc).Table!);
        Assert.True(area.Differences[0].Interval!.Value.Low > 0);
        StudyAnalysis noise = ObuchowskiRockette.Analyze(
            MarkFigures.Of(study, MarkFigure.FalseMarksPerCase, -99).Table!
        );
        Assert.Equal(3, noise.Modalities[0].Value, 12);
        Assert.Equal(-2, noise.Differences[0].Value, 12);
    }

    [Fact]
    public void What_is_not_there_is_refused()
    {
        Assert.Throws<ArgumentException>(() =>
            new MarkStudy(
                [
                    [1],
                ],
                [new(0, 0, 0, 1, 1)],
                1,
                1
            )
        );
        Assert.Throws<ArgumentException>(() =>
            new MarkStudy(
                [
                    [1],
                ],
                [new(0, 0, 1, 0, 1)],
                1,
                1
            )
        );
        Assert.Throws<ArgumentException>(() =>
            new MarkStudy(
                [
                    [1],
                ],
                [new(0, 0, 0, 0, double.NaN)],
                1,
                1
            )
        );
        Assert.Throws<ArgumentException>(() =>
            new MarkStudy(
                [
                    [0],
                ],
                [],
                1,
                1
            )
        );
        Assert.Throws<ArgumentException>(() => MarkFigures.Of(Book(), MarkFigure.Afroc, 1));
        Assert.Throws<ArgumentException>(() => MarkFigures.Of(Book(), MarkFigure.CaseSensitivity));
        Assert.Throws<ArgumentException>(() => MarkFigures.Of(Book(), MarkFigure.SensitivityAtFalseMarks, -1));
        MarkStudy ill = new(
            [
                [1],
                [1],
                [1],
            ],
            [],
            1,
            1
        );
        Assert.Equal(StudyState.OneTruth, MarkFigures.Of(ill, MarkFigure.WeightedAfroc).State);
        Assert.Equal(0, MarkFigures.Of(ill, MarkFigure.LesionSensitivity, 0).Table!.Figure(0, 0));

        // Of two marks on a lesion the surest counts.
        MarkStudy twice = new(
            [
                [1],
                [],
            ],
            [new(0, 0, 0, 0, 1), new(0, 0, 0, 0, 2)],
            1,
            1
        );
        Assert.Equal(2, twice.Curve(0, 0)[1].Threshold);
    }

    private static double AreaAgainstAll(bool weighted)
    {
        double[] highest =
        [
            double.NegativeInfinity,
            0.5,
            0.7,
            -0.3,
            1.5,
            .. Enumerable.Repeat(double.NegativeInfinity, 4),
        ];
        (double Rating, double Weight)[] lesions =
        [
            (0.9, 1),
            (-0.2, 1),
            (1.6, 0.1),
            (double.NegativeInfinity, 0.9),
            (3, 0.9),
            (2, 0.1),
            (1, 0.3),
            (2.5, 0.4),
            (1, 0.3),
        ];
        double all = lesions.Sum(lesion => weighted ? lesion.Weight : 1);
        return lesions.Sum(lesion =>
                (weighted ? lesion.Weight : 1)
                * highest.Average(mark =>
                    lesion.Rating > mark ? 1
                    : lesion.Rating == mark ? 0.5
                    : 0
                )
            ) / all;
    }
}
