namespace Overread.Domain.Intake;

/// <summary>What changes in a series where the position does not.</summary>
/// <param name="Name">For people, such as "Trigger time".</param>
/// <param name="Unit">Such as "ms"; "" for an index.</param>
/// <param name="Values">Its values, rising; one may stand twice.</param>
public sealed record SeriesAxis(string Name, string Unit, IReadOnlyList<double> Values);
