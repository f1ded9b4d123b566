namespace Overread.Quality.Masks;

/// <summary>Moves masks about on their grid.</summary>
public static class MaskTransform
{
    /// <summary>Exchanges foreground and background.</summary>
    public static byte[] Invert(ReadOnlySpan<byte> mask)
    {
        byte[] inverted = new byte[mask.Length];
        for (int i = 0; i < mask.Length; i++)
        {
            inverted[i] = mask[i] == 0 ? (byte)1 : (byte)0;
        }

        return inverted;
    }

    /// <summary>Mirrors a mask along some axes.</summary>
    public static byte[] Mirror(ReadOnlySpan<byte> mask, VoxelGrid grid, MaskAxes axes)
    {
        grid.Check(mask, "to mirror");
        byte[] mirrored = new byte[mask.Length];
        for (int z = 0; z < grid.Depth; z++)
        {
            int fromZ = axes.HasFlag(MaskAxes.Z) ? grid.Depth - 1 - z : z;
            for (int y = 0; y < grid.Height; y++)
            {
                int fromY = axes.HasFlag(MaskAxes.Y) ? grid.Height - 1 - y : y;
                Span<byte> row = mirrored.AsSpan(grid.Index(0, y, z), grid.Width);
                mask.Slice(grid.Index(0, fromY, fromZ), grid.Width).CopyTo(row);
                if (axes.HasFlag(MaskAxes.X))
                {
                    row.Reverse();
                }
            }
        }

        return mirrored;
    }

    /// <summary>Moves a mask by whole voxels; what leaves the grid is lost.</summary>
    public static byte[] Shift(ReadOnlySpan<byte> mask, VoxelGrid grid, (int X, int Y, int Z) by)
    {
        grid.Check(mask, "to shift");
        byte[] moved = new byte[mask.Length];
        for (int z = 0; z < grid.Depth; z++)
        {
            for (int y = 0; y < grid.Height; y++)
            {
                for (int x = 0; x < grid.Width; x++)
                {
                    (int toX, int toY, int toZ) = (x + by.X, y + by.Y, z + by.Z);
                    if ((uint)toX < (uint)grid.Width && (uint)toY < (uint)grid.Height && (uint)toZ < (uint)grid.Depth)
                    {
                        moved[grid.Index(toX, toY, toZ)] = mask[grid.Index(x, y, z)];
                    }
                }
            }
        }

        return moved;
    }

    /// <summary>The shift that brings the centre of one mask onto the centre of another.</summary>
    internal static (int X, int Y, int Z) ShiftTo(ReadOnlySpan<byte> mask, ReadOnlySpan<byte> target, VoxelGrid grid)
    {
        (double x, double y, double z) = Centre(mask, grid);
        (double tx, double ty, double tz) = Centre(target, grid);
        return ((int)Math.Round(tx - x), (int)Math.Round(ty - y), (int)Math.Round(tz - z));
    }

    private static (double X, double Y, double Z) Centre(ReadOnlySpan<byte> mask, VoxelGrid grid)
    {
        long sx = 0;
        long sy = 0;
        long sz = 0;
        long count = 0;
        for (int z = 0; z < grid.Depth; z++)
        {
            for (int y = 0; y < grid.Height; y++)
            {
                ReadOnlySpan<byte> row = mask.Slice(grid.Index(0, y, z), grid.Width);
                for (int x = 0; x < row.Length; x++)
                {
                    if (row[x] != 0)
                    {
                        sx += x;
                        sy += y;
                        sz += z;
                        count++;
                    }
                }
            }
        }

        return count == 0 ? (0, 0, 0) : ((double)sx / count, (double)sy / count, (double)sz / count);
    }
}
