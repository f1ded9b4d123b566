using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Overread.Quality.Numerics;

namespace Overread.Quality.Masks;

/// <summary>
/// Counts in one pass how often each pattern of votes occurs: bit r is set where mask r is not zero. R binary readers have
/// at most 2^R patterns however many voxels there are, so that everything after this pass is free.
/// </summary>
internal static class VotePatterns
{
    /// <summary>Most masks: their patterns fit a table of 65,536 entries.</summary>
    internal const int MostMasks = 16;

    private const int BlockVoxels = 1 << 20;

    internal static long[] Count(IReadOnlyList<ReadOnlyMemory<byte>> masks, int threads)
    {
        if (masks.Count is < 1 or > MostMasks)
        {
            throw new ArgumentException($"{masks.Count} masks: 1 to {MostMasks} can be fused.");
        }

        int voxels = masks[0].Length;
        foreach (ReadOnlyMemory<byte> mask in masks)
        {
            if (mask.Length != voxels)
            {
                throw new ArgumentException($"The masks have {voxels} and {mask.Length} voxels: one grid is needed.");
            }
        }

        int blocks = Math.Max(1, (voxels + BlockVoxels - 1) / BlockVoxels);
        int lanes = Math.Clamp(threads, 1, 8);
        long[][] tables = new long[lanes][];
        FixedBlocks.Run(
            lanes,
            threads,
            lane =>
            {
                // Counts are integers: their sum is the same whichever thread took which block.
                tables[lane] = new long[1 << masks.Count];
                for (int block = lane; block < blocks; block += lanes)
                {
                    int start = block * BlockVoxels;
                    CountBlock(masks, start, Math.Min(BlockVoxels, voxels - start), tables[lane]);
                }
            }
        );
        for (int lane = 1; lane < lanes; lane++)
        {
            for (int i = 0; i < tables[0].Length; i++)
            {
                tables[0][i] += tables[lane][i];
            }
        }

        return tables[0];
    }

    /// <summary>Writes for every voxel the value that its pattern has in a table.</summary>
    internal static void Apply(
        IReadOnlyList<ReadOnlyMemory<byte>> masks,
        byte[] valueOfPattern,
        byte[] output,
        int threads
    )
    {
        int voxels = output.Length;
        int blocks = Math.Max(1, (voxels + BlockVoxels - 1) / BlockVoxels);
        FixedBlocks.Run(
            blocks,
            threads,
            block =>
            {
                int start = block * BlockVoxels;
                ApplyBlock(masks, start, Math.Min(BlockVoxels, voxels - start), valueOfPattern, output);
            }
        );
    }

    private static void CountBlock(IReadOnlyList<ReadOnlyMemory<byte>> masks, int start, int length, long[] table)
    {
        int step = Vector256<byte>.Count;
        int at = 0;
        if (masks.Count <= 8)
        {
            byte[] bytes = new byte[step];
            Span<int> counts = stackalloc int[4 * 256];
            long zeros = 0;
            for (; at + step <= length; at += step)
            {
                Vector256<byte> pattern = Pattern(masks, start + at);
                if (pattern == Vector256<byte>.Zero)
                {
                    zeros += step;
                    continue;
                }

                byte first = pattern[0];
                if (pattern == Vector256.Create(first))
                {
                    counts[first] += step;
                    continue;
                }

                pattern.CopyTo(bytes);
                for (int i = 0; i < step; i += 4)
                {
                    counts[bytes[i]]++;
                    counts[256 + bytes[i + 1]]++;
                    counts[512 + bytes[i + 2]]++;
                    counts[768 + bytes[i + 3]]++;
                }
            }

            table[0] += zeros;
            for (int i = 0; i < table.Length; i++)
            {
                table[i] += counts[i] + counts[256 + i] + counts[512 + i] + counts[768 + i];
            }
        }

        for (; at < length; at++)
        {
            table[PatternAt(masks, start + at)]++;
        }
    }

    private static void ApplyBlock(
        IReadOnlyList<ReadOnlyMemory<byte>> masks,
        int start,
        int length,
        byte[] valueOfPattern,
        byte[] output
    )
    {
        int step = Vector256<byte>.Count;
        int at = 0;
        if (masks.Count <= 8)
        {
            for (; at + step <= length; at += step)
            {
                Vector256<byte> pattern = Pattern(masks, start + at);
                Span<byte> target = output.AsSpan(start + at, step);
                byte first = pattern[0];
                if (pattern == Vector256.Create(first))
                {
                    target.Fill(valueOfPattern[first]);
                    continue;
                }

                for (int i = 0; i < step; i++)
                {
                    target[i] = valueOfPattern[pattern[i]];
                }
            }
        }

        for (; at < length; at++)
        {
            output[start + at] = valueOfPattern[PatternAt(masks, start + at)];
        }
    }

    private static Vector256<byte> Pattern(IReadOnlyList<ReadOnlyMemory<byte>> masks, int at)
    {
        Vector256<byte> pattern = Vector256<byte>.Zero;
        for (int r = 0; r < masks.Count; r++)
        {
            Vector256<byte> votes = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(masks[r].Span), (nuint)at);
            pattern |= Vector256.AndNot(
                Vector256.Create((byte)(1 << r)),
                Vector256.Equals(votes, Vector256<byte>.Zero)
            );
        }

        return pattern;
    }

    private static int PatternAt(IReadOnlyList<ReadOnlyMemory<byte>> masks, int voxel)
    {
        int pattern = 0;
        for (int r = 0; r < masks.Count; r++)
        {
            pattern |= masks[r].Span[voxel] != 0 ? 1 << r : 0;
        }

        return pattern;
    }
}
