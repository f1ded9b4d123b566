namespace Overread.Imaging.Marks;

/// <summary>The voxels of one mark, slice by slice; only the marked part of a slice takes memory.</summary>
public sealed class VoxelMask
{
    private readonly SortedDictionary<int, MaskPatch> _slices = [];

    /// <summary>Slices with marked voxels, ascending.</summary>
    public IReadOnlyDictionary<int, MaskPatch> Slices => _slices;

    /// <summary>PROBABILITY or OCCUPANCY where values are fractions of 255 (DICOM Segmentation Fractional Type); null for plain masks.</summary>
    public string? Fraction { get; init; }

    /// <summary>Marked voxels: those whose value is not 0.</summary>
    public long Count => _slices.Values.Sum(patch => (long)patch.Count);

    /// <summary>Sets the marked part of a slice; null clears it.</summary>
    public void Set(int slice, MaskPatch? patch)
    {
        if (patch is null)
        {
            _slices.Remove(slice);
        }
        else
        {
            _slices[slice] = patch;
        }
    }

    /// <summary>Value of a voxel.</summary>
    public byte At(int x, int y, int slice) =>
        _slices.TryGetValue(slice, out MaskPatch? patch) ? patch.At(x, y) : (byte)0;

    /// <summary>The plain mask of a fraction: every voxel of at least half.</summary>
    public VoxelMask Halved()
    {
        VoxelMask plain = new();
        foreach ((int slice, MaskPatch patch) in _slices)
        {
            byte[] values = [.. patch.Values.Select(value => value >= 128 ? (byte)1 : (byte)0)];
            MaskPatch? cut = MaskPatch.Of(values, patch.Width);
            plain.Set(slice, cut is null ? null : cut with { X = cut.X + patch.X, Y = cut.Y + patch.Y });
        }

        return plain;
    }

    /// <summary>All voxels of several masks.</summary>
    /// <param name="masks">Masks on one grid.</param>
    /// <param name="width">Columns of a slice.</param>
    /// <param name="height">Rows of a slice.</param>
    /// <returns>The union; of fractions the greatest value.</returns>
    public static VoxelMask Union(IReadOnlyList<VoxelMask> masks, int width, int height)
    {
        if (masks.Count == 1)
        {
            return masks[0];
        }

        VoxelMask union = new() { Fraction = masks.Select(mask => mask.Fraction).FirstOrDefault(f => f is not null) };
        byte[] plane = new byte[width * height];
        foreach (int slice in masks.SelectMany(mask => mask.Slices.Keys).Distinct().Order())
        {
            plane.AsSpan().Clear();
            foreach (VoxelMask mask in masks)
            {
                if (mask.Slices.TryGetValue(slice, out MaskPatch? patch))
                {
                    byte full = union.Fraction is not null && mask.Fraction is null ? (byte)255 : (byte)0;
                    for (int y = 0; y < patch.Height; y++)
                    {
                        for (int x = 0; x < patch.Width; x++)
                        {
                            byte value = patch.Values[(y * patch.Width) + x];
                            ref byte target = ref plane[((patch.Y + y) * width) + patch.X + x];
                            target = Math.Max(target, value == 0 ? value : Math.Max(value, full));
                        }
                    }
                }
            }

            union.Set(slice, MaskPatch.Of(plane, width));
        }

        return union;
    }
}
