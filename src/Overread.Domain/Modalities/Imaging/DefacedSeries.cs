namespace Overread.Domain.Modalities.Imaging;

/// <summary>What the removal of a face did to one series.</summary>
/// <param name="Series">The series' id in the entry.</param>
/// <param name="Cut">Hash of the cut that a person had approved by its picture.</param>
/// <param name="Files">Files of the series.</param>
/// <param name="Frames">Frames in which voxels were removed.</param>
public sealed record DefacedSeries(string Series, string Cut, int Files, int Frames);
