using System.Runtime.CompilerServices;

namespace Overread.Quality.Masks;

/// <summary>
/// Lower envelopes along the columns of a plane of which some rows are known and the others hold nothing (Felzenszwalb and Huttenlocher
/// 2012): as <see cref="LowerEnvelope"/>, which asks every voxel whether it holds something.
/// </summary>
internal sealed class ColumnEnvelopes(int height, double spacing)
{
    /// <summary>Columns per tile: one cache line of floats.</summary>
    private const int Tile = 16;

    private readonly float[] _tile = new float[height * Tile];
    private readonly int[] _vertex = new int[height];
    private readonly float[] _height = new float[height];
    private readonly double[] _border = new double[height + 1];
    private readonly double[] _inverse = Inverse(height, spacing);

    /// <summary>Fills a plane: squared distances along its rows become those within the plane.</summary>
    internal void Transform(Span<float> plane, int width, ReadOnlySpan<int> known)
    {
        for (int x = 0; x < width; x += Tile)
        {
            int columns = Math.Min(Tile, width - x);
            foreach (int y in known)
            {
                plane.Slice((y * width) + x, columns).CopyTo(_tile.AsSpan(y * Tile));
            }

            for (int column = 0; column < columns; column++)
            {
                Column(column, known);
            }

            for (int y = 0; y < height; y++)
            {
                _tile.AsSpan(y * Tile, columns).CopyTo(plane[((y * width) + x)..]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Column(int column, ReadOnlySpan<int> known)
    {
        float[] tile = _tile;
        int[] vertex = _vertex;
        float[] heights = _height;
        double[] border = _border;
        int top = -1;
        foreach (int q in known)
        {
            float own = tile[(q * Tile) + column];
            double cross = double.NegativeInfinity;
            while (top >= 0)
            {
                // Where the parabolas of q and v meet, in voxels: half their distance plus their difference in height.
                int v = vertex[top];
                cross = (0.5 * (q + v)) + (((double)own - heights[top]) * _inverse[q - v]);
                if (cross > border[top])
                {
                    break;
                }

                top--;
            }

            top++;
            vertex[top] = q;
            heights[top] = own;
            border[top] = top == 0 ? double.NegativeInfinity : cross;
        }

        // Each parabola holds from its border, or the start, to the next one's, or the end.
        double square = spacing * spacing;
        int at = 0;
        for (int i = 0; i <= top; i++)
        {
            double end = i == top ? height - 1 : Math.Min(border[i + 1], height - 1);
            (int v, double own) = (vertex[i], heights[i]);
            for (; at <= end; at++)
            {
                double step = at - v;
                tile[(at * Tile) + column] = (float)((square * step * step) + own);
            }
        }
    }

    private static double[] Inverse(int height, double spacing) =>
        [.. Enumerable.Range(0, height).Select(d => 1 / (2 * spacing * spacing * d))];
}
