namespace Overread.Quality.Numerics;

/// <summary>Linear equations with a symmetric, positive definite matrix, by Cholesky's factor.</summary>
internal static class Cholesky
{
    /// <summary>
    /// Solves in place: <paramref name="right"/> becomes the answer, <paramref name="matrix"/> (row by row) its factor.
    /// A pivot that is not positive is raised to a tiny one, which leaves its unknown nearly alone.
    /// </summary>
    internal static void Solve(Span<double> matrix, Span<double> right)
    {
        int n = right.Length;
        for (int j = 0; j < n; j++)
        {
            double pivot = matrix[(j * n) + j];
            for (int k = 0; k < j; k++)
            {
                pivot -= matrix[(j * n) + k] * matrix[(j * n) + k];
            }

            pivot = Math.Sqrt(Math.Max(pivot, 1e-12));
            matrix[(j * n) + j] = pivot;
            for (int i = j + 1; i < n; i++)
            {
                double sum = matrix[(i * n) + j];
                for (int k = 0; k < j; k++)
                {
                    sum -= matrix[(i * n) + k] * matrix[(j * n) + k];
                }

                matrix[(i * n) + j] = sum / pivot;
            }
        }

        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < i; k++)
            {
                right[i] -= matrix[(i * n) + k] * right[k];
            }

            right[i] /= matrix[(i * n) + i];
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < n; k++)
            {
                right[i] -= matrix[(k * n) + i] * right[k];
            }

            right[i] /= matrix[(i * n) + i];
        }
    }
}
