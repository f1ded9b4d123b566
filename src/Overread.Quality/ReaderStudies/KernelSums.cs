namespace Overread.Quality.ReaderStudies;

/// <summary>Sums of products of two readers' comparisons, and how many products there are.</summary>
/// <param name="Both">Products of the same two cases.</param>
/// <param name="Well">Products that have the case of the second kind in common, the others free.</param>
/// <param name="Ill">Products that have the case of the first kind in common.</param>
/// <param name="All">All products.</param>
/// <param name="Boths">Number of the first.</param>
/// <param name="Wells">Number of the second.</param>
/// <param name="Ills">Number of the third.</param>
/// <param name="Alls">Number of all.</param>
internal readonly record struct KernelSums(
    double Both,
    double Well,
    double Ill,
    double All,
    double Boths,
    double Wells,
    double Ills,
    double Alls
)
{
    /// <summary>Products that have no case in common.</summary>
    internal double Apart => All - Well - Ill + Both;

    /// <summary>How many of them there are.</summary>
    internal double Aparts => Alls - Wells - Ills + Boths;

    /// <summary>The unbiased covariance of the two figures over cases; 0 where they have no case in common.</summary>
    internal double Covariance => (All / Alls) - (Apart / Aparts);

    public static KernelSums operator +(KernelSums first, KernelSums second) =>
        new(
            first.Both + second.Both,
            first.Well + second.Well,
            first.Ill + second.Ill,
            first.All + second.All,
            first.Boths + second.Boths,
            first.Wells + second.Wells,
            first.Ills + second.Ills,
            first.Alls + second.Alls
        );
}
