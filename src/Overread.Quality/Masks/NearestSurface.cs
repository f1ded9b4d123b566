using System.Numerics;
using System.Runtime.CompilerServices;
using Overread.Quality.Numerics;

namespace Overread.Quality.Masks;

/// <summary>
/// Exact distances from the voxels of one surface to another in millimetres, as <see cref="DistanceTransform"/> gives them. Planes are
/// transformed whole, rows from their bits and columns by lower envelopes; along z only the voxels that are asked for are looked up,
/// plane after plane until none that is farther away can be nearer.
/// </summary>
internal sealed class NearestSurface
{
    private readonly SurfaceBits _to;
    private readonly VoxelGrid _box;
    private readonly float[] _squared;
    private readonly bool[] _marked;
    private readonly float[] _up;
    private readonly float[] _down;

    private NearestSurface(SurfaceBits to)
    {
        (_to, _box) = (to, to.Box);
        _squared = GC.AllocateUninitializedArray<float>(_box.Count);
        _marked = new bool[_box.Depth];

        // Squared distances along x: a row is put together from pieces of these.
        double square = _box.SpacingX * _box.SpacingX;
        _up = [.. Enumerable.Range(0, _box.Width).Select(d => (float)((double)d * d * square))];
        _down = [.. _up.Reverse()];
    }

    /// <summary>Distances from every voxel of a surface to the other, in no order.</summary>
    internal static float[] Distances(SurfaceBits from, SurfaceBits to, int threads)
    {
        NearestSurface nearest = new(to);
        FixedBlocks.Run(to.Box.Depth, threads, nearest.Plane);
        return nearest.Look(from);
    }

    private void Plane(int z)
    {
        int[] rows = new int[_box.Height];
        int count = 0;
        for (int y = 0; y < _box.Height; y++)
        {
            if (_to.Row(y, z).ContainsAnyExcept(0ul))
            {
                rows[count++] = y;
                Line(_to.Row(y, z), _squared.AsSpan(_box.Index(0, y, z), _box.Width));
            }
        }

        _marked[z] = count > 0;
        if (count > 0 && _box.Height > 1)
        {
            new ColumnEnvelopes(_box.Height, _box.SpacingY).Transform(
                _squared.AsSpan(_box.Index(0, 0, z), _box.Width * _box.Height),
                _box.Width,
                rows.AsSpan(0, count)
            );
        }
    }

    /// <summary>Between two marks distances rise to the middle and fall again.</summary>
    private void Line(ReadOnlySpan<ulong> bits, Span<float> line)
    {
        int last = -1;
        for (int word = 0; word < bits.Length; word++)
        {
            for (ulong rest = bits[word]; rest != 0; rest &= rest - 1)
            {
                int mark = (word * 64) + BitOperations.TrailingZeroCount(rest);
                int middle = last < 0 ? 0 : last + ((mark - last) / 2) + 1;
                if (last >= 0)
                {
                    _up.AsSpan(0, middle - last).CopyTo(line[last..]);
                }

                _down.AsSpan(_down.Length - 1 - (mark - middle), mark - middle).CopyTo(line[middle..]);
                last = mark;
            }
        }

        _up.AsSpan(0, line.Length - last).CopyTo(line[last..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float[] Look(SurfaceBits from)
    {
        int depth = _box.Depth;
        double square = _box.SpacingZ * _box.SpacingZ;
        double[] steps = [.. Enumerable.Range(0, depth).Select(k => square * k * k)];
        int plane = _box.Width * _box.Height;
        float[] distances = new float[from.Count];
        int next = 0;
        for (int z = 0; z < depth; z++)
        {
            for (int y = 0; y < _box.Height; y++)
            {
                ReadOnlySpan<ulong> bits = from.Row(y, z);
                for (int word = 0; word < bits.Length; word++)
                {
                    for (ulong rest = bits[word]; rest != 0; rest &= rest - 1)
                    {
                        int at = _box.Index((word * 64) + BitOperations.TrailingZeroCount(rest), y, z);
                        float best = _marked[z] ? _squared[at] : float.PositiveInfinity;
                        for (int k = 1; k < depth && steps[k] < best; k++)
                        {
                            if (z >= k && _marked[z - k])
                            {
                                best = Math.Min(best, (float)(steps[k] + _squared[at - (k * plane)]));
                            }

                            if (z + k < depth && _marked[z + k])
                            {
                                best = Math.Min(best, (float)(steps[k] + _squared[at + (k * plane)]));
                            }
                        }

                        distances[next++] = MathF.Sqrt(best);
                    }
                }
            }
        }

        return distances;
    }
}
