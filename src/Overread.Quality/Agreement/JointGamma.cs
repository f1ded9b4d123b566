namespace Overread.Quality.Agreement;

/// <summary>γ with all readers aligned at once, and what is known of the alignments behind it.</summary>
/// <param name="Coefficient">The coefficient, named <c>gamma-joint</c>.</param>
/// <param name="Exact">Alignments that are certainly those of least disorder.</param>
/// <param name="Alignments">Alignments that were made: of the documents, and of the shuffled ones behind the chance disorder.</param>
/// <param name="Gap">The largest share, 0 to 1, by which the best alignment might leave less disorder than the one found; 0 when all are exact.</param>
public sealed record JointGamma(Coefficient Coefficient, int Exact, int Alignments, double Gap);
