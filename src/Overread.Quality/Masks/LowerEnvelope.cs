using System.Runtime.CompilerServices;

namespace Overread.Quality.Masks;

/// <summary>The lower envelope of the parabolas along one line of voxels.</summary>
internal sealed class LowerEnvelope(int length, double spacing)
{
    private readonly int[] _vertex = new int[length];
    private readonly float[] _height = new float[length];
    private readonly double[] _border = new double[length + 1];

    /// <summary>Replaces squared distances along the line by those that also count steps along it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Transform(float[] values, int start, int stride)
    {
        double square = spacing * spacing;
        int top = -1;
        for (int q = 0; q < length; q++)
        {
            float own = values[start + (q * stride)];
            if (own >= DistanceTransform.Far)
            {
                continue;
            }

            double cross = double.NegativeInfinity;
            while (top >= 0)
            {
                // Where the parabolas of q and v meet, in voxels: half their distance plus their difference in height.
                int v = _vertex[top];
                cross = (0.5 * (q + v)) + (((double)own - _height[top]) / (2 * square * (q - v)));
                if (cross > _border[top])
                {
                    break;
                }

                top--;
            }

            top++;
            _vertex[top] = q;
            _height[top] = own;
            _border[top] = top == 0 ? double.NegativeInfinity : cross;
        }

        if (top < 0)
        {
            return;
        }

        int at = 0;
        for (int i = 0; i < length; i++)
        {
            while (at < top && _border[at + 1] < i)
            {
                at++;
            }

            double step = i - _vertex[at];
            values[start + (i * stride)] = (float)((square * step * step) + _height[at]);
        }
    }
}
