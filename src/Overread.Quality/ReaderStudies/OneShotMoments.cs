namespace Overread.Quality.ReaderStudies;

/// <summary>What two modalities' comparisons have in common, over all pairs of readers.</summary>
/// <param name="Covariance">Unbiased covariance of the two figures; null where no two readings have nothing in common.</param>
/// <param name="Components">Plug-in parts of the variance: cases of the second kind, of the first, readers.</param>
internal sealed record OneShotMoments(double? Covariance, double[] Components)
{
    internal static double Figure(List<(int Reader, Kernels Kernel)> cells) =>
        cells.Sum(cell => cell.Kernel.Total) / cells.Sum(cell => cell.Kernel.Count);

    internal static OneShotMoments Of(
        List<(int Reader, Kernels Kernel)> first,
        List<(int Reader, Kernels Kernel)> second,
        bool fixedReaders
    )
    {
        KernelSums same = default;
        KernelSums other = default;
        double fixedCovariance = 0;
        double weights = 0;
        foreach ((int reader1, Kernels kernel1) in first)
        {
            foreach ((int reader2, Kernels kernel2) in second)
            {
                KernelSums sums = kernel1.With(kernel2);
                (same, other) = reader1 == reader2 ? (same + sums, other) : (same, other + sums);
                if (sums.Wells + sums.Ills > 0 && sums.Aparts <= 0)
                {
                    return new OneShotMoments(null, []);
                }

                fixedCovariance += sums.Alls * sums.Covariance;
                weights += sums.Alls;
            }
        }

        KernelSums all = same + other;
        double product = all.All / all.Alls;
        return new OneShotMoments(
            fixedReaders ? fixedCovariance / weights
                : other.Aparts > 0 ? product - (other.Apart / other.Aparts)
                : null,
            [
                all.Wells > 0 ? (all.Well / all.Wells) - product : 0,
                all.Ills > 0 ? (all.Ill / all.Ills) - product : 0,
                same.Alls > 0 ? (same.All / same.Alls) - product : 0,
            ]
        );
    }

    /// <summary>Effective numbers less one of cases of the second kind, of the first, of readers.</summary>
    internal static double[] Degrees(List<(int Reader, Kernels Kernel)> cells, int cases)
    {
        double all = cells.Sum(cell => cell.Kernel.Count);
        double well = 0;
        double ill = 0;
        for (int item = 0; item < cases; item++)
        {
            double wells = cells.Where(cell => cell.Kernel.HasWell(item)).Sum(cell => (double)cell.Kernel.Ills);
            double ills = cells.Where(cell => cell.Kernel.HasIll(item)).Sum(cell => (double)cell.Kernel.Wells);
            well += wells * wells / (all * all);
            ill += ills * ills / (all * all);
        }

        double reader = cells.Sum(cell => cell.Kernel.Count * cell.Kernel.Count / (all * all));
        return [well > 0 ? (1 / well) - 1 : 0, (1 / ill) - 1, (1 / reader) - 1];
    }
}
