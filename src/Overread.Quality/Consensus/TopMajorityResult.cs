namespace Overread.Quality.Consensus;

/// <summary>What the learnable readers voted, and who they are.</summary>
/// <param name="Result">Posterior (vote shares), label and status per item.</param>
/// <param name="Readers">One entry per reader.</param>
/// <param name="ModelKappa">Mean pairwise κ of trees that learnt one reader each, on all items.</param>
public sealed record TopMajorityResult(
    ConsensusResult Result,
    IReadOnlyList<ReaderLearnability> Readers,
    Agreement.Coefficient ModelKappa
);
