using Overread.Quality.Agreement;
using Overread.Quality.ReaderStudies;

namespace Overread.Quality.Tests.ReaderStudies;

/// <summary>What is no study, no table or no question for one is refused, each fault alone; what lies at the edge is not.</summary>
public sealed class StudyRefusals
{
    [Fact]
    public void A_table_of_figures_has_its_size_and_finite_numbers()
    {
        Assert.Equal(0.5, new FigureTable("x", 1, 1, [0.5], [0.1], 1).Mean(0));
        Assert.Throws<ArgumentException>(() => new FigureTable("x", 0, 1, [], [], 5));
        Assert.Throws<ArgumentException>(() => new FigureTable("x", 1, 0, [], [], 5));
        Assert.Throws<ArgumentException>(() => new FigureTable("x", 1, 1, [0.5], [0.1], 0));
        Assert.Throws<ArgumentException>(() => new FigureTable("x", 1, 2, [0.5], new double[4], 5));
        Assert.Throws<ArgumentException>(() => new FigureTable("x", 1, 2, [0.5, 0.5], new double[3], 5));
        Assert.Throws<ArgumentException>(() => new FigureTable("x", 1, 2, [0.5, double.NaN], new double[4], 5));
        Assert.Throws<ArgumentException>(() =>
            new FigureTable("x", 1, 2, [0.5, 0.5], [1, 1, 1, double.PositiveInfinity], 5)
        );
    }

    [Fact]
    public void Ratings_come_four_by_four_and_name_what_is_there()
    {
        Assert.Equal(4, Of([1], [1], [1], [4], 2, 2).Rating(1, 1, 1));
        Assert.Null(Of([1], [1], [1], [4], 2, 2).Rating(0, 1, 1));
        Assert.Throws<ArgumentException>(() => Of([0, 0], [0], [0], [1], 1, 1));
        Assert.Throws<ArgumentException>(() => Of([0], [0, 0], [0], [1], 1, 1));
        Assert.Throws<ArgumentException>(() => Of([0], [0], [0, 0], [1], 1, 1));
        Assert.Throws<ArgumentException>(() => Of([], [], [], [], 0, 1));
        Assert.Throws<ArgumentException>(() => Of([], [], [], [], 1, 0));
        Assert.Throws<ArgumentException>(() => Of([1], [0], [0], [1], 1, 2));
        Assert.Throws<ArgumentException>(() => Of([0], [1], [0], [1], 2, 1));
        Assert.Throws<ArgumentException>(() => Of([0], [0], [2], [1], 2, 2));
        Assert.Throws<ArgumentException>(() => Of([-1], [0], [0], [1], 2, 2));

        static ReaderStudy Of(int[] modality, int[] reader, int[] item, double[] rating, int modalities, int readers) =>
            ReaderStudy.Of(modality, reader, item, rating, [true, false], modalities, readers);
    }

    [Fact]
    public void Marks_name_what_is_there_and_lesions_have_weights()
    {
        ReaderMark mark = new(0, 0, 0, 0, 1);
        Assert.Equal(1, new MarkStudy(
                [
                    [1],
                ],
                [mark],
                1,
                1
            ).Curve(0, 0)[^1].Lesions);
        Assert.Throws<ArgumentException>(() =>
            new MarkStudy(
                [
                    [1],
                ],
                [],
                0,
                1
            )
        );
        Assert.Throws<ArgumentException>(() =>
            new MarkStudy(
                [
                    [1],
                ],
                [],
                1,
                0
            )
        );
        Assert.Throws<ArgumentException>(() => new MarkStudy([], [], 1, 1));
        Assert.Throws<ArgumentException>(() =>
            new MarkStudy(
                [
                    [1],
                    [0],
                ],
                [],
                1,
                1
            )
        );
        Assert.Throws<ArgumentException>(() =>
            new MarkStudy(
                [
                    [1],
                    [double.PositiveInfinity],
                ],
                [],
                1,
                1
            )
        );
        Assert.Throws<ArgumentException>(() =>
            new MarkStudy(
                [
                    [1],
                ],
                [mark with { Modality = 1 }],
                1,
                2
            )
        );
        Assert.Throws<ArgumentException>(() =>
            new MarkStudy(
                [
                    [1],
                ],
                [mark with { Reader = 1 }],
                2,
                1
            )
        );
        Assert.Throws<ArgumentException>(() =>
            new MarkStudy(
                [
                    [1],
                ],
                [mark with { Lesion = -2 }],
                1,
                1
            )
        );
        Assert.Throws<ArgumentException>(() =>
            new MarkStudy(
                [
                    [],
                    [],
                ],
                [],
                1,
                1
            ).Curve(0, 0)
        );
    }

    [Fact]
    public void A_question_that_a_study_cannot_answer_is_refused()
    {
        ReaderStudy study = PublishedStudies.VanDyke();
        foreach (StudyOutcome share in (StudyOutcome[])[StudyOutcome.Sensitivity, StudyOutcome.Specificity])
        {
            Assert.Throws<ArgumentException>(() => StudyFigures.Of(study, share, CovarianceMethod.DeLong, 3));
            Assert.Throws<ArgumentException>(() => StudyFigures.Of(study, share));
        }

        Assert.Throws<ArgumentException>(() =>
            StudyFigures.Of(study, StudyOutcome.BinormalArea, CovarianceMethod.DeLong)
        );
        Assert.Throws<ArgumentException>(() =>
            StudyFigures.Of(study, StudyOutcome.BinormalArea, CovarianceMethod.Unbiased)
        );
        FigureTable table = new("x", 1, 2, [0.5, 0.6], [0.1, 0, 0, 0.1], 9);
        foreach (double level in (double[])[0, 1, -1, 2, double.NaN])
        {
            Assert.Throws<ArgumentException>(() => ObuchowskiRockette.Analyze(table, level: level));
        }

        Assert.Throws<ArgumentException>(() => RocPoint.Curve([], [1]));
        Assert.Throws<ArgumentException>(() => RocPoint.Curve([1], []));
    }

    [Fact]
    public void A_margin_is_kept_above_its_limit_and_not_at_it()
    {
        ModalityDifference at = new(0, 1, null, 0.1, 0.05, 10, new ConfidenceInterval(-0.05, 0.3, 0.95, "x"), 0.2);
        Assert.False(at.AgainstMargin(0.05).Shown);
        Assert.True(at.AgainstMargin(0.0500001).Shown);
        ModalityDifference zero = at with { Interval = new ConfidenceInterval(0, 0.3, 0.95, "x") };
        Assert.True(zero.AgainstMargin(0.05).Shown);
        Assert.False(zero.AgainstMargin(0.05).Superior);
        Assert.Equal(1, Reach.UpperTail(-1.3, 7) + Reach.UpperTail(1.3, 7), 1e-12);
        Assert.True(Reach.UpperTail(-1.3, 7) > 0.5);
    }
}
