namespace Overread.Quality.Masks;

/// <summary>The voxels of a mask: x runs fastest, then y, then z. Spacing in millimetres. A picture has depth 1.</summary>
/// <param name="Width">Voxels along x.</param>
/// <param name="Height">Voxels along y.</param>
/// <param name="Depth">Voxels along z.</param>
/// <param name="SpacingX">Millimetres from one voxel to the next along x.</param>
/// <param name="SpacingY">The same along y.</param>
/// <param name="SpacingZ">The same along z.</param>
public readonly record struct VoxelGrid(
    int Width,
    int Height,
    int Depth = 1,
    double SpacingX = 1,
    double SpacingY = 1,
    double SpacingZ = 1
)
{
    /// <summary>Number of voxels.</summary>
    public int Count => checked(Width * Height * Depth);

    /// <summary>Index of a voxel.</summary>
    public int Index(int x, int y, int z) => (((z * Height) + y) * Width) + x;

    /// <summary>Throws when a mask does not have one byte per voxel.</summary>
    internal void Check(ReadOnlySpan<byte> mask, string name)
    {
        if (mask.Length != Count)
        {
            throw new ArgumentException($"The mask {name} has {mask.Length} voxels where the grid has {Count}.");
        }
    }
}
