namespace Overread.Quality.Numerics;

/// <summary>Eigenvalues and vectors of a small symmetric matrix by Jacobi's rotations.</summary>
internal static class SymmetricEigen
{
    private const int MostSweeps = 100;

    /// <summary>The eigenvalues, and the vectors as columns, in no order.</summary>
    /// <param name="matrix">Symmetric, row by row; left as it is.</param>
    /// <param name="size">Rows.</param>
    internal static (double[] Values, double[] Vectors) Of(ReadOnlySpan<double> matrix, int size)
    {
        double[] a = matrix.ToArray();
        double[] vectors = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            vectors[(i * size) + i] = 1;
        }

        for (int sweep = 0; sweep < MostSweeps && OffDiagonal(a, size) > 1e-30; sweep++)
        {
            for (int p = 0; p < size; p++)
            {
                for (int q = p + 1; q < size; q++)
                {
                    Rotate(a, vectors, size, p, q);
                }
            }
        }

        return ([.. Enumerable.Range(0, size).Select(i => a[(i * size) + i])], vectors);
    }

    private static double OffDiagonal(double[] a, int size)
    {
        double sum = 0;
        for (int i = 0; i < size; i++)
        {
            for (int j = i + 1; j < size; j++)
            {
                sum += a[(i * size) + j] * a[(i * size) + j];
            }
        }

        return sum;
    }

    private static void Rotate(double[] a, double[] vectors, int size, int p, int q)
    {
        double apq = a[(p * size) + q];
        if (apq == 0)
        {
            return;
        }

        double theta = (a[(q * size) + q] - a[(p * size) + p]) / (2 * apq);
        double t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        double c = 1 / Math.Sqrt((t * t) + 1);
        double s = t * c;
        for (int i = 0; i < size; i++)
        {
            (double x, double y) = (a[(i * size) + p], a[(i * size) + q]);
            a[(i * size) + p] = (c * x) - (s * y);
            a[(i * size) + q] = (s * x) + (c * y);
        }

        for (int i = 0; i < size; i++)
        {
            (double x, double y) = (a[(p * size) + i], a[(q * size) + i]);
            a[(p * size) + i] = (c * x) - (s * y);
            a[(q * size) + i] = (s * x) + (c * y);
            (x, y) = (vectors[(i * size) + p], vectors[(i * size) + q]);
            vectors[(i * size) + p] = (c * x) - (s * y);
            vectors[(i * size) + q] = (s * x) + (c * y);
        }
    }
}
