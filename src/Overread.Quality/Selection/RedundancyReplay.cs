namespace Overread.Quality.Selection;

/// <summary>What asking one after another would have taken of reads that exist, beside a fixed number per item.</summary>
/// <param name="Items">Items with a read.</param>
/// <param name="Judged">Items with a known answer.</param>
/// <param name="Reads">Reads that were asked for.</param>
/// <param name="FixedReads">Reads at the fixed number per item; less where an item has fewer.</param>
/// <param name="Accuracy">Share of judged items that the consensus of the asked reads gets right; ties count by their share.</param>
/// <param name="FixedAccuracy">The same of the fixed number, by the same method.</param>
/// <param name="FixedMajority">The same of the fixed number by majority vote.</param>
/// <param name="Unsure">Items that stayed unsure when reads or budget were spent.</param>
public sealed record RedundancyReplay(
    int Items,
    int Judged,
    int Reads,
    int FixedReads,
    double Accuracy,
    double FixedAccuracy,
    double FixedMajority,
    int Unsure
)
{
    /// <summary>Share of reads saved, 1 − <see cref="Reads"/>/<see cref="FixedReads"/>.</summary>
    public double Saved => 1 - ((double)Reads / FixedReads);
}
