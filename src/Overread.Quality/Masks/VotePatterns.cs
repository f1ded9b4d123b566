using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Overread.Quality.Numerics;

namespace Overread.Quality.Masks;

/// <summary>
/// How often each pattern of votes occurs: bit r is set where mask r is not zero. R binary readers have at most 2^R
/// patterns however many voxels there are, so that everything after one pass over the masks is free. Up to eight masks are
/// read once; the pattern of every voxel is kept in the memory that becomes the fused mask.
/// </summary>
internal sealed class VotePatterns
{
    /// <summary>Most masks: their patterns fit a table of 65,536 entries.</summary>
    internal const int MostMasks = 16;

    private const int BlockVoxels = 1 << 20;

    /// <summary>Voxels that are looked at together: they and their patterns stay in the first-level cache.</summary>
    private const int Tile = 4096;

    /// <summary>Stands for a tile that has several patterns.</summary>
    private const short Mixed = -1;

    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _masks;
    private readonly int _threads;
    private readonly byte[] _patterns;
    private readonly short[] _tiles;

    private VotePatterns(IReadOnlyList<ReadOnlyMemory<byte>> masks, int threads)
    {
        _masks = masks;
        _threads = threads;
        _patterns = GC.AllocateUninitializedArray<byte>(masks[0].Length);
        _tiles = new short[(masks[0].Length + Tile - 1) / Tile];
        Counts = new long[1 << masks.Count];
    }

    /// <summary>Voxels by pattern.</summary>
    internal long[] Counts { get; }

    internal static VotePatterns Of(IReadOnlyList<ReadOnlyMemory<byte>> masks, int threads)
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

        VotePatterns patterns = new(masks, threads);
        MemoryHandle[] handles = [.. masks.Select(mask => mask.Pin())];
        try
        {
            patterns.Count(handles);
        }
        finally
        {
            foreach (MemoryHandle handle in handles)
            {
                handle.Dispose();
            }
        }

        return patterns;
    }

    /// <summary>
    /// The mask in which every voxel has the value of its pattern. It takes the memory of the patterns: to be asked for once.
    /// </summary>
    internal byte[] Write(Func<int, bool> foreground)
    {
        byte[] values = new byte[Counts.Length];
        for (int pattern = 0; pattern < values.Length; pattern++)
        {
            values[pattern] = foreground(pattern) ? (byte)1 : (byte)0;
        }

        FixedBlocks.Run(
            Blocks,
            _threads,
            block =>
            {
                int end = Math.Min(_patterns.Length, (block + 1) * BlockVoxels);
                for (int at = block * BlockVoxels; at < end; at += Tile)
                {
                    Span<byte> tile = _patterns.AsSpan(at, Math.Min(Tile, end - at));
                    if (_masks.Count > 8)
                    {
                        for (int i = 0; i < tile.Length; i++)
                        {
                            tile[i] = values[PatternAt(at + i)];
                        }
                    }
                    else if (_tiles[at / Tile] != Mixed)
                    {
                        tile.Fill(values[_tiles[at / Tile]]);
                    }
                    else
                    {
                        Look(tile, values);
                    }
                }
            }
        );
        return _patterns;
    }

    private int Blocks => Math.Max(1, (_patterns.Length + BlockVoxels - 1) / BlockVoxels);

    private unsafe void Count(MemoryHandle[] handles)
    {
        byte*[] masks = new byte*[handles.Length];
        for (int r = 0; r < masks.Length; r++)
        {
            masks[r] = (byte*)handles[r].Pointer;
        }

        int lanes = Math.Clamp(_threads, 1, 8);
        long[][] tables = new long[lanes][];
        FixedBlocks.Run(
            lanes,
            _threads,
            lane =>
            {
                // Counts are integers: their sum is the same whichever thread took which block.
                tables[lane] = new long[Counts.Length];
                for (int block = lane; block < Blocks; block += lanes)
                {
                    CountBlock(masks, block, tables[lane]);
                }
            }
        );
        foreach (long[] table in tables)
        {
            for (int i = 0; i < table.Length; i++)
            {
                Counts[i] += table[i];
            }
        }
    }

    private unsafe void CountBlock(byte*[] masks, int block, long[] table)
    {
        int end = Math.Min(_patterns.Length, (block + 1) * BlockVoxels);
        if (masks.Length > 8)
        {
            for (int at = block * BlockVoxels; at < end; at++)
            {
                table[PatternAt(at)]++;
            }

            return;
        }

        int[] counts = new int[4 * 256];
        for (int at = block * BlockVoxels; at < end; at += Tile)
        {
            Span<byte> tile = _patterns.AsSpan(at, Math.Min(Tile, end - at));
            short pattern = Vote(masks, at, tile);
            _tiles[at / Tile] = pattern;
            if (pattern == Mixed)
            {
                Tally(tile, counts);
            }
            else
            {
                table[pattern] += tile.Length;
            }
        }

        for (int i = 0; i < table.Length; i++)
        {
            table[i] += counts[i] + counts[256 + i] + counts[512 + i] + counts[768 + i];
        }
    }

    /// <summary>Counts the patterns of a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tally(ReadOnlySpan<byte> patterns, Span<int> counts)
    {
        int at = 0;
        for (; at + 32 <= patterns.Length; at += 32)
        {
            byte first = patterns[at];
            if (Vector256.Create(patterns[at..]) == Vector256.Create(first))
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
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Look(Span<byte> patterns, ReadOnlySpan<byte> valueOfPattern)
    {
        int at = 0;
        for (; at + 32 <= patterns.Length; at += 32)
        {
            byte first = patterns[at];
            if (Vector256.Create<byte>(patterns[at..]) == Vector256.Create(first))
            {
                Vector256.Create(valueOfPattern[first]).CopyTo(patterns[at..]);
                continue;
            }

            for (int i = at; i < at + 32; i++)
            {
                patterns[i] = valueOfPattern[patterns[i]];
            }
        }

        for (; at < patterns.Length; at++)
        {
            patterns[at] = valueOfPattern[patterns[at]];
        }
    }

    /// <summary>Fills a tile with the patterns of its voxels; the answer is their pattern where they share one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe short Vote(byte*[] masks, int start, Span<byte> tile)
    {
        int at = 0;
        byte first = 0;
        for (int r = 0; r < masks.Length; r++)
        {
            first |= masks[r][start] != 0 ? (byte)(1 << r) : (byte)0;
        }

        Vector256<byte> differ = Vector256<byte>.Zero;
        for (; at + 32 <= tile.Length; at += 32)
        {
            Vector256<byte> pattern = Vector256<byte>.Zero;
            for (int r = 0; r < masks.Length; r++)
            {
                Vector256<byte> blank = Vector256.Equals(Vector256.Load(masks[r] + start + at), Vector256<byte>.Zero);
                pattern |= Vector256.AndNot(Vector256.Create((byte)(1 << r)), blank);
            }

            differ |= pattern ^ Vector256.Create(first);
            pattern.CopyTo(tile[at..]);
        }

        bool mixed = differ != Vector256<byte>.Zero;
        for (; at < tile.Length; at++)
        {
            tile[at] = 0;
            for (int r = 0; r < masks.Length; r++)
            {
                tile[at] |= masks[r][start + at] != 0 ? (byte)(1 << r) : (byte)0;
            }

            mixed |= tile[at] != first;
        }

        return mixed ? Mixed : first;
    }

    private int PatternAt(int voxel)
    {
        int pattern = 0;
        for (int r = 0; r < _masks.Count; r++)
        {
            pattern |= _masks[r].Span[voxel] != 0 ? 1 << r : 0;
        }

        return pattern;
    }
}
