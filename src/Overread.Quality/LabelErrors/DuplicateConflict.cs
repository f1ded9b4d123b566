namespace Overread.Quality.LabelErrors;

/// <summary>Two items that are nearly the same and have different labels: at least one of these is wrong.</summary>
/// <param name="First">The item with the lower number.</param>
/// <param name="Second">The other item.</param>
/// <param name="Distance">How far their features lie apart.</param>
public sealed record DuplicateConflict(int First, int Second, double Distance);
