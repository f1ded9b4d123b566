namespace Overread.Quality.Consensus;

/// <summary>A reader's earlier record, for methods that know one accuracy per reader.</summary>
/// <param name="Right">Pseudo-labels on the diagonal of the reader's prior table.</param>
/// <param name="Labels">All pseudo-labels.</param>
internal readonly record struct EarlierRecord(double Right, double Labels)
{
    internal static EarlierRecord Of(ConsensusOptions options, int reader)
    {
        if (options.ReaderPriors?[reader] is not { } table)
        {
            return default;
        }

        double right = 0;
        double labels = 0;
        for (int truth = 0; truth < table.GetLength(0); truth++)
        {
            for (int given = 0; given < table.GetLength(1); given++)
            {
                labels += table[truth, given];
                right += truth == given ? table[truth, given] : 0;
            }
        }

        return new EarlierRecord(right, labels);
    }
}
