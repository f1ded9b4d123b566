using Overread.Quality.Consensus;

namespace Overread.Quality.Tests.Consensus;

public sealed class MethodsOnRealData
{
    [Theory]
    [InlineData("bluebirds", 0.9259)]
    [InlineData("rte", 0.925)]
    [InlineData("dog", 0.8389)]
    [InlineData("ecg", 0.9956)]
    public void The_default_choice_keeps_its_accuracy(string set, double least)
    {
        (Ratings ratings, int[] gold) = SharedData.Crowd(set);
        ConsensusChoice choice = ConsensusChooser.Infer(ratings);
        double accuracy = Simulate.Accuracy(choice.Result, gold);
        Assert.True(accuracy >= least - 5e-5, $"{set}: {choice.Method} {accuracy:F4}");
        Assert.StartsWith(choice.Method, choice.Reason, StringComparison.Ordinal);
        Assert.Equal(choice.Method, choice.Result.Method);
    }

    [Theory]
    [InlineData("one-coin", "bluebirds")]
    [InlineData("one-coin", "rte")]
    [InlineData("one-coin", "dog")]
    [InlineData("one-coin", "ecg")]
    [InlineData("kos", "bluebirds")]
    [InlineData("kos", "rte")]
    [InlineData("kos", "dog")]
    [InlineData("kos", "ecg")]
    [InlineData("glad", "bluebirds")]
    [InlineData("mace", "dog")]
    [InlineData("wawa", "rte")]
    [InlineData("zero-based-skill", "dog")]
    public void No_guarded_method_falls_a_point_below_majority(string method, string set)
    {
        (Ratings ratings, int[] gold) = SharedData.Crowd(set);
        ConsensusResult result = ConsensusMethod.Named(method).Infer(ratings, ConsensusOptions.Default);
        double majority = Simulate.Accuracy(MajorityVote.Infer(ratings), gold);
        Assert.True(Simulate.Accuracy(result, gold) >= majority - 0.01);
        Assert.Equal(result.FallbackFrom is null, result.Method == method);
        Assert.Equal(
            result.FallbackFrom is not null,
            result.Notice?.Contains("stands in", StringComparison.Ordinal) ?? false
        );
    }

    [Fact]
    public void Wawa_reaches_the_published_figure_on_rte()
    {
        (Ratings ratings, int[] gold) = SharedData.Crowd("rte");
        Assert.Equal(0.9213, Simulate.Accuracy(WeightedMajority.Wawa(ratings), gold), 1e-4);
    }
}
