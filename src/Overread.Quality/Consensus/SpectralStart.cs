namespace Overread.Quality.Consensus;

/// <summary>Placeholder of the spectral start; see <see cref="ConsensusStart.Spectral"/>.</summary>
internal static class SpectralStart
{
    internal static bool TryRun(Ratings ratings, ulong seed, out double[] confusion)
    {
        _ = ratings;
        _ = seed;
        confusion = [];
        return false;
    }
}
