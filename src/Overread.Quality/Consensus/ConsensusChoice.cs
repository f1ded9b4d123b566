namespace Overread.Quality.Consensus;

/// <summary>A consensus by the method that suits the data.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Reason">Why it suits, in a sentence for people.</param>
/// <param name="Result">What it found.</param>
public sealed record ConsensusChoice(string Method, string Reason, ConsensusResult Result);
