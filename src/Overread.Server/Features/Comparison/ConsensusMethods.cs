using Overread.Quality;
using Overread.Quality.Consensus;

namespace Overread.Server.Features.Comparison;

/// <summary>The methods that the server offers.</summary>
internal static class ConsensusMethods
{
    public static IReadOnlyList<IConsensusMethod> All { get; } =
    [new Method("majority", "1", r => MajorityVote.Infer(r)), new Method("dawid-skene", "1", r => DawidSkene.Infer(r))];

    private sealed class Method(string name, string version, Func<Ratings, ConsensusResult> infer) : IConsensusMethod
    {
        public string Name => name;

        public string Version => version;

        public ConsensusResult Infer(Ratings ratings) => infer(ratings);
    }
}
