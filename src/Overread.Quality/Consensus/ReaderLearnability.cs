namespace Overread.Quality.Consensus;

/// <summary>How well a reader's labels can be foretold from the items' features.</summary>
/// <param name="Reader">The reader.</param>
/// <param name="Labels">Labels on which it was measured.</param>
/// <param name="MicroF1">Share of held-out labels that a tree foretold, 0 to 1; null with too few labels.</param>
/// <param name="Low">Lower bound of its 95 % interval (Clopper-Pearson); null as above.</param>
/// <param name="High">Upper bound; null as above.</param>
/// <param name="Selected">Whether the reader has a vote.</param>
public sealed record ReaderLearnability(
    int Reader,
    int Labels,
    double? MicroF1,
    double? Low,
    double? High,
    bool Selected
);
