namespace Overread.Quality.ReaderStudies;

/// <summary>Covariances of figures from their values without one case after the other (Efron 1982).</summary>
internal static class JackknifeCovariance
{
    /// <summary>A square of covariances.</summary>
    /// <param name="left">For each figure its values without each case.</param>
    /// <param name="counts">Which cases the figures look at; null for all.</param>
    internal static double[] Of(double[][] left, bool[]? counts = null)
    {
        int[] cases = [.. Enumerable.Range(0, left[0].Length).Where(item => counts is null || counts[item])];
        double[] means = [.. left.Select(values => cases.Average(item => values[item]))];
        double[] covariances = new double[left.Length * left.Length];
        for (int i = 0; i < left.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                foreach (int item in cases)
                {
                    sum += (left[i][item] - means[i]) * (left[j][item] - means[j]);
                }

                covariances[(i * left.Length) + j] = covariances[(j * left.Length) + i] =
                    sum * (cases.Length - 1) / cases.Length;
            }
        }

        return covariances;
    }
}
