namespace Overread.Quality.Consensus;

/// <summary>A consensus whose probabilities were corrected by gold answers that each part of them was not fitted on.</summary>
/// <param name="Result">The consensus with corrected probabilities, and statuses that follow from them.</param>
/// <param name="Raw">The consensus as the method claims it.</param>
/// <param name="Gold">Gold answers that were held out, each once.</param>
/// <param name="Offset">a of logit(right) = a + b · logit(claimed).</param>
/// <param name="Slope">b; below 1 where the method claims too much.</param>
/// <param name="Curve">How often the surest labels were wrong, by coverage.</param>
/// <param name="Rule">The accept rule for the error rate that was asked for; null where none was.</param>
public sealed record CalibratedConsensus(
    ConsensusResult Result,
    ConsensusResult Raw,
    int Gold,
    double Offset,
    double Slope,
    IReadOnlyList<RiskPoint> Curve,
    AcceptRule? Rule
);
