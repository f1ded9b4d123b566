using Overread.Imaging.Grids;

namespace Overread.Imaging.Marks;

/// <summary>A volume of label numbers as a file has it: one or more layers on one grid.</summary>
/// <param name="Width">Voxels along x.</param>
/// <param name="Height">Voxels along y.</param>
/// <param name="Depth">Voxels along z.</param>
/// <param name="Affine">Where they lie; null where the file does not say.</param>
/// <param name="Layers">Label numbers, x fastest, one array per layer; 0 is background.</param>
public sealed record LabelVolume(int Width, int Height, int Depth, GridAffine? Affine, IReadOnlyList<int[]> Layers)
{
    /// <summary>What the file says of its labels: by layer and number.</summary>
    public IReadOnlyList<(int Layer, MarkLabel Label)> Labels { get; init; } = [];

    /// <summary>True where numbers are fractions of 255 of the one label 1.</summary>
    public bool IsFraction { get; init; }

    /// <summary>True where the file says that it was cut out of larger images.</summary>
    public bool IsPart { get; init; }

    /// <summary>The masks of all labels on the volume's own grid, by layer and number.</summary>
    public IReadOnlyDictionary<(int Layer, int Number), VoxelMask> Masks()
    {
        SortedDictionary<(int, int), VoxelMask> masks = [];
        int size = Width * Height;
        for (int layer = 0; layer < Layers.Count; layer++)
        {
            for (int k = 0; k < Depth; k++)
            {
                ReadOnlySpan<int> plane = Layers[layer].AsSpan(k * size, size);
                if (IsFraction)
                {
                    byte[] values = new byte[size];
                    for (int i = 0; i < size; i++)
                    {
                        values[i] = (byte)plane[i];
                    }

                    Put((layer, 1), k, MaskPatch.Of(values, Width));
                    continue;
                }

                foreach ((int number, MaskPatch patch) in LabelPlanes.Split(plane, Width))
                {
                    Put((layer, number), k, patch);
                }
            }
        }

        return masks;

        void Put((int, int) key, int k, MaskPatch? patch)
        {
            if (!masks.TryGetValue(key, out VoxelMask? mask))
            {
                mask = new VoxelMask { Fraction = IsFraction ? "PROBABILITY" : null };
                masks.Add(key, mask);
            }

            mask.Set(k, patch);
        }
    }

    /// <summary>Makes label numbers of a file's numbers.</summary>
    /// <param name="values">Numbers after the file's own scaling.</param>
    /// <param name="fraction">True where they are no whole numbers but lie between 0 and 1: then fractions of 255.</param>
    /// <exception cref="GridException">A number is neither.</exception>
    public static int[] Numbers(ReadOnlySpan<float> values, out bool fraction)
    {
        int[] numbers = new int[values.Length];
        int odd = -1;
        (float least, float most) = (0, 0);
        for (int i = 0; i < values.Length; i++)
        {
            float value = values[i];
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
            float whole = MathF.Round(value);
            // Scaling leaves whole numbers a little off; what is farther off is none.
            if (!(Math.Abs(value - whole) <= 1e-3f) || !(Math.Abs(whole) < 1e9f))
            {
                odd = odd < 0 ? i : odd;
            }
            else
            {
                numbers[i] = (int)whole;
            }
        }

        fraction = odd >= 0 && least >= 0 && most <= 1 && !values.ContainsAnyExceptInRange(0f, 1f);
        if (odd >= 0 && !fraction)
        {
            throw new GridException(
                FormattableString.Invariant(
                    $"voxel {odd} has the value {values[odd]}, which is no label number: a label map holds whole numbers, or one mask of fractions from 0 to 1."
                )
            );
        }

        for (int i = 0; fraction && i < values.Length; i++)
        {
            numbers[i] = (int)MathF.Round(values[i] * 255);
        }

        int negative = numbers.AsSpan().IndexOfAnyInRange(int.MinValue, -1);
        return negative < 0
            ? numbers
            : throw new GridException(
                $"voxel {negative} has the value {numbers[negative]}: label numbers are 0 (background) and above."
            );
    }
}
