namespace Overread.Imaging.Grids;

/// <summary>Voxels cannot lie as was said, or two grids cannot be brought together. The message says why and what to do.</summary>
public sealed class GridException : Exception
{
    /// <summary>Creates the error with its message.</summary>
    public GridException(string message)
        : base(message) { }
}
