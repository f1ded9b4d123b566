using System.Numerics;
using System.Runtime.Intrinsics;

namespace Overread.Quality.Masks;

/// <summary>
/// The surface of a mask within a box, one bit per voxel, rows padded to whole words: foreground voxels with a background voxel, or the
/// border of the grid, across one of their faces. A picture (depth 1) has no faces along z.
/// </summary>
internal sealed class SurfaceBits
{
    private readonly ulong[] _words;

    private SurfaceBits(ulong[] words, int rowWords, VoxelGrid box)
    {
        (_words, RowWords, Box) = (words, rowWords, box);
        foreach (ulong word in words)
        {
            Count += BitOperations.PopCount(word);
        }
    }

    /// <summary>Words of one row.</summary>
    internal int RowWords { get; }

    /// <summary>The box, with its spacing.</summary>
    internal VoxelGrid Box { get; }

    /// <summary>Voxels of the surface.</summary>
    internal int Count { get; }

    /// <summary>The row of a height and a depth, lowest bit first.</summary>
    internal ReadOnlySpan<ulong> Row(int y, int z) => _words.AsSpan(((z * Box.Height) + y) * RowWords, RowWords);

    /// <summary>The surfaces of two masks, in the smallest box around both.</summary>
    internal static (SurfaceBits First, SurfaceBits Second) Of(
        ReadOnlySpan<byte> first,
        ReadOnlySpan<byte> second,
        VoxelGrid grid
    )
    {
        MaskBox box = new(grid);
        box.Include(first, grid);
        box.Include(second, grid);
        return (Of(first, grid, box), Of(second, grid, box));
    }

    private static SurfaceBits Of(ReadOnlySpan<byte> mask, VoxelGrid grid, MaskBox box)
    {
        int words = (box.Width + 63) / 64;
        int plane = words * box.Height;
        ulong[] inside = new ulong[plane * box.Depth];
        for (int row = 0; row < box.Height * box.Depth; row++)
        {
            int start = grid.Index(box.MinX, (row % box.Height) + box.MinY, (row / box.Height) + box.MinZ);
            Pack(mask.Slice(start, box.Width), inside.AsSpan(row * words, words));
        }

        // Outside the box both masks are background, or the grid ends: open either way.
        ulong[] surface = new ulong[inside.Length];
        for (int at = 0; at < surface.Length; at++)
        {
            ulong own = inside[at];
            if (own == 0)
            {
                continue;
            }

            int word = at % words;
            int y = at / words % box.Height;
            int z = at / plane;
            ulong closed =
                ((own << 1) | (word > 0 ? inside[at - 1] >> 63 : 0))
                & ((own >> 1) | (word < words - 1 ? inside[at + 1] << 63 : 0))
                & (y > 0 ? inside[at - words] : 0)
                & (y < box.Height - 1 ? inside[at + words] : 0);
            if (grid.Depth > 1)
            {
                closed &= (z > 0 ? inside[at - plane] : 0) & (z < box.Depth - 1 ? inside[at + plane] : 0);
            }

            surface[at] = own & ~closed;
        }

        return new SurfaceBits(surface, words, grid with { Width = box.Width, Height = box.Height, Depth = box.Depth });
    }

    private static void Pack(ReadOnlySpan<byte> row, Span<ulong> words)
    {
        int x = 0;
        for (; x + 32 <= row.Length; x += 32)
        {
            Vector256<byte> empty = Vector256.Equals(Vector256.Create(row[x..]), Vector256<byte>.Zero);
            words[x >> 6] |= (ulong)~empty.ExtractMostSignificantBits() << (x & 32);
        }

        for (; x < row.Length; x++)
        {
            words[x >> 6] |= row[x] == 0 ? 0 : 1ul << (x & 63);
        }
    }
}
