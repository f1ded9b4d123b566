namespace Overread.Domain.Intake;

/// <summary>
/// A series whose parts lie on a grid: at each position one for every value of every axis. In reading order the positions change
/// fastest, the first axis slowest.
/// </summary>
/// <param name="Positions">How many positions there are.</param>
/// <param name="Axes">What else changes, at least one.</param>
public sealed record SeriesLayout(int Positions, IReadOnlyList<SeriesAxis> Axes)
{
    /// <summary>
    /// Where the parts of the files, taken one file after the other, are not in reading order: for each place of it the part. Null
    /// where they are.
    /// </summary>
    public IReadOnlyList<int>? Order { get; init; }
}
