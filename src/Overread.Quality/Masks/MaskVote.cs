namespace Overread.Quality.Masks;

/// <summary>
/// Votes per voxel. Majority is the default way to fuse masks: on published expert masks it beats STAPLE more often than
/// not. The share of votes that is asked for is a setting to tune: crowds that miss much do best at a quarter.
/// </summary>
public static class MaskVote
{
    /// <summary>Foreground where more than a share of the readers marked it.</summary>
    /// <param name="masks">1 to 16 masks, one byte per voxel, foreground is not zero.</param>
    /// <param name="share">0.5 is the majority; exactly this share is not enough, so a tie is background.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    public static MaskFusion Fuse(IReadOnlyList<ReadOnlyMemory<byte>> masks, double share = 0.5, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(masks);
        if (!(share >= 0 && share < 1))
        {
            throw new ArgumentException($"The share {share} must be at least 0 and below 1.");
        }

        VotePatterns patterns = VotePatterns.Of(masks, threads);
        double needed = share * masks.Count;
        return new MaskFusion
        {
            Method = share == 0.5 ? "majority" : "threshold",
            State = Staple.State(patterns.Counts),
            Mask = patterns.Write(pattern => System.Numerics.BitOperations.PopCount((uint)pattern) > needed + 1e-9),
        };
    }
}
