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

    /// <summary>Along y or z: one lower envelope per line; lines side by side share a block for the cache's sake.</summary>
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
                Envelope envelope = new(length, spacing);
                int start = groupStart(group);
                for (int lane = 0; lane < lanes; lane++)
                {
                    envelope.Transform(distance, start + lane, stride);
                }
            }
        );
    }

    /// <summary>The lower envelope of one line.</summary>
    private sealed class Envelope(int length, double spacing)
    {
        private readonly float[] _line = new float[length];
        private readonly int[] _vertex = new int[length];
        private readonly double[] _border = new double[length + 1];

        internal void Transform(float[] distance, int start, int stride)
        {
            bool any = false;
            bool rest = false;
            for (int i = 0; i < length; i++)
            {
                _line[i] = distance[start + (i * stride)];
                any |= _line[i] < Far;
                rest |= _line[i] != 0;
            }

            // Lines that are all far or all marked stay as they are.
            if (!any || !rest)
            {
                return;
            }

            double square = spacing * spacing;
            int top = -1;
            for (int q = 0; q < length; q++)
            {
                if (_line[q] >= Far)
                {
                    continue;
                }

                double value = _line[q] + (square * q * q);
                double cross = double.NegativeInfinity;
                while (top >= 0)
                {
                    int v = _vertex[top];
                    cross = (value - (_line[v] + (square * v * v))) / (2 * square * (q - v));
                    if (cross > _border[top])
                    {
                        break;
                    }

                    top--;
                }

                top++;
                _vertex[top] = q;
                _border[top] = top == 0 ? double.NegativeInfinity : cross;
            }

            int at = 0;
            for (int i = 0; i < length; i++)
            {
                while (at < top && _border[at + 1] < i)
                {
                    at++;
                }

                double step = i - _vertex[at];
                distance[start + (i * stride)] = (float)((square * step * step) + _line[_vertex[at]]);
            }
        }
    }
}
