using System.Runtime.InteropServices;

namespace Overread.Imaging.Marks;

/// <summary>Label maps: one number per voxel, taken apart into one mask per number and put together again.</summary>
public static class LabelPlanes
{
    /// <summary>Takes one slice apart.</summary>
    /// <param name="plane">A label per pixel; 0 is background.</param>
    /// <param name="width">Columns.</param>
    /// <returns>The marked part of each label that occurs.</returns>
    public static IReadOnlyDictionary<int, MaskPatch> Split(ReadOnlySpan<int> plane, int width)
    {
        Dictionary<int, (int Left, int Top, int Right, int Bottom)> boxes = [];
        int height = plane.Length / width;
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<int> row = plane.Slice(y * width, width);
            for (int x = row.IndexOfAnyExcept(0); x >= 0 && x < width; )
            {
                int label = row[x];
                int run = row[x..].IndexOfAnyExcept(label);
                int end = run < 0 ? width : x + run;
                if (label != 0)
                {
                    ref var box = ref CollectionsMarshal.GetValueRefOrAddDefault(boxes, label, out bool known);
                    box = known
                        ? (Math.Min(box.Left, x), box.Top, Math.Max(box.Right, end), y + 1)
                        : (x, y, end, y + 1);
                }

                x = end;
            }
        }

        Dictionary<int, MaskPatch> patches = new(boxes.Count);
        foreach ((int label, var box) in boxes)
        {
            int columns = box.Right - box.Left;
            byte[] values = new byte[columns * (box.Bottom - box.Top)];
            for (int y = box.Top; y < box.Bottom; y++)
            {
                ReadOnlySpan<int> row = plane.Slice((y * width) + box.Left, columns);
                Span<byte> target = values.AsSpan((y - box.Top) * columns, columns);
                for (int x = 0; x < columns; x++)
                {
                    target[x] = row[x] == label ? (byte)1 : (byte)0;
                }
            }

            patches.Add(label, new MaskPatch(box.Left, box.Top, columns, box.Bottom - box.Top, values));
        }

        return patches;
    }

    /// <summary>Puts masks of one slice together.</summary>
    /// <param name="masks">Masks and the number that each becomes, in order; a later one lies over an earlier one.</param>
    /// <param name="slice">Which slice.</param>
    /// <param name="plane">Receives the labels; must be cleared before.</param>
    /// <param name="width">Columns.</param>
    /// <returns>Pixels on which a mask met another number.</returns>
    public static long Compose(IReadOnlyList<(VoxelMask Mask, int Number)> masks, int slice, Span<int> plane, int width)
    {
        long overlaps = 0;
        foreach ((VoxelMask mask, int number) in masks)
        {
            if (!mask.Slices.TryGetValue(slice, out MaskPatch? patch))
            {
                continue;
            }

            for (int y = 0; y < patch.Height; y++)
            {
                Span<int> row = plane.Slice(((patch.Y + y) * width) + patch.X, patch.Width);
                ReadOnlySpan<byte> values = patch.Values.AsSpan(y * patch.Width, patch.Width);
                for (int x = 0; x < row.Length; x++)
                {
                    if (values[x] != 0)
                    {
                        overlaps += row[x] != 0 && row[x] != number ? 1 : 0;
                        row[x] = number;
                    }
                }
            }
        }

        return overlaps;
    }

    /// <summary>Sorts masks into as few layers as a first fit needs, none of which overlaps itself.</summary>
    /// <param name="masks">The masks.</param>
    /// <returns>For each mask its layer, from 0.</returns>
    public static int[] Layers(IReadOnlyList<VoxelMask> masks)
    {
        int[] layers = new int[masks.Count];
        for (int i = 0; i < masks.Count; i++)
        {
            HashSet<int> taken = [];
            for (int j = 0; j < i; j++)
            {
                if (!taken.Contains(layers[j]) && Overlaps(masks[i], masks[j]) > 0)
                {
                    taken.Add(layers[j]);
                }
            }

            while (taken.Contains(layers[i]))
            {
                layers[i]++;
            }
        }

        return layers;
    }

    /// <summary>Voxels that two masks share.</summary>
    public static long Overlaps(VoxelMask a, VoxelMask b)
    {
        long shared = 0;
        foreach ((int slice, MaskPatch one) in a.Slices)
        {
            if (!b.Slices.TryGetValue(slice, out MaskPatch? other))
            {
                continue;
            }

            (int left, int right) = (Math.Max(one.X, other.X), Math.Min(one.X + one.Width, other.X + other.Width));
            (int top, int bottom) = (Math.Max(one.Y, other.Y), Math.Min(one.Y + one.Height, other.Y + other.Height));
            for (int y = top; y < bottom; y++)
            {
                for (int x = left; x < right; x++)
                {
                    shared += one.At(x, y) != 0 && other.At(x, y) != 0 ? 1 : 0;
                }
            }
        }

        return shared;
    }
}
