namespace Overread.Quality.Readers;

/// <summary>What one person gets for work in one group.</summary>
/// <param name="Person">The person.</param>
/// <param name="Group">The group.</param>
/// <param name="Rate">The rate that held.</param>
/// <param name="Pieces">Pieces of work.</param>
/// <param name="Accepted">Of them accepted reads.</param>
/// <param name="Seconds">Whole seconds, within one second of the exact time.</param>
/// <param name="Cents">Hundredths of the currency's unit, within one of the exact pay.</param>
public sealed record PayLine(
    string Person,
    string Group,
    Rate Rate,
    long Pieces,
    long Accepted,
    long Seconds,
    long Cents
);
