namespace Overread.Quality.Masks;

/// <summary>
/// Votes per voxel between labels: foreground where more than half of the readers marked any label, and there the label with
/// the most votes. Where two labels have equally many the voxel is left background and counted: a tie is a dispute, never a
/// guess.
/// </summary>
public static class LabelVote
{
    /// <summary>Fuses masks of one grid.</summary>
    /// <param name="masks">Two masks or more of labels 0 to 255, one byte per voxel; 0 is background.</param>
    /// <param name="ties">Voxels that most readers marked and whose label is tied.</param>
    /// <exception cref="ArgumentException">There is no mask, or their lengths differ.</exception>
    public static MaskFusion Fuse(IReadOnlyList<ReadOnlyMemory<byte>> masks, out long ties)
    {
        ArgumentNullException.ThrowIfNull(masks);
        if (masks.Count == 0 || masks.Any(mask => mask.Length != masks[0].Length))
        {
            throw new ArgumentException("Masks of one grid are needed.");
        }

        byte[] fused = new byte[masks[0].Length];
        int[] votes = new int[256];
        bool differ = false;
        ties = 0;
        for (int voxel = 0; voxel < fused.Length; voxel++)
        {
            byte first = masks[0].Span[voxel];
            bool same = true;
            for (int r = 1; r < masks.Count; r++)
            {
                same &= masks[r].Span[voxel] == first;
            }

            differ |= !same;
            fused[voxel] = same ? first : Vote(masks, voxel, votes, ref ties);
        }

        bool empty = !fused.AsSpan().ContainsAnyExcept((byte)0);
        return new MaskFusion
        {
            Method = "majority",
            State =
                differ ? FusionState.Fused
                : empty ? FusionState.AllEmpty
                : fused.AsSpan().Contains((byte)0) ? FusionState.Unanimous
                : FusionState.AllFull,
            Mask = fused,
        };
    }

    private static byte Vote(IReadOnlyList<ReadOnlyMemory<byte>> masks, int voxel, int[] votes, ref long ties)
    {
        Array.Clear(votes);
        for (int r = 0; r < masks.Count; r++)
        {
            votes[masks[r].Span[voxel]]++;
        }

        if (2 * (masks.Count - votes[0]) <= masks.Count)
        {
            return 0;
        }

        int best = 1;
        bool tied = false;
        for (int label = 2; label < votes.Length; label++)
        {
            if (votes[label] > votes[best])
            {
                (best, tied) = (label, false);
            }
            else if (votes[label] == votes[best] && votes[label] > 0)
            {
                tied = true;
            }
        }

        ties += tied ? 1 : 0;
        return tied ? (byte)0 : (byte)best;
    }
}
