namespace Overread.Quality.Consensus;

/// <summary>How an iterative method came to its end.</summary>
/// <param name="Iterations">Number of iterations.</param>
/// <param name="Converged">Whether the tolerance was reached before the limit.</param>
/// <param name="Objective">
/// The objective before each iteration: for likelihood methods the marginal log-likelihood plus the log prior, which
/// never falls.
/// </param>
/// <param name="LogLikelihood">The marginal log-likelihood of the labels at the end, or null where there is none.</param>
public sealed record ConvergenceTrace(
    int Iterations,
    bool Converged,
    IReadOnlyList<double> Objective,
    double? LogLikelihood
)
{
    /// <summary>The trace of a method that does not iterate.</summary>
    public static ConvergenceTrace None { get; } = new(0, true, [], null);
}
