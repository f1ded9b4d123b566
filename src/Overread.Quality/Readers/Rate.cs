namespace Overread.Quality.Readers;

/// <summary>What is paid.</summary>
/// <param name="Amount">In units of the currency, not negative, at most four decimals.</param>
/// <param name="Basis">Per what.</param>
public readonly record struct Rate(decimal Amount, RateBasis Basis);
