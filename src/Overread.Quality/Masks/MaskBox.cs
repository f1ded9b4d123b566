namespace Overread.Quality.Masks;

/// <summary>The smallest box around the foreground of several masks.</summary>
internal sealed class MaskBox(VoxelGrid grid)
{
    private int _maxX = -1;
    private int _maxY = -1;
    private int _maxZ = -1;

    internal int MinX { get; private set; } = grid.Width;

    internal int MinY { get; private set; } = grid.Height;

    internal int MinZ { get; private set; } = grid.Depth;

    internal int Width => _maxX - MinX + 1;

    internal int Height => _maxY - MinY + 1;

    internal int Depth => _maxZ - MinZ + 1;

    internal void Include(ReadOnlySpan<byte> mask, VoxelGrid grid)
    {
        for (int z = 0; z < grid.Depth; z++)
        {
            for (int y = 0; y < grid.Height; y++)
            {
                ReadOnlySpan<byte> row = mask.Slice(grid.Index(0, y, z), grid.Width);
                int first = row.IndexOfAnyExcept((byte)0);
                if (first < 0)
                {
                    continue;
                }

                MinX = Math.Min(MinX, first);
                _maxX = Math.Max(_maxX, row.LastIndexOfAnyExcept((byte)0));
                MinY = Math.Min(MinY, y);
                _maxY = Math.Max(_maxY, y);
                MinZ = Math.Min(MinZ, z);
                _maxZ = Math.Max(_maxZ, z);
            }
        }
    }
}
