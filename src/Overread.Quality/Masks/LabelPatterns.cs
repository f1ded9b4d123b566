namespace Overread.Quality.Masks;

/// <summary>The distinct patterns of labels over all voxels, four bits per reader, in order of first occurrence.</summary>
internal sealed class LabelPatterns
{
    private readonly Dictionary<ulong, int> _index = [];

    internal List<ulong> Keys { get; } = [];

    internal List<long> Counts { get; } = [];

    /// <summary>One more than the largest label.</summary>
    internal int LabelCount { get; private set; }

    internal static LabelPatterns Count(IReadOnlyList<ReadOnlyMemory<byte>> masks)
    {
        if (masks.Count is < 1 or > 16)
        {
            throw new ArgumentException($"{masks.Count} masks: 1 to 16 can be fused.");
        }

        LabelPatterns patterns = new();
        patterns.Walk(masks, (_, _) => { });
        return patterns;
    }

    internal bool Unanimous(int pattern, int readers)
    {
        ulong label = Keys[pattern] & 15;
        for (int r = 1; r < readers; r++)
        {
            if (((Keys[pattern] >> (4 * r)) & 15) != label)
            {
                return false;
            }
        }

        return true;
    }

    internal byte[] Apply(IReadOnlyList<ReadOnlyMemory<byte>> masks, byte[] values)
    {
        byte[] output = new byte[masks[0].Length];
        Walk(masks, (voxel, pattern) => output[voxel] = values[pattern], count: false);
        return output;
    }

    private void Walk(IReadOnlyList<ReadOnlyMemory<byte>> masks, Action<int, int> visit, bool count = true)
    {
        const int Block = 4096;
        int voxels = masks[0].Length;
        ulong[] keys = new ulong[Block];
        ulong lastKey = ulong.MaxValue;
        int last = -1;
        for (int start = 0; start < voxels; start += Block)
        {
            int length = Math.Min(Block, voxels - start);
            Array.Clear(keys, 0, length);
            for (int r = 0; r < masks.Count; r++)
            {
                if (masks[r].Length != voxels)
                {
                    throw new ArgumentException(
                        $"The masks have {voxels} and {masks[r].Length} voxels: one grid is needed."
                    );
                }

                ReadOnlySpan<byte> labels = masks[r].Span.Slice(start, length);
                byte largest = 0;
                for (int i = 0; i < length; i++)
                {
                    largest = Math.Max(largest, labels[i]);
                    keys[i] |= (ulong)labels[i] << (4 * r);
                }

                if (largest > 15)
                {
                    throw new ArgumentException($"Mask {r} has the label {largest}; 0 to 15 can be fused.");
                }

                LabelCount = Math.Max(LabelCount, largest + 1);
            }

            for (int i = 0; i < length; i++)
            {
                // Neighbours mostly share their pattern.
                if (keys[i] != lastKey || last < 0)
                {
                    lastKey = keys[i];
                    last = Find(lastKey);
                }

                Counts[last] += count ? 1 : 0;
                visit(start + i, last);
            }
        }
    }

    private int Find(ulong key)
    {
        if (!_index.TryGetValue(key, out int pattern))
        {
            pattern = Keys.Count;
            _index[key] = pattern;
            Keys.Add(key);
            Counts.Add(0);
        }

        return pattern;
    }
}
