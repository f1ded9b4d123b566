using Overread.Quality.Numerics;

namespace Overread.Quality.Masks;

/// <summary>
/// Exact squared Euclidean distance in millimetres from every voxel to the nearest marked one, by lower envelopes of
/// parabolas along each axis (Felzenszwalb and Huttenlocher 2012, Theory of Computing 8:415).
/// </summary>
internal static class DistanceTransform
{
    /// <summary>Squared distances; <see cref="float.MaxValue"/>-like large where nothing is marked.</summary>
    internal static float[] Squared(ReadOnlySpan<byte> marked, VoxelGrid grid, int threads)
    {
        float[] distance = new float[grid.Count];
        for (int i = 0; i < distance.Length; i++)
        {
            distance[i] = marked[i] != 0 ? 0 : Far;
        }

        Rows(distance, grid, threads);
        if (grid.Height > 1)
        {
            Lines(
                distance,
                grid.Height,
                grid.Width,
                grid.SpacingY,
                grid.Depth,
                plane => plane * grid.Width * grid.Height,
                grid.Width,
                threads
            );
        }

        if (grid.Depth > 1)
        {
            Lines(
                distance,
                grid.Depth,
                grid.Width * grid.Height,
                grid.SpacingZ,
                grid.Height,
                row => row * grid.Width,
                grid.Width,
                threads
            );
        }

        return distance;
    }

    internal const float Far = 1e20f;

    /// <summary>Lines per tile: one cache line of floats.</summary>
    private const int Tile = 16;

    /// <summary>Along x two sweeps do: distances to the nearest mark on either side.</summary>
    private static void Rows(float[] distance, VoxelGrid grid, int threads)
    {
        int width = grid.Width;
        int rows = grid.Height * grid.Depth;
        double square = grid.SpacingX * grid.SpacingX;
        int blocks = Math.Clamp(rows / 64, 1, 64);
        FixedBlocks.Run(
            blocks,
            threads,
            block =>
            {
                int end = FixedBlocks.Start(rows, blocks, block + 1);
                for (int row = FixedBlocks.Start(rows, blocks, block); row < end; row++)
                {
                    Span<float> line = distance.AsSpan(row * width, width);
                    int last = -1;
                    for (int x = 0; x < width; x++)
                    {
                        last = line[x] == 0 ? x : last;
                        line[x] = last < 0 ? Far : (float)((double)(x - last) * (x - last) * square);
                    }

                    last = -1;
                    for (int x = width - 1; x >= 0; x--)
                    {
                        last = line[x] == 0 ? x : last;
                        line[x] =
                            last < 0 ? line[x] : Math.Min(line[x], (float)((double)(last - x) * (last - x) * square));
                    }
                }
            }
        );
    }

    /// <summary>
    /// Along y or z: one lower envelope per line. Sixteen lines side by side are copied out, worked on and copied back,
    /// since their voxels share cache lines.
    /// </summary>
    private static void Lines(
        float[] distance,
        int length,
        int stride,
        double spacing,
        int groups,
        Func<int, int> groupStart,
        int lanes,
        int threads
    )
    {
        FixedBlocks.Run(
            groups,
            threads,
            group =>
            {
                LowerEnvelope envelope = new(length, spacing);
                float[] tile = new float[length * Tile];
                int start = groupStart(group);
                for (int lane = 0; lane < lanes; lane += Tile)
                {
                    int width = Math.Min(Tile, lanes - lane);
                    bool any = false;
                    bool rest = false;
                    for (int i = 0; i < length; i++)
                    {
                        Span<float> row = distance.AsSpan(start + lane + (i * stride), width);
                        row.CopyTo(tile.AsSpan(i * Tile));
                        any |= row.ContainsAnyExcept(Far);
                        rest |= row.ContainsAnyExcept(0);
                    }

                    // Lines that are all far or all marked stay as they are.
                    if (!any || !rest)
                    {
                        continue;
                    }

                    for (int line = 0; line < width; line++)
                    {
                        envelope.Transform(tile, line, Tile);
                    }

                    for (int i = 0; i < length; i++)
                    {
                        tile.AsSpan(i * Tile, width).CopyTo(distance.AsSpan(start + lane + (i * stride)));
                    }
                }
            }
        );
    }
}
