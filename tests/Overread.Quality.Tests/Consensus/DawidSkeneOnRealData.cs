using Overread.Quality.Consensus;

namespace Overread.Quality.Tests.Consensus;

/// <summary>Accuracy on public crowds against their gold.</summary>
public sealed class DawidSkeneOnRealData
{
    [Theory]
    [InlineData("bluebirds", 0.8889)]
    [InlineData("rte", 0.9275)]
    [InlineData("dog", 0.8426)]
    [InlineData("ecg", 0.9956)]
    public void Reaches_the_best_measured_peer(string set, double peer)
    {
        (Ratings ratings, int[] gold) = SharedData.Crowd(set);
        ConsensusResult result = DawidSkene.Infer(ratings);
        double accuracy = Simulate.Accuracy(result, gold);
        TestContext.Current.SendDiagnosticMessage($"{set} {accuracy:F4} in {result.Trace.Iterations}");
        Assert.True(accuracy >= peer - 5e-5, $"{set}: {accuracy:F4} after {result.Trace.Iterations} iterations");
        Assert.True(result.Trace.Converged);
    }

    [Theory]
    [InlineData("bluebirds", 0.7593)]
    [InlineData("rte", 0.8969)]
    [InlineData("dog", 0.8222)]
    public void Majority_vote_has_the_published_expected_accuracy(string set, double expected)
    {
        (Ratings ratings, int[] gold) = SharedData.Crowd(set);
        Assert.Equal(expected, Simulate.Accuracy(MajorityVote.Infer(ratings), gold), 4);
    }
}
