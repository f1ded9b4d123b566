namespace Overread.Dicom.Deface;

/// <summary>Neighbouring pixels of one row.</summary>
/// <param name="First">First column.</param>
/// <param name="End">Column behind the last.</param>
public readonly record struct VoxelSpan(int First, int End)
{
    /// <summary>Number of pixels.</summary>
    public int Count => End - First;
}
