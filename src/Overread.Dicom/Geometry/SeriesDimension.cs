namespace Overread.Dicom.Geometry;

/// <summary>What changes where the position does not: time, phase, b-value, echo, energy.</summary>
/// <param name="Name">For people, such as "Trigger time".</param>
/// <param name="Unit">Such as "ms"; "" for an index.</param>
/// <param name="Values">Its values in rising order, as they are at the first position. A value may stand twice, such as a b-value in two directions.</param>
public sealed record SeriesDimension(string Name, string Unit, IReadOnlyList<double> Values);
