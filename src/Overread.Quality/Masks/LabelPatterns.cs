namespace Overread.Quality.Masks;

/// <summary>The distinct patterns of labels over all voxels, four bits per reader, in order of first occurrence.</summary>
internal sealed class LabelPatterns
{
    private const int Block = 1024;

    private readonly Dictionary<ulong, int> _index = [];

    internal List<ulong> Keys { get; } = [];

    internal List<long> Counts { get; } = [];

    /// <summary>One more than the largest label.</summary>
    internal int LabelCount { get; private set; } = 1;

    internal static LabelPatterns Count(IReadOnlyList<ReadOnlyMemory<byte>> masks)
    {
        if (masks.Count is < 1 or > 16)
        {
            throw new ArgumentException($"{masks.Count} masks: 1 to 16 can be fused.");
        }

        int voxels = masks[0].Length;
        foreach (ReadOnlyMemory<byte> mask in masks)
        {
            if (mask.Length != voxels)
            {
                throw new ArgumentException($"The masks have {voxels} and {mask.Length} voxels: one grid is needed.");
            }
        }

        LabelPatterns patterns = new();
        patterns.Walk(masks, null);
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
        Walk(masks, (values, output));
        return output;
    }

    /// <summary>Counts the patterns, or writes each voxel's value when a target is given.</summary>
    private void Walk(IReadOnlyList<ReadOnlyMemory<byte>> masks, (byte[] Values, byte[] Output)? target)
    {
        int voxels = masks[0].Length;
        ulong[] keys = new ulong[Block];
        ulong lastKey = 0;
        int last = -1;
        for (int start = 0; start < voxels; start += Block)
        {
            int length = Math.Min(Block, voxels - start);
            if (Background(masks, start, length))
            {
                (lastKey, last) = (0, Find(0));
                Counts[last] += target is null ? length : 0;
                target?.Output.AsSpan(start, length).Fill(target.Value.Values[last]);
                continue;
            }

            Keyed(masks, start, keys.AsSpan(0, length));
            for (int i = 0; i < length; i++)
            {
                // Neighbours mostly share their pattern.
                if (keys[i] != lastKey || last < 0)
                {
                    lastKey = keys[i];
                    last = Find(lastKey);
                }

                if (target is null)
                {
                    Counts[last]++;
                }
                else
                {
                    target.Value.Output[start + i] = target.Value.Values[last];
                }
            }
        }
    }

    private static bool Background(IReadOnlyList<ReadOnlyMemory<byte>> masks, int start, int length)
    {
        foreach (ReadOnlyMemory<byte> mask in masks)
        {
            if (mask.Span.Slice(start, length).ContainsAnyExcept((byte)0))
            {
                return false;
            }
        }

        return true;
    }

    private void Keyed(IReadOnlyList<ReadOnlyMemory<byte>> masks, int start, Span<ulong> keys)
    {
        keys.Clear();
        for (int r = 0; r < masks.Count; r++)
        {
            ReadOnlySpan<byte> labels = masks[r].Span.Slice(start, keys.Length);
            byte largest = 0;
            for (int i = 0; i < keys.Length; i++)
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
