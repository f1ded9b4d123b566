namespace Overread.Quality.Masks;

/// <summary>Cuts two masks down to their joint bounding box and keeps their surfaces: distances need no more.</summary>
internal static class MaskCrop
{
    /// <summary>Both surfaces, with the area of the open faces of each voxel in square millimetres.</summary>
    internal static (byte[] First, byte[] Second, float[] FirstAreas, float[] SecondAreas, VoxelGrid Box) Areas(
        ReadOnlySpan<byte> first,
        ReadOnlySpan<byte> second,
        VoxelGrid grid
    )
    {
        MaskBox box = new(grid);
        box.Include(first, grid);
        box.Include(second, grid);
        VoxelGrid cropped = grid with { Width = box.Width, Height = box.Height, Depth = box.Depth };
        byte[] one = Surface(first, grid, box, cropped);
        byte[] two = Surface(second, grid, box, cropped);
        return (one, two, Areas(first, one, grid, box, cropped), Areas(second, two, grid, box, cropped), cropped);
    }

    private static float[] Areas(
        ReadOnlySpan<byte> mask,
        byte[] surface,
        VoxelGrid grid,
        MaskBox box,
        VoxelGrid cropped
    )
    {
        float[] areas = new float[surface.Length];
        double acrossX = grid.SpacingY * grid.SpacingZ;
        double acrossY = grid.SpacingX * grid.SpacingZ;
        double acrossZ = grid.Depth == 1 ? 0 : grid.SpacingX * grid.SpacingY;
        for (int at = 0; at < surface.Length; at++)
        {
            if (surface[at] == 0)
            {
                continue;
            }

            int x = (at % cropped.Width) + box.MinX;
            int y = (at / cropped.Width % cropped.Height) + box.MinY;
            int z = (at / (cropped.Width * cropped.Height)) + box.MinZ;
            double area =
                (acrossX * (Open(mask, grid, x - 1, y, z) + Open(mask, grid, x + 1, y, z)))
                + (acrossY * (Open(mask, grid, x, y - 1, z) + Open(mask, grid, x, y + 1, z)))
                + (acrossZ * (Open(mask, grid, x, y, z - 1) + Open(mask, grid, x, y, z + 1)));
            areas[at] = (float)area;
        }

        return areas;
    }

    private static int Open(ReadOnlySpan<byte> mask, VoxelGrid grid, int x, int y, int z) =>
        (uint)x >= (uint)grid.Width
        || (uint)y >= (uint)grid.Height
        || (uint)z >= (uint)grid.Depth
        || mask[grid.Index(x, y, z)] == 0
            ? 1
            : 0;

    private static byte[] Surface(ReadOnlySpan<byte> mask, VoxelGrid grid, MaskBox box, VoxelGrid cropped)
    {
        byte[] surface = new byte[cropped.Count];
        int plane = grid.Width * grid.Height;
        for (int z = 0; z < box.Depth; z++)
        {
            for (int y = 0; y < box.Height; y++)
            {
                int gz = z + box.MinZ;
                int gy = y + box.MinY;
                int row = grid.Index(0, gy, gz);
                bool edge = gz == 0 || gz == grid.Depth - 1 || gy == 0 || gy == grid.Height - 1;
                Span<byte> target = surface.AsSpan(cropped.Index(0, y, z), box.Width);

                // The faces along an axis of length 1 are no border: a picture has no inside along z.
                bool edgeHere = edge && !(grid.Depth == 1 && gy > 0 && gy < grid.Height - 1);
                for (int x = 0; x < box.Width; x++)
                {
                    int gx = x + box.MinX;
                    int at = row + gx;
                    if (mask[at] == 0)
                    {
                        continue;
                    }

                    bool inside =
                        !edgeHere
                        && gx > 0
                        && gx < grid.Width - 1
                        && mask[at - 1] != 0
                        && mask[at + 1] != 0
                        && mask[at - grid.Width] != 0
                        && mask[at + grid.Width] != 0
                        && (grid.Depth == 1 || (mask[at - plane] != 0 && mask[at + plane] != 0));
                    target[x] = inside ? (byte)0 : (byte)1;
                }
            }
        }

        return surface;
    }
}
