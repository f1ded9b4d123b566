using Overread.Quality.Consensus;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Consensus;

public sealed class ModelFusionTests
{
    [Fact]
    public void A_good_model_helps_two_readers_and_a_useless_one_does_little_harm()
    {
        (Ratings ratings, int[] truth) = Simulate.Readers(6, 600, [0.8, 0.75], 2);
        SeededRandom random = new(9);
        double[] good = [.. truth.Select(label => (label == 1 ? 1.0 : -1.0) + random.NextNormal())];
        double[] noise = [.. truth.Select(_ => random.NextNormal())];
        double votes = Simulate.Accuracy(MajorityVote.Infer(ratings), truth);
        double helped = Simulate.Accuracy(
            ModelFusion.Infer(ratings, [ScoreCalibration.Logistic(good, ratings)]),
            truth
        );
        double harmed = Simulate.Accuracy(
            ModelFusion.Infer(ratings, [ScoreCalibration.Logistic(noise, ratings)]),
            truth
        );
        Assert.True(helped > votes + 0.05, $"{helped} {votes}");
        Assert.True(harmed > votes - 0.02, $"{harmed} {votes}");
    }

    [Fact]
    public void The_area_under_the_curve_counts_ties_as_half()
    {
        Assert.Equal(0.875, RankingScore.AreaUnderRoc([1, 2, 2, 3], [false, false, true, true]));
        Assert.Equal(1, RankingScore.AreaUnderRoc([1, 2], [false, true]));
        Assert.Null(RankingScore.AreaUnderRoc([1, 2], [true, true]));
    }

    [Fact]
    public void Scores_that_are_no_probabilities_are_refused()
    {
        Ratings ratings = Ratings.FromTable([0, 1], 2, 2);
        Assert.Throws<ArgumentException>(() =>
            ModelFusion.Infer(
                ratings,
                [
                    [1.5, -0.5],
                ]
            )
        );
        Assert.Throws<ArgumentException>(() =>
            ModelFusion.Infer(
                ratings,
                [
                    [0.5],
                ]
            )
        );
        Assert.Throws<ArgumentException>(() => ScoreCalibration.Logistic([double.NaN], ratings));
    }
}
