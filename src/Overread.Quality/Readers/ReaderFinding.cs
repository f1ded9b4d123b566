namespace Overread.Quality.Readers;

/// <summary>Something about a reader that chance does not explain. A question to a person, not a verdict.</summary>
/// <param name="Reader">The reader.</param>
/// <param name="Kind">What it is.</param>
/// <param name="AtRead">The reader's own read, from 1, after which the evidence had passed the bound.</param>
/// <param name="AtGold">Gold items that the reader had read by then.</param>
/// <param name="LogEvidence">Natural logarithm of the evidence at the end of the reads.</param>
/// <param name="LogBound">The bound that it passed: ln(tests of the kind ÷ their share of the false-alarm rate).</param>
/// <param name="Proposal">What a person may decide.</param>
/// <param name="Figures">The figures behind it, by name, when the bound was passed.</param>
/// <param name="Partner">The other reader of a pair; else −1.</param>
public sealed record ReaderFinding(
    int Reader,
    Trouble Kind,
    int AtRead,
    int AtGold,
    double LogEvidence,
    double LogBound,
    ReaderProposal Proposal,
    IReadOnlyDictionary<string, double> Figures,
    int Partner = -1
);
