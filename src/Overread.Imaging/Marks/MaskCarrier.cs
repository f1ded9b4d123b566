using Overread.Imaging.Grids;

namespace Overread.Imaging.Marks;

/// <summary>Brings masks from their own grid onto the grid of the images.</summary>
public static class MaskCarrier
{
    /// <summary>Moves every voxel to the voxel that lies at the same place.</summary>
    /// <param name="mask">The mask on its own grid.</param>
    /// <param name="placement">How the grids lie.</param>
    /// <param name="onto">Grid of the images.</param>
    /// <param name="outside">Marked voxels that lie outside the images.</param>
    public static VoxelMask Place(VoxelMask mask, GridPlacement placement, VolumeGrid onto, out long outside)
    {
        outside = 0;
        if (
            placement.IsIdentity
            && mask.Slices.Values.All(p => p.X + p.Width <= onto.Width && p.Y + p.Height <= onto.Height)
        )
        {
            return mask;
        }

        Dictionary<int, byte[]> planes = [];
        foreach ((int slice, MaskPatch patch) in mask.Slices)
        {
            for (int y = 0; y < patch.Height; y++)
            {
                for (int x = 0; x < patch.Width; x++)
                {
                    byte value = patch.Values[(y * patch.Width) + x];
                    if (value == 0)
                    {
                        continue;
                    }

                    (int i, int j, int k) = placement.Map(patch.X + x, patch.Y + y, slice);
                    if ((uint)i >= (uint)onto.Width || (uint)j >= (uint)onto.Height || (uint)k >= (uint)onto.Depth)
                    {
                        outside++;
                        continue;
                    }

                    Plane(planes, k, onto)[(j * onto.Width) + i] = value;
                }
            }
        }

        return Built(mask, planes, onto.Width);
    }

    /// <summary>Gives each voxel of the images the value of the mask's nearest voxel.</summary>
    /// <param name="mask">The mask on its own grid.</param>
    /// <param name="from">That grid; evenly spaced.</param>
    /// <param name="onto">Grid of the images.</param>
    /// <exception cref="GridException">The mask's slices are unevenly spaced.</exception>
    public static VoxelMask Resample(VoxelMask mask, VolumeGrid from, VolumeGrid onto)
    {
        GridAffine source =
            from.Affine
            ?? throw new GridException(
                "its slices are unevenly spaced, so that between them there is no nearest voxel."
            );
        Dictionary<int, byte[]> planes = [];
        for (int k = 0; k < onto.Depth; k++)
        {
            (double I, double J, double K) start = source.ToVoxel(onto.ToPatient(0, 0, k));
            (double I, double J, double K) right = source.ToVoxel(onto.ToPatient(1, 0, k));
            (double I, double J, double K) down = source.ToVoxel(onto.ToPatient(0, 1, k));
            (double ri, double rj, double rk) = (right.I - start.I, right.J - start.J, right.K - start.K);
            (double di, double dj, double dk) = (down.I - start.I, down.J - start.J, down.K - start.K);
            for (int y = 0; y < onto.Height; y++)
            {
                for (int x = 0; x < onto.Width; x++)
                {
                    int slice = (int)Math.Floor(start.K + (x * rk) + (y * dk) + 0.5);
                    if ((uint)slice >= (uint)from.Depth || !mask.Slices.TryGetValue(slice, out MaskPatch? patch))
                    {
                        continue;
                    }

                    byte value = patch.At(
                        (int)Math.Floor(start.I + (x * ri) + (y * di) + 0.5),
                        (int)Math.Floor(start.J + (x * rj) + (y * dj) + 0.5)
                    );
                    if (value != 0)
                    {
                        Plane(planes, k, onto)[(y * onto.Width) + x] = value;
                    }
                }
            }
        }

        return Built(mask, planes, onto.Width);
    }

    private static byte[] Plane(Dictionary<int, byte[]> planes, int k, VolumeGrid onto)
    {
        if (!planes.TryGetValue(k, out byte[]? plane))
        {
            plane = new byte[onto.Width * onto.Height];
            planes.Add(k, plane);
        }

        return plane;
    }

    private static VoxelMask Built(VoxelMask like, Dictionary<int, byte[]> planes, int width)
    {
        VoxelMask built = new() { Fraction = like.Fraction };
        foreach ((int k, byte[] plane) in planes)
        {
            built.Set(k, MaskPatch.Of(plane, width));
        }

        return built;
    }
}
