namespace Overread.Quality.Readers;

/// <summary>What a team read on one day.</summary>
/// <param name="Day">The day.</param>
/// <param name="Reads">Reads of each person, in one order of persons on all days; 0 for who did not work.</param>
public sealed record DayOfReads(DateOnly Day, IReadOnlyList<int> Reads);
