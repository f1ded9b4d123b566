namespace Overread.Quality.Numerics;

/// <summary>What small square matrices need here, row by row in one array.</summary>
internal static class SquareMatrix
{
    internal static double[] Multiply(double[] first, double[] second, int size)
    {
        double[] product = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int k = 0; k < size; k++)
            {
                for (int j = 0; j < size; j++)
                {
                    product[(i * size) + j] += first[(i * size) + k] * second[(k * size) + j];
                }
            }
        }

        return product;
    }

    internal static double[] Transpose(double[] matrix, int size)
    {
        double[] turned = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                turned[(j * size) + i] = matrix[(i * size) + j];
            }
        }

        return turned;
    }

    /// <summary>The inverse by Gauss and Jordan with pivots; null where the matrix is as good as singular.</summary>
    internal static double[]? Inverse(double[] matrix, int size)
    {
        double[] a = [.. matrix];
        double[] inverse = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            inverse[(i * size) + i] = 1;
        }

        for (int column = 0; column < size; column++)
        {
            int pivot = column;
            for (int row = column + 1; row < size; row++)
            {
                pivot = Math.Abs(a[(row * size) + column]) > Math.Abs(a[(pivot * size) + column]) ? row : pivot;
            }

            double top = a[(pivot * size) + column];
            if (!(Math.Abs(top) > 1e-9))
            {
                return null;
            }

            for (int j = 0; j < size; j++)
            {
                Exchange(ref a[(column * size) + j], ref a[(pivot * size) + j], top);
                Exchange(ref inverse[(column * size) + j], ref inverse[(pivot * size) + j], top);
            }

            for (int row = 0; row < size; row++)
            {
                double factor = a[(row * size) + column];
                for (int j = 0; j < size && row != column; j++)
                {
                    a[(row * size) + j] -= factor * a[(column * size) + j];
                    inverse[(row * size) + j] -= factor * inverse[(column * size) + j];
                }
            }
        }

        return inverse;
    }

    /// <summary>Brings the pivot row up, scaled; where both are one row it is only scaled.</summary>
    private static void Exchange(ref double here, ref double there, double scale)
    {
        double up = there / scale;
        there = here;
        here = up;
    }
}
