using Overread.Quality;
using Overread.Quality.Consensus;

namespace Overread.Server.Features.Comparison;

/// <summary>A way from reads to one label per item. The seam at which the quality library's methods plug in.</summary>
internal interface IConsensusMethod
{
    /// <summary>Stable name, such as majority.</summary>
    string Name { get; }

    /// <summary>Changes whenever results may.</summary>
    string Version { get; }

    ConsensusResult Infer(Ratings ratings);
}
