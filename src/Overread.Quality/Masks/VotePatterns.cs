using System.Runtime.CompilerServices;
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

    /// <summary>Voxels that are looked at together: they and their patterns stay in the first-level cache.</summary>
    private const int Tile = 4096;

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
        if (masks.Count > 8)
        {
            for (int at = start; at < start + length; at++)
            {
                table[PatternAt(masks, at)]++;
            }

            return;
        }

        byte[] tile = new byte[Tile];
        int[] counts = new int[4 * 256];
        for (int at = 0; at < length; at += Tile)
        {
            Span<byte> patterns = tile.AsSpan(0, Math.Min(Tile, length - at));
            table[0] += Tally(Patterns(masks, start + at, patterns), counts);
        }

        for (int i = 0; i < table.Length; i++)
        {
            table[i] += counts[i] + counts[256 + i] + counts[512 + i] + counts[768 + i];
        }
    }

    /// <summary>Counts the patterns of a tile; those without any vote are returned apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Tally(ReadOnlySpan<byte> patterns, Span<int> counts)
    {
        long zeros = 0;
        int at = 0;
        for (; at + 32 <= patterns.Length; at += 32)
        {
            Vector256<byte> lanes = Vector256.Create(patterns[at..]);
            if (lanes == Vector256<byte>.Zero)
            {
                zeros += 32;
                continue;
            }

            byte first = patterns[at];
            if (lanes == Vector256.Create(first))
            {
                counts[first] += 32;
                continue;
            }

            // Four tables in turn: the same cell hit twice in a row would wait for its own last store.
            for (int i = at; i < at + 32; i += 4)
            {
                counts[patterns[i]]++;
                counts[256 + patterns[i + 1]]++;
                counts[512 + patterns[i + 2]]++;
                counts[768 + patterns[i + 3]]++;
            }
        }

        for (; at < patterns.Length; at++)
        {
            counts[patterns[at]]++;
        }

        return zeros;
    }

    private static void ApplyBlock(
        IReadOnlyList<ReadOnlyMemory<byte>> masks,
        int start,
        int length,
        byte[] valueOfPattern,
        byte[] output
    )
    {
        if (masks.Count > 8)
        {
            for (int at = start; at < start + length; at++)
            {
                output[at] = valueOfPattern[PatternAt(masks, at)];
            }

            return;
        }

        byte[] tile = new byte[Tile];
        for (int at = 0; at < length; at += Tile)
        {
            Span<byte> patterns = tile.AsSpan(0, Math.Min(Tile, length - at));
            Look(Patterns(masks, start + at, patterns), valueOfPattern, output.AsSpan(start + at, patterns.Length));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Look(ReadOnlySpan<byte> patterns, ReadOnlySpan<byte> valueOfPattern, Span<byte> target)
    {
        int at = 0;
        for (; at + 32 <= patterns.Length; at += 32)
        {
            byte first = patterns[at];
            if (Vector256.Create(patterns[at..]) == Vector256.Create(first))
            {
                Vector256.Create(valueOfPattern[first]).CopyTo(target[at..]);
                continue;
            }

            for (int i = at; i < at + 32; i++)
            {
                target[i] = valueOfPattern[patterns[i]];
            }
        }

        for (; at < patterns.Length; at++)
        {
            target[at] = valueOfPattern[patterns[at]];
        }
    }

    /// <summary>Fills a tile with the patterns of its voxels, one mask after the other.</summary>
    private static Span<byte> Patterns(IReadOnlyList<ReadOnlyMemory<byte>> masks, int start, Span<byte> tile)
    {
        tile.Clear();
        for (int r = 0; r < masks.Count; r++)
        {
            Vote(masks[r].Span.Slice(start, tile.Length), (byte)(1 << r), tile);
        }

        return tile;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Vote(ReadOnlySpan<byte> mask, byte bit, Span<byte> tile)
    {
        int at = 0;
        Vector256<byte> bits = Vector256.Create(bit);
        for (; at + 32 <= tile.Length; at += 32)
        {
            Vector256<byte> marked = Vector256.AndNot(
                bits,
                Vector256.Equals(Vector256.Create(mask[at..]), Vector256<byte>.Zero)
            );
            (Vector256.Create<byte>(tile[at..]) | marked).CopyTo(tile[at..]);
        }

        for (; at < tile.Length; at++)
        {
            tile[at] |= mask[at] != 0 ? bit : (byte)0;
        }
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
