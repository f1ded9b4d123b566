namespace Overread.Cli.Marks;

/// <summary>How marks may be brought onto the images.</summary>
/// <param name="Resample">Whether another grid is resampled by the nearest voxel.</param>
/// <param name="AnyFrame">Whether another frame of reference is taken for the same.</param>
/// <param name="ByIndex">Whether files that do not say where they lie go by index.</param>
/// <param name="Part">Whether a label map may cover a part of the images, or more than them.</param>
/// <param name="Tolerance">Parts of a voxel that centres may lie apart to be the same.</param>
internal sealed record PlacementOptions(bool Resample, bool AnyFrame, bool ByIndex, bool Part, double Tolerance);
